//! What requests take of their projects' quotas.

pub(crate) mod admission;
pub(crate) mod counting;
pub(crate) mod requests;
pub(crate) mod reservation;
mod size;
pub(crate) mod usage_reader;
pub(crate) mod usage_refresh;

use gaze_shared::gateway::QuotaMode;

use crate::core::config::quota::{QuotaSettings, WhenUnavailable};
use crate::core::errors::problem::Problem;
use crate::core::quota::{QuotaEvent, QuotaLog};
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::log;

/// What becomes of a request that writes when its project's quota cannot be checked.
///
/// # Errors
/// The setting says to refuse it.
fn without_ledger(
    context: &RequestContext,
    settings: &QuotaSettings,
    project_id: &str,
    problem: Problem,
) -> Result<(), Problem> {
    match (&settings.mode, settings.when_unavailable) {
        (QuotaMode::Enforce, WhenUnavailable::Refuse) => Err(problem),
        _ => {
            let cause = problem.to_string();
            log_quota_event(context, project_id, QuotaEvent::NotChecked { cause });
            Ok(())
        }
    }
}

fn log_quota_event(context: &RequestContext, project_id: &str, event: QuotaEvent) {
    log_quota_event_of(
        &context.request_id,
        context.route_template(),
        project_id,
        event,
    );
}

/// One line for the log about something that outlives its request.
fn log_quota_event_of(request_id: &str, route: &'static str, project_id: &str, event: QuotaEvent) {
    let time = isolate::now_millis().rfc3339();
    let line = QuotaLog::new(&time, request_id, project_id, route, event);
    if let Ok(line) = serde_json::to_string(&line) {
        log::print(&line);
    }
}
