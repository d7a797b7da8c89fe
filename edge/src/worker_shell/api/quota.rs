//! `GET /api/quota`: what the caller's project may have, and has.

use gaze_shared::gateway::QuotaMode;
use worker::Env;

use crate::core::permit::Authenticated;
use crate::core::problem::Problem;
use crate::core::quota::book::{Book, Entry};
use crate::core::quota::call::{
    Freshness, LedgerAnswer, LedgerCall, LedgerReport, LedgerRequest, LookAt,
};
use crate::core::quota::report::quota_report;
use crate::core::quota::requests::Requests;
use crate::core::settings::{Region, Settings};
use crate::worker_shell::answer::Answer;
use crate::worker_shell::authentication;
use crate::worker_shell::exchange::Exchange;
use crate::worker_shell::glance_reader::GlanceReader;
use crate::worker_shell::isolate;
use crate::worker_shell::quota::ledger::ProjectLedger;
use crate::worker_shell::quota::look::{self, Onlooker};

/// Shows it, and looks at the image service first where what is known is old.
pub(in crate::worker_shell) async fn show(
    exchange: &Exchange,
    settings: &Settings,
    env: &Env,
) -> Result<Answer, Problem> {
    let (caller, region) = caller(exchange, settings).await?;
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
    let report = match settings.quota.mode {
        QuotaMode::Off => without_ledger(&onlooker).await,
        _ => {
            let configured = settings.quota.configured(project_id);
            let ledger = ProjectLedger::of(env, &region.name, project_id, configured)?;
            with_ledger(exchange, &ledger, &onlooker).await
        }
    };
    let report = report.map_err(|problem| match problem {
        // Keystone has ended the token since it was asked about it.
        Problem::InvalidToken => authentication::refused(exchange),
        other => other,
    })?;
    let report = quota_report(project_id, &region.name, &settings.quota.mode, report);
    Answer::json(200, &report)
}

/// The caller, and the region that is meant: a session's own, and the one in the query, or the default
/// one, for a client with a token.
pub(in crate::worker_shell) async fn caller<'a>(
    exchange: &Exchange,
    settings: &'a Settings,
) -> Result<(Authenticated, &'a Region), Problem> {
    let asked = exchange.query.clone()?.get("region");
    let caller = authentication::caller(exchange, settings).await?;
    let region = match asked.or(caller.region) {
        Some(name) => settings.region(&name).ok_or(Problem::UnknownRegion)?,
        None => settings.default_region(),
    };
    exchange.note_region(region);
    Ok((caller.authenticated, region))
}

async fn with_ledger(
    exchange: &Exchange,
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
) -> Result<LedgerReport, Problem> {
    let known = ledger.report().await?;
    if known.freshness == Freshness::Fresh {
        return Ok(known);
    }
    match look::once(ledger, onlooker, Some(LookAt::Images)).await {
        Ok(_) => ledger.report().await,
        // What is known stays known, and says how old it is.
        Err(problem @ Problem::ImageServiceUnreachable(_)) if known.observed_at.is_some() => {
            exchange.note_cause(&problem);
            Ok(known)
        }
        Err(problem) => Err(problem),
    }
}

/// Where nothing is counted, what the image service says holds.
async fn without_ledger(onlooker: &Onlooker<'_>) -> Result<LedgerReport, Problem> {
    let mut book = Book::default();
    let mut ask = |call| {
        let entry = Entry {
            at: isolate::now_millis(),
            request: LedgerRequest {
                configured: Default::default(),
                call,
            },
        };
        book.answer(entry, &mut Requests::default())
    };
    if let LedgerAnswer::Look(first) = ask(LedgerCall::Look) {
        let observation = onlooker.look(&first, LookAt::Images).await?;
        ask(LedgerCall::Observe { observation });
    }
    match ask(LedgerCall::Report) {
        LedgerAnswer::Report(report) => Ok(*report),
        other => Err(Problem::Internal(format!("{other:?}"))),
    }
}
