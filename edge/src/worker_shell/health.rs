//! `GET /healthz`.

use std::collections::BTreeMap;

use futures_util::future::{join, join_all};
use worker::Env;

use super::answer::Answer;
use super::exchange::Exchange;
use super::isolate;
use super::upstream::UpstreamRequest;
use crate::core::health::{Health, Reach};
use crate::core::problem::Problem;
use crate::core::settings::{Region, Settings};

/// How long an upstream may take to be called up; whoever asks has a deadline of their own.
const PATIENCE_MS: u32 = 3_000;

/// Tells whether the gateway can work; with `?deep=1`, whether the cloud behind it answers too.
pub(super) async fn show(exchange: &Exchange, env: &Env) -> Result<Answer, Problem> {
    let settings = match isolate::settings(env) {
        Ok(settings) => settings,
        Err(wrong) => return answer(&Health::Misconfigured { settings: wrong }),
    };
    let is_deep = exchange
        .query
        .as_ref()
        .is_ok_and(|query| query.as_str() == "deep=1");
    if is_deep {
        answer(&call_up(settings).await)
    } else {
        answer(&Health::Up)
    }
}

fn answer(health: &Health<'_>) -> Result<Answer, Problem> {
    Answer::json(health.http_status(), health)
}

async fn call_up(settings: &Settings) -> Health<'_> {
    let regions = settings.regions.iter().map(async |region: &Region| {
        let versions = format!("{}/versions", region.glance.as_str());
        (region.name.as_str(), reach(versions).await)
    });
    let keystone = reach(settings.keystone.as_str().to_owned());
    let (keystone, regions) = join(keystone, join_all(regions)).await;
    Health::of_upstreams(keystone, regions.into_iter().collect::<BTreeMap<_, _>>())
}

async fn reach(url: String) -> Reach {
    let answered = match UpstreamRequest::new("GET", &url) {
        Ok(request) => request.within_ms(PATIENCE_MS).send().await,
        Err(no_answer) => Err(no_answer),
    };
    match answered {
        Ok(response) if response.status() == 200 => Reach::Ok,
        _ => Reach::Unreachable,
    }
}
