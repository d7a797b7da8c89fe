//! Usage is refreshed beside the requests. Whoever needs one begins it, and it goes on whether or not they
//! stay ([`Context::wait_until`]); the requests of an isolate share it, and each waits as long as it may.

use std::time::Duration;

use worker::{Context, Delay};

use crate::core::errors::problem::Problem;
use crate::core::quota::{QuotaEvent, RefreshEnd, RefreshFailure};
use crate::worker::isolate;
use crate::worker::quota::log_quota_event_of;
use crate::worker::quota::usage_reader::{
    self, OwnedUsageReader, ReadTarget, RefreshOutcome, UsageReader,
};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// The pause between two questions whether a refresh has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// The pause before the ledger is asked again what somebody has told it whose refresh is not known here.
const BEFORE_ASKING_AGAIN: Duration = Duration::from_millis(250);

/// Whose refresh it is that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefreshOwner {
    /// This request's.
    Own,
    /// That of another one in this isolate.
    Other,
}

/// Begins a refresh beside the request, unless somebody of this isolate is at it already.
pub(crate) fn begin(
    ctx: &Context,
    ledger: &ProjectLedger,
    usage_reader: &UsageReader<'_>,
    target: ReadTarget,
    within: Duration,
) -> RefreshOwner {
    let is_free =
        isolate::with_refreshes(|tracker| tracker.begin(ledger.name(), isolate::now_millis()));
    if !is_free {
        return RefreshOwner::Other;
    }
    let (ledger, usage_reader) = (ledger.clone(), OwnedUsageReader::from(usage_reader));
    ctx.wait_until(async move {
        let mut end_note = EndNote {
            project: ledger.name(),
            end: RefreshEnd::Elsewhere,
        };
        let goes_on = || {
            isolate::with_refreshes(|tracker| tracker.keep(ledger.name(), isolate::now_millis()));
        };
        let outcome =
            usage_reader::refresh(&ledger, &usage_reader.borrow(), target, within, goes_on).await;
        if let Err(problem) = &outcome {
            let cause = problem.to_string();
            let UsageReader { reader, project_id } = usage_reader.borrow();
            let event = QuotaEvent::RefreshFailed { cause };
            log_quota_event_of(
                reader.request_id,
                usage_reader::USAGE_PATH,
                project_id,
                event,
            );
        }
        end_note.end = match outcome {
            Ok(RefreshOutcome::Observed) => RefreshEnd::Observed,
            Ok(RefreshOutcome::Elsewhere) => RefreshEnd::Elsewhere,
            Err(Problem::InvalidToken) => RefreshEnd::TokenRefused,
            Err(Problem::ImageServiceUnreachable(cause)) => {
                RefreshEnd::Failed(RefreshFailure::ImageService(cause))
            }
            Err(other) => RefreshEnd::Failed(RefreshFailure::Ledger(other.to_string())),
        };
    });
    RefreshOwner::Own
}

/// Whether a refresh has ended while it was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefreshWait {
    Ended,
    GoesOn,
}

/// Begins a refresh, or joins one that is under way, and waits for its end, but no longer than `wait_for`.
///
/// # Errors
/// Glance or the ledger does not answer.
pub(crate) async fn refresh(
    ctx: &Context,
    ledger: &ProjectLedger,
    usage_reader: &UsageReader<'_>,
    target: ReadTarget,
    within: Duration,
    wait_for: Duration,
) -> Result<RefreshWait, Problem> {
    let ended = isolate::with_refreshes(|tracker| tracker.ended(ledger.name()));
    let owner = begin(ctx, ledger, usage_reader, target, within);
    let began = isolate::now_millis();
    let end = loop {
        let now = isolate::now_millis();
        if let Some(end) =
            isolate::with_refreshes(|tracker| tracker.ended_since(ledger.name(), ended, now))
        {
            break end;
        }
        if now.since(began) >= wait_for {
            return Ok(RefreshWait::GoesOn);
        }
        Delay::from(POLL_INTERVAL).await;
    };
    match end {
        RefreshEnd::Observed => Ok(RefreshWait::Ended),
        RefreshEnd::Elsewhere => {
            Delay::from(BEFORE_ASKING_AGAIN.min(wait_for)).await;
            Ok(RefreshWait::GoesOn)
        }
        // Another's token says nothing about this caller, whose own refresh is next.
        RefreshEnd::TokenRefused if owner == RefreshOwner::Other => Ok(RefreshWait::Ended),
        RefreshEnd::TokenRefused => Err(Problem::InvalidToken),
        RefreshEnd::Failed(RefreshFailure::ImageService(cause)) => {
            Err(Problem::ImageServiceUnreachable(cause))
        }
        RefreshEnd::Failed(RefreshFailure::Ledger(cause)) => Err(Problem::QuotaUnavailable(cause)),
    }
}

/// Says at its end that nobody refreshes any more, also when the refresh breaks off.
struct EndNote<'a> {
    project: &'a str,
    end: RefreshEnd,
}

impl Drop for EndNote<'_> {
    fn drop(&mut self) {
        let end = self.end.clone();
        isolate::with_refreshes(|tracker| tracker.end(self.project, end, isolate::now_millis()));
    }
}
