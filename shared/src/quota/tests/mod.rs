//! Stories of the ledger. The laws that hold in any order of events are in `tests/ledger.rs`.

mod commits;
mod images;
mod plans;
mod slow_observations;
mod unknown;

use super::*;
use crate::gateway::{LimitSource, OverQuota, QuotaResource, QuotaUnit};
use crate::time::unix_millis::UnixMillis;
use crate::units::Bytes;

const NOW: UnixMillis = UnixMillis(1_000_000);
const SOON: UnixMillis = UnixMillis(1_060_000);
const LATER: UnixMillis = UnixMillis(2_000_000);

fn id(text: &str) -> ReservationId {
    ReservationId::new(text)
}

/// What lasts of an upload of this size.
fn stored(size: u64) -> Delta {
    Delta {
        image_size_total: Bytes(size),
        ..Delta::NOTHING
    }
}

/// What a list of images tells: limits and usage of size and count, to the byte.
fn observation(ledger: &mut Ledger, size: (u64, u64), count: (u64, u64)) -> Observation {
    let figure = |(limit, usage)| Figure {
        limit: Limit::AtMost(limit),
        usage: ObservedUsage::Exactly(usage),
    };
    Observation {
        asked: ledger.ticket(),
        figures: [
            (Resource::ImageSizeTotal, figure(size)),
            (Resource::ImageCountTotal, figure(count)),
        ]
        .into(),
        ..Observation::default()
    }
}

fn ledger(size: (u64, u64), count: (u64, u64)) -> Ledger {
    let mut ledger = Ledger::default();
    let first = observation(&mut ledger, size, count);
    assert_eq!(ledger.observe_usage(&first, NOW), Observed::Applied);
    ledger
}

fn counted(ledger: &Ledger, resource: Resource) -> (u64, u64) {
    let state = ledger.state(resource);
    (state.usage.0, state.reserved)
}

#[test]
fn nothing_is_reserved_before_the_usage_is_known() {
    let mut ledger = Ledger::default();
    assert!(ledger.wants_observation());
    let refused = ledger.reserve(&id("a"), Delta::create(), NOW, SOON);
    assert_eq!(refused, Err(ReserveError::UsageUnknown));
}

#[test]
fn what_is_left_is_reserved_up_to_the_limit_and_not_a_byte_more() {
    let mut ledger = ledger((100, 40), (10, 0));
    assert!(
        ledger
            .reserve(&id("a"), Delta::upload(Bytes(35)), NOW, SOON)
            .is_ok()
    );
    let Err(ReserveError::OverLimit { over, .. }) =
        ledger.reserve(&id("b"), Delta::upload(Bytes(26)), NOW, SOON)
    else {
        panic!("26 bytes of 25 were reserved");
    };
    assert_eq!(
        over,
        [OverQuota {
            resource: QuotaResource::ImageSizeTotal,
            unit: QuotaUnit::Bytes,
            limit: 100,
            usage: 40,
            reserved: 35,
            asked: 26,
            source: LimitSource::Cloud,
        }]
    );
    assert!(
        ledger
            .reserve(&id("b"), Delta::upload(Bytes(25)), NOW, SOON)
            .is_ok()
    );
}

#[test]
fn one_resource_that_is_full_refuses_all_and_every_one_is_told() {
    let mut ledger = ledger((100, 0), (1, 1));
    let delta = Delta {
        image_size_total: Bytes(101),
        ..Delta::create()
    };
    let Err(ReserveError::OverLimit { over, .. }) = ledger.reserve(&id("a"), delta, NOW, SOON)
    else {
        panic!("it was reserved");
    };
    let resources: Vec<_> = over.iter().map(|over| &over.resource).collect();
    assert_eq!(
        resources,
        [
            &QuotaResource::ImageSizeTotal,
            &QuotaResource::ImageCountTotal
        ]
    );
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 0));
}

