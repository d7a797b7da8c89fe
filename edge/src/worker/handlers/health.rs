//! `GET /healthz`.

use std::time::Duration;

use futures_util::future::{join_all, join3};
use worker::{Delay, Env};

use crate::core::config::{BadSetting, Region, Settings};
use crate::core::errors::problem::Problem;
use crate::core::health::{Health, HealthProbe, UpstreamState};
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::js::machine;
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::client::UpstreamRequest;
use crate::worker::upstream::objects::upload_keys;
use crate::worker::upstream::service::Service;

/// How long an upstream may take to be called up; whoever asks has a deadline of their own.
const TIMEOUT_MS: u32 = 3_000;
/// How often whoever waits for somebody else's look sees whether there is one.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Tells whether the gateway can work; with `?deep=1`, whether the cloud behind it answers too, and what is
/// left of its disks.
pub(crate) async fn show(context: &RequestContext, env: &Env) -> Result<EdgeResponse, Problem> {
    let settings = match isolate::settings(env) {
        Ok(settings) => settings,
        Err(wrong) => return misconfigured(context, wrong.to_vec()),
    };
    if let Some(wrong) = upload_keys::missing(env, settings).await {
        return misconfigured(context, vec![wrong]);
    }
    let is_deep = context
        .query
        .as_ref()
        .is_ok_and(|query| query.as_str() == "deep=1");
    if is_deep {
        response(&deep(settings, env).await)
    } else {
        response(&Health::Up)
    }
}

fn misconfigured(
    context: &RequestContext,
    settings: Vec<BadSetting>,
) -> Result<EdgeResponse, Problem> {
    context.note_cause(&Problem::from(settings.as_slice()));
    response(&Health::Misconfigured { settings })
}

fn response(health: &Health) -> Result<EdgeResponse, Problem> {
    EdgeResponse::json(health.http_status(), health)
}

/// Looks, or tells what somebody has seen a moment ago.
async fn deep(settings: &Settings, env: &Env) -> Health {
    loop {
        match isolate::with_health(|last| last.ask(isolate::now_millis())) {
            HealthProbe::Known(health) => return health,
            HealthProbe::Wait => Delay::from(POLL_INTERVAL).await,
            HealthProbe::Probe => {
                let health = call_up(settings, env).await;
                isolate::with_health(|last| last.note(health.clone(), isolate::now_millis()));
                return health;
            }
        }
    }
}

async fn call_up(settings: &Settings, env: &Env) -> Health {
    let regions = settings.regions.iter().map(async |region: &Region| {
        let versions = format!("{}/versions", region.glance.as_str());
        (
            region.name.clone(),
            upstream_state(Service::Glance, versions).await,
        )
    });
    let keystone = upstream_state(Service::Keystone, settings.keystone.as_str().to_owned());
    let disks = machine::disks(env);
    let (keystone, regions, disks) = join3(keystone, join_all(regions), disks).await;
    let store = settings.uploads.store;
    Health::of(keystone, regions.into_iter().collect(), disks, store)
}

async fn upstream_state(service: Service, url: String) -> UpstreamState {
    let response = match UpstreamRequest::unauthenticated(service, &url) {
        Ok(request) => request.within_ms(TIMEOUT_MS).send().await,
        Err(no_response) => Err(no_response),
    };
    match response {
        Ok(response) if response.status() == 200 => UpstreamState::Ok,
        _ => UpstreamState::Unreachable,
    }
}
