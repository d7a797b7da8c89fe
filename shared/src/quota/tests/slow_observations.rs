//! Refreshes that take long, and what is done meanwhile.

use std::time::Duration;

use super::*;
use crate::quota::{KnownUsage, OBSERVATION_IS_DUE_AFTER, Reliance, Validity};

/// What Glance takes with 100,000 images in a project.
const TOOK: Duration = Duration::from_secs(19);

/// A ledger whose last refresh was asked for at [`NOW`] and answered [`TOOK`] later, and the time of that.
fn slow() -> (Ledger, UnixMillis) {
    let mut ledger = Ledger::default();
    let arrives = NOW.after(TOOK);
    let seen = Observation {
        asked_at: Some(NOW),
        ..observation(&mut ledger, (100, 0), (10, 0))
    };
    ledger.observe_usage(&seen, arrives);
    (ledger, arrives)
}

fn ask(size: u64, reliance: Reliance) -> Ask {
    Ask {
        reliance,
        ..Ask::from(stored(size))
    }
}

fn validity(ledger: &Ledger, now: UnixMillis) -> Validity {
    ledger.known_usage(now).unwrap().validity
}

#[test]
fn what_a_slow_refresh_tells_is_as_old_as_its_question() {
    let (ledger, arrives) = slow();
    assert_eq!(ledger.observed_at(), Some(NOW));
    let known = ledger.known_usage(arrives).unwrap();
    let KnownUsage {
        age_ms, took_ms, ..
    } = known;
    assert_eq!((age_ms, took_ms), (19_000, 19_000));
}

#[test]
fn glance_is_asked_for_half_of_the_time_at_most_and_nobody_waits_for_it() {
    let (ledger, arrives) = slow();
    let due = arrives.after(TOOK);
    let before = UnixMillis(due.0 - 1);
    assert!(!ledger.refresh_is_due(before) && !ledger.may_refresh_again(before));
    assert!(ledger.refresh_is_due(due) && ledger.may_refresh_again(due));
    // The refresh that began then has arrived by the time that this one is too old.
    let over = due.after(TOOK);
    assert_eq!(validity(&ledger, UnixMillis(over.0 - 1)), Validity::InForce);
    assert_eq!(validity(&ledger, over), Validity::Old);
}

#[test]
fn a_reservation_may_rest_on_an_old_refresh_while_the_next_is_under_way_and_on_none_that_is_older()
{
    let (mut ledger, arrives) = slow();
    let later = arrives.after(Duration::from_secs(3600));
    let age = ledger.known_usage(later).unwrap().age_ms;
    let end = later.after(Duration::from_secs(60));
    for reliance in [Reliance::InForce, Reliance::KnownWithin(age - 1)] {
        let refused = ledger.reserve(&id("a"), ask(60, reliance), later, end);
        assert_eq!(refused, Err(ReserveError::UsageUnknown));
    }
    let reliance = Reliance::KnownWithin(age);
    assert!(
        ledger
            .reserve(&id("a"), ask(60, reliance), later, end)
            .is_ok()
    );
    // What has passed through counts, however old the refresh is.
    let refused = ledger.reserve(&id("b"), ask(41, reliance), later, end);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    ledger.commit(&id("a"), stored(60), later).unwrap();
    let refused = ledger.reserve(&id("b"), ask(41, reliance), later, end);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    assert!(
        ledger
            .reserve(&id("b"), ask(40, reliance), later, end)
            .is_ok()
    );
}

#[test]
fn for_who_cannot_refresh_whatever_was_known_last_is_the_least_that_there_is() {
    let (mut ledger, arrives) = slow();
    let later = arrives.after(Duration::from_secs(1_000_000));
    let end = later.after(Duration::from_secs(60));
    ledger.mark_stale();
    assert_eq!(validity(&ledger, later), Validity::Unusable);
    let last = Reliance::LastKnown;
    let refused = ledger.reserve(&id("a"), ask(101, last), later, end);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    assert!(ledger.reserve(&id("a"), ask(60, last), later, end).is_ok());
    let refused = ledger.reserve(&id("b"), ask(41, last), later, end);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    // Nothing is not zero.
    let refused = Ledger::default().reserve(&id("a"), ask(1, last), later, end);
    assert_eq!(refused, Err(ReserveError::UsageUnknown));
}

#[test]
fn a_refresh_that_began_before_something_was_marked_does_not_take_the_mark_away() {
    for (mark, expected) in [
        (Ledger::mark_stale as fn(&mut Ledger), Validity::Unusable),
        (Ledger::note_freed, Validity::High),
    ] {
        let mut ledger = ledger((100, 0), (10, 0));
        let under_way = observation(&mut ledger, (100, 0), (10, 0));
        mark(&mut ledger);
        assert_eq!(validity(&ledger, NOW), expected);
        let stored = serde_json::to_string(&ledger).unwrap();
        let mut ledger: Ledger = serde_json::from_str(&stored).unwrap();
        ledger.observe_usage(&under_way, NOW);
        assert_eq!(validity(&ledger, NOW), expected);
        assert!(ledger.wants_observation());
        let later = observation(&mut ledger, (100, 0), (10, 0));
        ledger.observe_usage(&later, NOW);
        assert_eq!(validity(&ledger, NOW), Validity::InForce);
        assert!(!ledger.wants_observation());
    }
}

#[test]
fn where_there_is_less_than_was_seen_reservations_go_on_and_a_refresh_is_due() {
    let mut quick = ledger((100, 60), (10, 1));
    quick.note_freed();
    assert!(quick.reserve(&id("a"), stored(40), NOW, SOON).is_ok());
    assert!(quick.refresh_is_due(NOW));
    // A refresh that takes long rests all the same.
    let (mut slow, arrives) = slow();
    slow.note_freed();
    assert!(!slow.refresh_is_due(arrives.after(OBSERVATION_IS_DUE_AFTER)));
    assert!(slow.refresh_is_due(arrives.after(TOOK)));
}