#[test]
fn a_call_made_again_gets_the_same_answer_and_counts_once() {
    let mut ledger = ledger((100, 0), (10, 0));
    let (a, delta) = (id("a"), Delta::upload(Bytes(60)));
    let first = ledger.reserve(&a, delta, NOW, SOON);
    assert_eq!(ledger.reserve(&a, delta, NOW, LATER), first);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
    assert_eq!(
        ledger.reserve(&a, Delta::upload(Bytes(1)), NOW, SOON),
        Err(ReserveError::DifferentAmounts(a.clone()))
    );
    let actual = stored(60);
    let committed = ledger.commit(&a, actual, NOW);
    assert_eq!(ledger.commit(&a, actual, NOW), committed);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert_eq!(
        ledger.release(&a, NOW),
        Err(SettleError::AlreadyCommitted(a.clone()))
    );
    // Also when Glance counts it by now.
    let seen = observation(&mut ledger, (100, 60), (10, 1));
    ledger.observe_usage(&seen, NOW);
    assert_eq!(ledger.commit(&a, actual, NOW), committed);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
}

#[test]
fn a_release_made_again_frees_once() {
    let mut ledger = ledger((100, 0), (10, 0));
    let a = id("a");
    ledger
        .reserve(&a, Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    let released = ledger.release(&a, NOW).unwrap();
    assert_eq!(released.state, ReservationState::Released);
    assert_eq!(ledger.release(&a, NOW), Ok(released));
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 0));
    assert_eq!(
        ledger.release(&id("b"), NOW),
        Err(SettleError::Unknown(id("b")))
    );
}

#[test]
fn the_later_of_two_refreshes_without_an_event_between_them_stays_in_force() {
    let mut ledger = ledger((100, 0), (10, 0));
    let older = observation(&mut ledger, (100, 10), (10, 1));
    let newer = observation(&mut ledger, (100, 90), (10, 2));
    assert_eq!(ledger.observe_usage(&newer, NOW), Observed::Applied);
    assert_eq!(ledger.observe_usage(&older, NOW), Observed::Stale);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (90, 0));
}

#[test]
fn an_upload_that_the_observer_has_seen_counts_once_while_it_is_held() {
    let mut ledger = ledger((100, 0), (10, 0));
    ledger
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    let mut early = observation(&mut ledger, (100, 60), (10, 1));
    ledger.observe_usage(&early, NOW);
    assert_eq!(
        counted(&ledger, Resource::ImageSizeTotal),
        (60, 60),
        "nobody says what it is"
    );
    let whole = stored(60);
    early.seen = [(id("a"), whole)].into();
    ledger.observe_usage(&early, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    ledger.commit(&id("a"), whole, NOW).unwrap();
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
}

#[test]
fn what_expires_counts_until_glance_was_asked_again() {
    let mut ledger = ledger((100, 0), (10, 0));
    ledger
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    assert_eq!(ledger.next_expiry(), Some(SOON));
    assert_eq!(ledger.expire(UnixMillis(SOON.0 - 1)), []);
    let early = observation(&mut ledger, (100, 0), (10, 1));
    assert_eq!(ledger.expire(SOON), [id("a")]);
    assert_eq!(ledger.next_expiry(), None);
    ledger.observe_usage(&early, SOON);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
    let late = observation(&mut ledger, (100, 0), (10, 1));
    ledger.observe_usage(&late, SOON);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 0));
    assert_eq!(
        ledger.get(&id("a")).unwrap().state,
        ReservationState::Expired
    );
}

#[test]
fn a_refresh_is_due_before_reservations_have_to_wait_for_it() {
    let ledger = ledger((100, 0), (10, 0));
    let due = NOW.after(OBSERVATION_IS_DUE_AFTER);
    assert!(!ledger.refresh_is_due(UnixMillis(due.0 - 1)));
    assert!(ledger.refresh_is_due(due) && ledger.is_known(due));
    let too_late = NOW.after(OBSERVATION_HOLDS_FOR);
    assert!(!ledger.refresh_is_due(too_late) && !ledger.is_known(too_late));
    assert!(!Ledger::default().refresh_is_due(due));
}

