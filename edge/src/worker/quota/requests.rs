//! Requests per minute.

use gaze_shared::gateway::QuotaMode;

use crate::core::auth::permit::Identity;
use crate::core::config::Region;
use crate::core::config::quota::QuotaSettings;
use crate::core::errors::problem::Problem;
use crate::core::quota::request_rate::requests::{RequestCount, RequestVerdict};
use crate::core::quota::{QuotaEvent, RequestLimit};
use crate::worker::context::RequestContext;
use crate::worker::context::runtime::Runtime;
use crate::worker::isolate;
use crate::worker::quota::{log_quota_event, without_ledger};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Counts a request, where the plan of its project limits them. A project of which nothing is known is
/// looked up beside the request, which does not wait for it.
///
/// # Errors
/// There were too many; or nobody can tell, and the request writes.
pub(crate) async fn count(
    context: &RequestContext,
    settings: &QuotaSettings,
    runtime: Runtime<'_>,
    region: &Region,
    identity: &Identity,
) -> Result<(), Problem> {
    let Some(project_id) = identity.project_id.as_deref() else {
        return Ok(());
    };
    if settings.mode == QuotaMode::Off {
        return Ok(());
    }
    let configured = settings.configured(project_id);
    let name = ProjectLedger::name_of(&region.name, project_id);
    let known = isolate::with_request_limits(|limits| limits.get(&name, isolate::now_millis()));
    let is_limited = match known {
        Some(RequestLimit::Limited) => true,
        Some(RequestLimit::Unlimited) => return Ok(()),
        None => configured.plan.requests_per_minute.is_some(),
    };
    let ledger = match ProjectLedger::of(runtime.env, &region.name, project_id, configured) {
        Ok(ledger) => ledger,
        Err(problem) if is_limited => return unreachable(context, settings, project_id, problem),
        Err(_) => return Ok(()),
    };
    if !is_limited {
        // Until its answer is there, nobody else of this isolate asks.
        remember(&name, RequestLimit::Unlimited);
        runtime.ctx.wait_until(async move {
            if let Ok(count) = ledger.count_request().await {
                remember(ledger.name(), limit_of(&count));
            }
        });
        return Ok(());
    }
    let count = match ledger.count_request().await {
        Ok(count) => count,
        Err(problem) => return unreachable(context, settings, project_id, problem),
    };
    remember(&name, limit_of(&count));
    context.note_requests(count);
    match (count.verdict, &settings.mode) {
        (RequestVerdict::TooMany, QuotaMode::Observe) => {
            let over = Problem::TooManyRequests(count)
                .gateway_error("")
                .error
                .details;
            log_quota_event(context, project_id, QuotaEvent::WouldRefuse { over });
            Ok(())
        }
        (RequestVerdict::TooMany, _) => Err(Problem::TooManyRequests(count)),
        (RequestVerdict::Allowed, _) => Ok(()),
    }
}

/// Reads are served.
fn unreachable(
    context: &RequestContext,
    settings: &QuotaSettings,
    project_id: &str,
    problem: Problem,
) -> Result<(), Problem> {
    if context.only_reads() {
        let cause = problem.to_string();
        log_quota_event(context, project_id, QuotaEvent::NotChecked { cause });
        return Ok(());
    }
    without_ledger(context, settings, project_id, problem)
}

fn limit_of(count: &RequestCount) -> RequestLimit {
    match count.limit {
        Some(_) => RequestLimit::Limited,
        None => RequestLimit::Unlimited,
    }
}

fn remember(name: &str, limit: RequestLimit) {
    isolate::with_request_limits(|limits| limits.insert(name, limit, isolate::now_millis()));
}
