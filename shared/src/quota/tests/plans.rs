//! Plans beside the cloud's limits, bytes per day, and how long a refresh holds.

use super::*;
use crate::gateway::Plan;

const DAY: u64 = 24 * 60 * 60 * 1000;

fn over(outcome: Result<Reservation, ReserveError>) -> Vec<(QuotaResource, u64, LimitSource)> {
    match outcome {
        Err(ReserveError::OverLimit { over, .. }) => over
            .into_iter()
            .map(|over| (over.resource, over.limit, over.source))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn upload(size: u64) -> Ask {
    Ask {
        delta: Delta::upload(Bytes(size)),
        purpose: Purpose::of(Operation::Upload, None),
        ..Ask::default()
    }
}

fn sent(size: u64) -> Delta {
    Delta {
        image_size_total: Bytes(size),
        ..Delta::NOTHING
    }
}

#[test]
fn the_lower_one_of_two_limits_holds_and_the_refusal_says_whose_it_is() {
    let mut ledger = ledger((100, 0), (10, 2));
    ledger.set_plan(Plan {
        bytes_stored: Some(Bytes(50)),
        images: Some(20),
        ..Plan::default()
    });
    assert_eq!(
        over(ledger.reserve(&id("a"), upload(51), NOW, SOON)),
        [(QuotaResource::ImageSizeTotal, 50, LimitSource::Plan)]
    );
    let nine = Delta {
        image_count_total: 9,
        ..Delta::NOTHING
    };
    assert_eq!(
        over(ledger.reserve(&id("a"), nine, NOW, SOON)),
        [(QuotaResource::ImageCountTotal, 10, LimitSource::Cloud)]
    );
    assert!(ledger.reserve(&id("a"), upload(50), NOW, SOON).is_ok());
}

#[test]
fn what_the_plan_limits_and_the_cloud_does_not_tell_has_to_be_seen_at_the_images() {
    let mut ledger = Ledger::default();
    ledger.set_plan(Plan {
        images: Some(3),
        ..Plan::default()
    });
    let off = Observation {
        asked: ledger.ticket(),
        ..Observation::default()
    };
    ledger.observe_usage(&off, NOW);
    let create = |ledger: &mut Ledger| ledger.reserve(&id("a"), Delta::create(), NOW, SOON);
    assert_eq!(create(&mut ledger), Err(ReserveError::UsageUnknown));
    assert!(ledger.wants_images(NOW));
    let figure = Figure {
        limit: Limit::Unlimited,
        usage: ObservedUsage::Exactly(2),
    };
    let counted = Observation {
        asked: ledger.ticket(),
        figures: [(Resource::ImageCountTotal, figure)].into(),
        images: Some([].into()),
        ..Observation::default()
    };
    ledger.observe_usage(&counted, NOW);
    assert!(create(&mut ledger).is_ok());
    assert!(!ledger.wants_images(NOW));
}

#[test]
fn bytes_of_a_day_are_charged_when_asked_for_and_corrected_when_known() {
    let mut ledger = ledger((u64::MAX, 0), (10, 0));
    ledger.set_plan(Plan {
        upload_bytes_per_day: Some(Bytes(100)),
        ..Plan::default()
    });
    let today = |ledger: &Ledger| ledger.charged_on_the_day_of(NOW);
    ledger.reserve(&id("a"), upload(60), NOW, SOON).unwrap();
    assert_eq!(today(&ledger), 60);
    assert_eq!(
        over(ledger.reserve(&id("b"), upload(41), NOW, SOON)),
        [(QuotaResource::UploadBytesPerDay, 100, LimitSource::Plan)]
    );
    // What is no upload sends nothing.
    ledger
        .reserve(&id("c"), Delta::create(), NOW, SOON)
        .unwrap();
    ledger.commit(&id("a"), sent(30), NOW).unwrap();
    ledger.commit(&id("a"), sent(30), NOW).unwrap();
    assert_eq!(today(&ledger), 30);
    ledger.reserve(&id("b"), upload(41), NOW, SOON).unwrap();
    ledger.renew(&id("b"), upload(70).delta, NOW, SOON).unwrap();
    assert_eq!(today(&ledger), 100);
    ledger.release(&id("b"), NOW).unwrap();
    ledger.release(&id("b"), NOW).unwrap();
    assert_eq!(today(&ledger), 30);
    // It was stored after all.
    ledger.commit(&id("b"), sent(70), NOW).unwrap();
    assert_eq!(today(&ledger), 100);
}

#[test]
fn what_expires_keeps_its_charge_and_the_day_ends_at_midnight() {
    let mut ledger = ledger((u64::MAX, 0), (10, 0));
    ledger.set_plan(Plan {
        upload_bytes_per_day: Some(Bytes(100)),
        ..Plan::default()
    });
    ledger.reserve(&id("a"), upload(60), NOW, SOON).unwrap();
    ledger.expire(SOON);
    assert_eq!(ledger.charged_on_the_day_of(SOON), 60);
    let before_midnight = UnixMillis(DAY - 1);
    let midnight = UnixMillis(DAY);
    assert_eq!(ledger.charged_on_the_day_of(before_midnight), 60);
    assert_eq!(ledger.charged_on_the_day_of(midnight), 0);
    let fresh = observation(&mut ledger, (u64::MAX, 0), (10, 0));
    ledger.observe_usage(&fresh, before_midnight);
    ledger
        .reserve(&id("b"), upload(40), before_midnight, UnixMillis(DAY + 9))
        .unwrap();
    // What it renews by after midnight counts in the new day, and yesterday is over.
    ledger
        .renew(&id("b"), upload(100).delta, midnight, UnixMillis(DAY + 9))
        .unwrap();
    assert_eq!(ledger.charged_on_the_day_of(midnight), 60);
    ledger.commit(&id("b"), sent(90), midnight).unwrap();
    assert_eq!(ledger.charged_on_the_day_of(midnight), 50);
}

#[test]
fn a_refresh_holds_for_a_while_and_until_it_is_known_to_be_wrong() {
    let mut ledger = ledger((100, 0), (10, 0));
    let old = NOW.after(OBSERVATION_HOLDS_FOR);
    assert!(ledger.is_known(UnixMillis(old.0 - 1)) && !ledger.is_known(old));
    assert_eq!(
        ledger.reserve(&id("a"), Delta::create(), old, LATER),
        Err(ReserveError::UsageUnknown)
    );
    ledger.mark_stale();
    assert!(ledger.wants_observation());
    assert_eq!(
        ledger.reserve(&id("a"), Delta::create(), NOW, SOON),
        Err(ReserveError::UsageUnknown)
    );
    let fresh = observation(&mut ledger, (100, 0), (10, 0));
    ledger.observe_usage(&fresh, old);
    assert!(
        ledger
            .reserve(&id("a"), Delta::create(), old, LATER)
            .is_ok()
    );
    // To keep what is reserved needs no refresh.
    let much_later = UnixMillis(LATER.0 - 1);
    assert!(
        ledger
            .renew(&id("a"), Delta::create(), much_later, LATER)
            .is_ok()
    );
}

#[test]
fn what_is_counted_anyway_tells_what_it_is_over_of() {
    let mut ledger = ledger((100, 90), (10, 0));
    let (_, over) = ledger
        .reserve_anyway(&id("a"), upload(20), NOW, SOON)
        .unwrap();
    assert_eq!(over[0].excess(), 10);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (90, 20));
    let (_, over) = ledger
        .renew_anyway(&id("a"), upload(30).delta, NOW, SOON)
        .unwrap();
    assert_eq!(over[0].excess(), 20);
    let (_, over) = ledger
        .reserve_anyway(&id("a"), upload(20), NOW, SOON)
        .unwrap();
    assert_eq!(over, [], "the call was made before");
}

#[test]
fn no_more_reservations_are_open_than_can_be_stored() {
    let mut ledger = ledger((u64::MAX, 0), (u64::MAX, 0));
    for number in 0..OPEN_AT_MOST {
        let a = ReservationId::new(number.to_string());
        ledger.reserve(&a, Delta::create(), NOW, SOON).unwrap();
    }
    assert_eq!(
        ledger.reserve(&id("one more"), Delta::create(), NOW, SOON),
        Err(ReserveError::TooMany)
    );
}

#[test]
fn a_refusal_says_why_it_may_be_wrong() {
    let doubts = |ledger: &mut Ledger, size| match ledger.reserve(&id("x"), upload(size), NOW, SOON)
    {
        Err(ReserveError::OverLimit { doubts, .. }) => doubts,
        other => panic!("{other:?}"),
    };
    // 20 MiB of Glance are anything below 21 MiB.
    let mut ledger = Ledger::default();
    let usage = r#"{"image_size_total": {"limit": 60, "usage": 20}}"#;
    let observation =
        Observation::from_glance(ledger.ticket(), &serde_json::from_str(usage).unwrap());
    ledger.observe_usage(&observation, NOW);
    assert!(doubts(&mut ledger, 40 << 20).is_rounded);
    assert!(!doubts(&mut ledger, (40 << 20) + 1).any());
    // A reservation that was open when Glance was asked may be inside what it said.
    ledger
        .reserve(&id("a"), upload(30 << 20), NOW, SOON)
        .unwrap();
    assert!(!doubts(&mut ledger, 30 << 20).may_count_twice);
    let usage = r#"{"image_size_total": {"limit": 60, "usage": 50}}"#;
    let observation =
        Observation::from_glance(ledger.ticket(), &serde_json::from_str(usage).unwrap());
    ledger.observe_usage(&observation, NOW);
    let found = doubts(&mut ledger, 10 << 20);
    assert!(found.may_count_twice && found.is_rounded);
    assert!(!doubts(&mut ledger, 11 << 20).any());
}
