//! `GET /api/quota`: what the caller's project may have, and has.

use gaze_shared::gateway::QuotaMode;
use worker::{Context, Env};

use crate::core::access_rules::OutsideRules;
use crate::core::permit::{Authenticated, Identity};
use crate::core::problem::Problem;
use crate::core::quota::call::{Freshness, LedgerReport, LookState};
use crate::core::quota::report::{quota_report, wait_for_report};
use crate::core::route::Method;
use crate::core::settings::{Region, Settings};
use crate::worker_shell::answer::Answer;
use crate::worker_shell::authentication;
use crate::worker_shell::exchange::Exchange;
use crate::worker_shell::glance_reader::GlanceReader;
use crate::worker_shell::quota::ledger::ProjectLedger;
use crate::worker_shell::quota::look::{Onlooker, Wish};
use crate::worker_shell::quota::lookout::{self, Waited};
use crate::worker_shell::quota::requests;

/// Shows what is known, and looks at the image service beside where that is old.
pub(in crate::worker_shell) async fn show(
    exchange: &Exchange,
    settings: &Settings,
    (env, context): (&Env, &Context),
) -> Result<Answer, Problem> {
    let in_rules = |by: &Identity| by.check_rules(Method::Get, "/v2/info/usage");
    let (caller, region) = caller(exchange, settings, in_rules).await?;
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
        Problem::InvalidToken => authentication::refused(exchange),
        other => other,
    })?;
    let report = quota_report(project_id, &region.name, &settings.quota.mode, report);
    Answer::json(200, &report)
}

/// The caller, and the region that is meant: a session's own, and the one in the query, or the default
/// one, for a client with a token. `in_rules` says by which access rules a token may do what is asked for:
/// those for what it stands for at Glance.
pub(in crate::worker_shell) async fn caller<'a>(
    exchange: &Exchange,
    settings: &'a Settings,
    in_rules: impl FnOnce(&Identity) -> Result<(), OutsideRules>,
) -> Result<(Authenticated, &'a Region), Problem> {
    let asked = exchange.query.clone()?.get("region");
    let caller = authentication::caller(exchange, settings).await?;
    in_rules(caller.authenticated.identity())?;
    let region = match asked.or(caller.region) {
        Some(name) => settings.region(&name).ok_or(Problem::UnknownRegion)?,
        None => settings.default_region(),
    };
    exchange.note_region(region);
    Ok((caller.authenticated, region))
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
        lookout::refresh(context, ledger, onlooker, look, wait_for_report(&known)).await;
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