#[test]
fn an_upload_of_unknown_length_renews_up_to_the_limit() {
    let mut ledger = ledger((100, 0), (10, 0));
    let a = id("a");
    ledger
        .reserve(&a, Delta::upload(Bytes(40)), NOW, SOON)
        .unwrap();
    ledger
        .renew(&a, Delta::upload(Bytes(80)), NOW, LATER)
        .unwrap();
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 80));
    // A renewal that comes late lowers nothing and ends nothing early.
    let late = ledger
        .renew(&a, Delta::upload(Bytes(40)), NOW, SOON)
        .unwrap();
    assert_eq!(late.delta, Delta::upload(Bytes(80)));
    assert_eq!(late.state, ReservationState::Held { expires_at: LATER });
    assert!(matches!(
        ledger.renew(&a, Delta::upload(Bytes(120)), NOW, LATER),
        Err(ReserveError::OverLimit { over, .. }) if over[0].asked == 40 && over[0].excess() == 20
    ));
    // The first call, made again, is still the first call.
    assert!(
        ledger
            .reserve(&a, Delta::upload(Bytes(40)), NOW, SOON)
            .is_ok()
    );
    ledger.release(&a, NOW).unwrap();
    assert_eq!(
        ledger.renew(&a, Delta::upload(Bytes(120)), NOW, LATER),
        Err(ReserveError::NotHeld(a))
    );
}

#[test]
fn quotas_that_are_off_and_unlimited_ones_refuse_nothing() {
    let mut ledger = Ledger::default();
    let off = Observation {
        asked: ledger.ticket(),
        ..Observation::default()
    };
    ledger.observe_usage(&off, NOW);
    let all = Delta::upload(Bytes(u64::MAX)).and(&Delta::create());
    assert!(ledger.reserve(&id("a"), all, NOW, SOON).is_ok());
    assert_eq!(ledger.state(Resource::ImageSizeTotal).limit, None);
    let glance = serde_json::from_str(r#"{"image_size_total": {"limit": -1, "usage": 7}}"#);
    let unlimited = Observation::from_glance(ledger.ticket(), &glance.unwrap());
    ledger.observe_usage(&unlimited, NOW);
    assert!(ledger.reserve(&id("b"), all, NOW, SOON).is_ok());
    assert_eq!(
        ledger.state(Resource::ImageSizeTotal).limit,
        Some(Limit::Unlimited)
    );
}

#[test]
fn a_stored_ledger_goes_on_as_if_nothing_had_happened() {
    let mut ledger = ledger((100, 0), (10, 0));
    for name in [
        "held",
        "committed",
        "released",
        "also released",
        "came after all",
    ] {
        ledger
            .reserve(&id(name), Delta::upload(Bytes(20)), NOW, SOON)
            .unwrap();
    }
    ledger
        .commit(&id("committed"), Delta::upload(Bytes(20)), NOW)
        .unwrap();
    for name in ["released", "also released", "came after all"] {
        ledger.release(&id(name), NOW).unwrap();
    }
    ledger
        .commit(&id("came after all"), Delta::upload(Bytes(20)), NOW)
        .unwrap();
    let stored = serde_json::to_string(&ledger).unwrap();
    assert_eq!(serde_json::from_str::<Ledger>(&stored).unwrap(), ledger);
    let newer = stored.replacen("\"version\":3", "\"version\":4", 1);
    let refused = serde_json::from_str::<Ledger>(&newer).unwrap_err();
    assert!(
        refused.to_string().contains("stored in form 4"),
        "{refused}"
    );
}

#[test]
fn what_ended_is_forgotten_in_time_and_in_number() {
    let mut ledger = ledger((u64::MAX, 0), (u64::MAX, 0));
    let last = REMEMBERED_AT_MOST as u64 + 4;
    for number in 0..=last {
        let a = ReservationId::new(format!("{number}"));
        let now = UnixMillis(NOW.0 + number / 2);
        ledger.reserve(&a, Delta::create(), now, LATER).unwrap();
        ledger.release(&a, now).unwrap();
    }
    assert_eq!(ledger.get(&id("4")), None);
    assert!(ledger.get(&id("5")).is_some());
    ledger.expire(UnixMillis(NOW.0 + last / 2).after(REMEMBERED_FOR));
    assert_eq!(ledger.get(&id(&last.to_string())), None);
}

#[test]
fn what_is_stored_keeps_the_names_that_it_was_stored_by() {
    let mut ledger = ledger((100, 0), (10, 0));
    let purpose = Purpose::of(Operation::OwnerChange, None);
    let ask = Ask {
        purpose,
        ..Ask::from(Delta::create())
    };
    ledger.reserve(&id("a"), ask, NOW, SOON).unwrap();
    let stored = serde_json::to_value(&ledger).unwrap();
    assert_eq!(stored["open"]["a"]["purpose"]["operation"], "transfer");
    assert_eq!(stored["base"]["looked_at"], "usage");
}
