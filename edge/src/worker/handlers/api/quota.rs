//! `GET /api/quota`: what the caller's project may have, and has.

use gaze_shared::gateway::QuotaMode;
use worker::{Context, Env};

use crate::core::auth::permit::Identity;
use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::http::method::Method;
use crate::core::quota::call::{Freshness, LedgerReport, LookState};
use crate::core::quota::report::{quota_report, wait_for_report};
use crate::worker::context::Exchange;
use crate::worker::handlers::authentication;
use crate::worker::quota::requests;
use crate::worker::quota::usage_reader::{Onlooker, Wish};
use crate::worker::quota::usage_refresh::{self, Waited};
use crate::worker::response::Answer;
use crate::worker::upstream::glance::GlanceReader;
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Shows what is known, and looks at the image service beside where that is old.
pub(crate) async fn show(
    exchange: &Exchange,
    settings: &Settings,
    (env, context): (&Env, &Context),
) -> Result<Answer, Problem> {
    let in_rules = |by: &Identity| by.check_rules(Method::Get, "/v2/info/usage");
    let (caller, region) = authentication::caller_in_region(exchange, settings, in_rules).await?;
    let identity = caller.identity();
    requests::count(exchange, &settings.quota, (env, context), region, identity).await?;
    let project_id = caller
        .identity()
        .project_id
        .as_deref()
        .ok_or(Problem::NotOfProject)?;
    let reader = GlanceReader {
        region,
        token: caller.token(),
        request_id: &exchange.request_id,
    };
    let onlooker = Onlooker { reader, project_id };
    let ledger = match settings.quota.mode {
        QuotaMode::Off => ProjectLedger::in_memory(&region.name, project_id),
        _ => {
            let configured = settings.quota.configured(project_id);
            ProjectLedger::of(env, &region.name, project_id, configured)?
        }
    };
    let report = report(exchange, (settings, context), &ledger, &onlooker).await;
    let report = report.map_err(|problem| match problem {
        // Keystone has ended the token since it was asked about it.
        Problem::InvalidToken => exchange.token_refused(),
        other => other,
    })?;
    let report = quota_report(project_id, &region.name, &settings.quota.mode, report);
    Answer::json(200, &report)
}

/// What is known, and a look beside the request where a newer answer would be better. It is waited for where
/// looks at this project are quick.
async fn report(
    exchange: &Exchange,
    (settings, context): (&Settings, &Context),
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
) -> Result<LedgerReport, Problem> {
    let known = ledger.report().await?;
    if known.freshness == Freshness::Fresh {
        return Ok(known);
    }
    let look = (Wish::Show, settings.quota.look_within);
    let refreshed =
        usage_refresh::refresh(context, ledger, onlooker, look, wait_for_report(&known)).await;
    match refreshed {
        Ok(Waited::Ended) => ledger.report().await,
        Ok(Waited::GoesOn) => Ok(LedgerReport {
            // The ledger may not have heard of it yet.
            look: LookState::UnderWay,
            ..ledger.report().await?
        }),
        // What is known stays known, and says how old it is.
        Err(problem @ Problem::ImageServiceUnreachable(_)) if known.observed_at.is_some() => {
            exchange.note_cause(&problem);
            Ok(known)
        }
        Err(problem) => Err(problem),
    }
}
