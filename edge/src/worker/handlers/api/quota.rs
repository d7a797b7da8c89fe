//! `GET /api/quota`: what the caller's project may have, and has.

use gaze_shared::gateway::QuotaMode;
use worker::Context;

use crate::core::config::Settings;
use crate::core::errors::problem::Problem;
use crate::core::log::timing::Upstream;
use crate::core::quota::call::{LedgerReport, RefreshState, ReportFreshness};
use crate::core::quota::report::{quota_report, wait_for_report};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::authentication::Admitted;
use crate::worker::quota::usage_reader::{ReadTarget, UsageReader};
use crate::worker::quota::usage_refresh::{self, RefreshWait};
use crate::worker::response::EdgeResponse;
use crate::worker::upstream::glance::GlanceReader;
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Shows what is known, and refreshes it beside where that is old.
pub(crate) async fn show(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
    caller: &Admitted<'_>,
) -> Result<EdgeResponse, Problem> {
    let (authenticated, region) = (caller.authenticated(), caller.region());
    let identity = authenticated.identity();
    let project_id = identity.project_id.as_deref();
    let project_id = project_id.ok_or(Problem::NotOfProject)?;
    let reader = GlanceReader {
        region,
        caller: authenticated,
        request_id: &context.request_id,
    };
    let usage_reader = UsageReader { reader, project_id };
    let ledger = match settings.quota.mode {
        QuotaMode::Off => ProjectLedger::in_memory(&region.name, project_id),
        _ => {
            let configured = settings.quota.configured(project_id);
            ProjectLedger::of(runtime.env, &region.name, project_id, configured)?
        }
    };
    let report = report(context, settings, runtime.ctx, &ledger, &usage_reader).await?;
    let report = quota_report(project_id, &region.name, &settings.quota.mode, report);
    EdgeResponse::json(200, &report)
}

/// What is known, and a refresh beside the request where a newer answer would be better. It is waited for
/// where refreshes of this project are quick.
async fn report(
    context: &RequestContext,
    settings: &Settings,
    ctx: &Context,
    ledger: &ProjectLedger,
    usage_reader: &UsageReader<'_>,
) -> Result<LedgerReport, Problem> {
    let known = ledger.report().await?;
    if known.freshness == ReportFreshness::Fresh {
        return Ok(known);
    }
    let wait_for = wait_for_report(&known);
    let refreshed = usage_refresh::refresh(
        ctx,
        ledger,
        usage_reader,
        ReadTarget::Show,
        settings.quota.refresh_within,
        wait_for,
    );
    match context.timed(Upstream::Glance, refreshed).await {
        Ok(RefreshWait::Ended) => ledger.report().await,
        Ok(RefreshWait::GoesOn) => Ok(LedgerReport {
            // The ledger may not have heard of it yet.
            refresh: RefreshState::UnderWay,
            ..ledger.report().await?
        }),
        // What is known stays known, and says how old it is.
        Err(problem @ Problem::ImageServiceUnreachable(_)) if known.observed_at.is_some() => {
            context.note_cause(&problem);
            Ok(known)
        }
        Err(problem) => Err(problem),
    }
}
