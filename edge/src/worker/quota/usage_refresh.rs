//! Looks at Glance beside the requests. Whoever needs one begins it, and it goes on whether or not they stay
//! ([`Context::wait_until`]); the requests of an isolate share it, and each waits as long as it may.

use std::time::Duration;

use worker::{Context, Delay};

use crate::core::errors::problem::Problem;
use crate::core::quota::{LookEnd, LookFailure, QuotaEvent};
use crate::worker::isolate;
use crate::worker::quota::usage_reader::{self, Carried, Onlooker, OwnedOnlooker, Wish};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// The pause between two glances at whether a look has ended.
const BETWEEN_GLANCES: Duration = Duration::from_millis(25);

/// The pause before the ledger is asked again what somebody has told it whose look is not known here.
const BEFORE_ASKING_AGAIN: Duration = Duration::from_millis(250);

/// Whose look it is that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looker {
    /// This request's.
    Own,
    /// That of another one in this isolate.
    Other,
}

/// Begins a look beside the request, unless somebody of this isolate is at it already.
pub(crate) fn begin(
    context: &Context,
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
    wish: Wish,
    within: Duration,
) -> Looker {
    let is_free = isolate::with_looks(|looks| looks.begin(ledger.name(), isolate::now_millis()));
    if !is_free {
        return Looker::Other;
    }
    let (ledger, onlooker) = (ledger.clone(), OwnedOnlooker::from(onlooker));
    context.wait_until(async move {
        let mut mark = Mark {
            place: ledger.name(),
            end: LookEnd::Elsewhere,
        };
        let goes_on =
            || isolate::with_looks(|looks| looks.keep(ledger.name(), isolate::now_millis()));
        let outcome = usage_reader::carry(&ledger, &onlooker.borrow(), wish, within, goes_on).await;
        if let Err(problem) = &outcome {
            let cause = problem.to_string();
            let Onlooker { reader, project_id } = onlooker.borrow();
            let event = QuotaEvent::LookFailed { cause };
            crate::worker::quota::tell_of(
                reader.request_id,
                usage_reader::USAGE_PATH,
                project_id,
                event,
            );
        }
        mark.end = match outcome {
            Ok(Carried::Seen) => LookEnd::Seen,
            Ok(Carried::Elsewhere) => LookEnd::Elsewhere,
            Err(Problem::InvalidToken) => LookEnd::TokenRefused,
            Err(Problem::ImageServiceUnreachable(cause)) => {
                LookEnd::Failed(LookFailure::ImageService(cause))
            }
            Err(other) => LookEnd::Failed(LookFailure::Ledger(other.to_string())),
        };
    });
    Looker::Own
}

/// Whether a look has ended while it was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    /// It has.
    Ended,
    /// It goes on.
    GoesOn,
}

/// Begins a look, or joins one that is under way, and waits for its end, but no longer than `wait_for`.
///
/// # Errors
/// Glance or the ledger does not answer.
pub(crate) async fn refresh(
    context: &Context,
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
    (wish, within): (Wish, Duration),
    wait_for: Duration,
) -> Result<Waited, Problem> {
    let ended = isolate::with_looks(|looks| looks.ended(ledger.name()));
    let looker = begin(context, ledger, onlooker, wish, within);
    let began = isolate::now_millis();
    let end = loop {
        let now = isolate::now_millis();
        if let Some(end) = isolate::with_looks(|looks| looks.ended_since(ledger.name(), ended, now))
        {
            break end;
        }
        if now.since(began) >= wait_for {
            return Ok(Waited::GoesOn);
        }
        Delay::from(BETWEEN_GLANCES).await;
    };
    match end {
        LookEnd::Seen => Ok(Waited::Ended),
        LookEnd::Elsewhere => {
            Delay::from(BEFORE_ASKING_AGAIN.min(wait_for)).await;
            Ok(Waited::GoesOn)
        }
        // Another's token says nothing about this caller, whose own look is next.
        LookEnd::TokenRefused if looker == Looker::Other => Ok(Waited::Ended),
        LookEnd::TokenRefused => Err(Problem::InvalidToken),
        LookEnd::Failed(LookFailure::ImageService(cause)) => {
            Err(Problem::ImageServiceUnreachable(cause))
        }
        LookEnd::Failed(LookFailure::Ledger(cause)) => Err(Problem::QuotaUnavailable(cause)),
    }
}

/// Says at its end that nobody looks any more, also when the look breaks off.
struct Mark<'a> {
    place: &'a str,
    end: LookEnd,
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        let end = self.end.clone();
        isolate::with_looks(|looks| looks.end(self.place, end, isolate::now_millis()));
    }
}
