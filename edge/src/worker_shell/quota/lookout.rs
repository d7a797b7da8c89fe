//! Looks at Glance that the requests of an isolate share: one looks at a time, and the others see what it saw.

use std::time::Duration;

use gaze_shared::quota::{Doubts, Ticket};
use worker::{Context, Delay};

use super::super::isolate;
use super::ledger::ProjectLedger;
use super::look::{self, Onlooker, OwnedOnlooker};
use crate::core::problem::Problem;
use crate::core::quota::call::LookAt;
use crate::core::quota::{Asked, Next, next};

/// The pause between two glances at who else is looking.
const BETWEEN_GLANCES: Duration = Duration::from_millis(25);

/// Looks at Glance, or waits for somebody of this isolate who does.
///
/// # Errors
/// Glance or the ledger does not answer.
pub(super) async fn look(
    ledger: &ProjectLedger,
    onlooker: &Onlooker<'_>,
    at: LookAt,
    asked: Asked,
) -> Result<(), Problem> {
    let place = ledger.name();
    let mut has_waited = false;
    while !begin(place) {
        Delay::from(BETWEEN_GLANCES).await;
        has_waited = true;
    }
    let mut mark = Mark { place, seen: None };
    // Somebody else has looked meanwhile, later than this request came: what they saw does.
    if has_waited && covers(last(ledger), at, asked) {
        return Ok(());
    }
    mark.seen = Some(look::once(ledger, onlooker, Some(at)).await?);
    Ok(())
}

/// Looks at Glance beside a request, before the last look is so old that everybody has to wait for the
/// next one. Somebody of this isolate who is at it already does.
pub(super) fn look_ahead(context: &Context, ledger: &ProjectLedger, onlooker: &Onlooker<'_>) {
    if !begin(ledger.name()) {
        return;
    }
    let (ledger, onlooker) = (ledger.clone(), OwnedOnlooker::from(onlooker));
    context.wait_until(async move {
        let place = ledger.name();
        let mut mark = Mark { place, seen: None };
        // One that fails is made again by the next request, or by the first that cannot do without.
        mark.seen = look::once(&ledger, &onlooker.borrow(), None).await.ok();
    });
}

/// The last look of this isolate at the project of a ledger.
pub(super) fn last(ledger: &ProjectLedger) -> Option<(Ticket, LookAt)> {
    isolate::with_looks(|looks| looks.last(ledger.name(), isolate::now_millis()))
}

/// Whether nobody else looks.
fn begin(place: &str) -> bool {
    isolate::with_looks(|looks| looks.begin(place, isolate::now_millis()))
}

/// Says at its end that nobody looks any more, also when the request breaks off.
struct Mark<'a> {
    place: &'a str,
    seen: Option<(Ticket, LookAt)>,
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        isolate::with_looks(|looks| looks.end(self.place, self.seen, isolate::now_millis()));
    }
}

/// Whether a look that others have made tells what one would look for.
fn covers(last: Option<(Ticket, LookAt)>, at: LookAt, asked: Asked) -> bool {
    let doubts = Doubts::default();
    next(asked, last, at, doubts) == Next::Refuse
        && (at == LookAt::Usage || last.is_some_and(|(_, seen)| seen == LookAt::Images))
}
