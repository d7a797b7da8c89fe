//! What counts of a reservation that was committed.

use super::*;

#[test]
fn what_was_committed_counts_until_a_refresh_that_was_asked_for_later() {
    let mut ledger = ledger((100, 0), (10, 0));
    ledger
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    // Glance is asked before the upload ends and answers without it.
    let before = observation(&mut ledger, (100, 0), (10, 1));
    let actual = stored(60);
    ledger.commit(&id("a"), actual, NOW).unwrap();
    assert_eq!(ledger.observe_usage(&before, NOW), Observed::Applied);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert!(ledger.wants_observation());
    // A refresh that was asked for after the commit has it, and it counts once.
    let after = observation(&mut ledger, (100, 60), (10, 1));
    ledger.observe_usage(&after, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert!(!ledger.wants_observation());
    // The older answer comes once more, late: it would hide the upload.
    assert_eq!(ledger.observe_usage(&before, NOW), Observed::Stale);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
}

#[test]
fn a_commit_after_the_end_counts_because_the_bytes_are_there() {
    let actual = stored(60);
    let mut expired = ledger((100, 0), (10, 0));
    expired
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    expired.commit(&id("a"), actual, LATER).unwrap();
    assert_eq!(counted(&expired, Resource::ImageSizeTotal), (60, 0));
    let mut released = ledger((100, 0), (10, 0));
    released
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    released.release(&id("a"), NOW).unwrap();
    released.commit(&id("a"), actual, NOW).unwrap();
    assert_eq!(counted(&released, Resource::ImageSizeTotal), (60, 0));
}

#[test]
fn after_a_commit_that_the_ledger_has_forgotten_nothing_is_reserved_before_a_refresh() {
    let mut ledger = ledger((100, 0), (10, 0));
    assert_eq!(
        ledger.commit(&id("forgotten"), Delta::upload(Bytes(60)), NOW),
        Err(SettleError::Unknown(id("forgotten")))
    );
    assert_eq!(
        ledger.reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON),
        Err(ReserveError::UsageUnknown)
    );
    let seen = observation(&mut ledger, (100, 60), (10, 0));
    ledger.observe_usage(&seen, NOW);
    assert!(matches!(
        ledger.reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON),
        Err(ReserveError::OverLimit { .. })
    ));
}

#[test]
fn a_commit_tells_the_true_size_also_when_it_is_larger() {
    let mut ledger = ledger((100, 0), (10, 0));
    ledger
        .reserve(&id("a"), Delta::upload(Bytes(10)), NOW, SOON)
        .unwrap();
    let actual = stored(130);
    ledger.commit(&id("a"), actual, NOW).unwrap();
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (130, 0));
    assert_eq!(counted(&ledger, Resource::ImageCountUploading), (0, 0));
}

#[test]
fn however_many_are_committed_between_two_refreshes_all_count_and_the_ledger_stays_small() {
    let mut ledger = ledger((u64::MAX, 0), (u64::MAX, 0));
    let commit = |ledger: &mut Ledger, numbers: std::ops::Range<usize>| {
        for number in numbers {
            let a = id(&format!("{number:05}"));
            ledger.reserve(&a, Delta::create(), NOW, SOON).unwrap();
            ledger.commit(&a, Delta::create(), NOW).unwrap();
        }
    };
    let length = |ledger: &Ledger| serde_json::to_string(ledger).unwrap().len();
    commit(&mut ledger, 0..REMEMBERED_AT_MOST);
    let small = length(&ledger);
    commit(&mut ledger, REMEMBERED_AT_MOST..OPEN_AT_MOST + 1);
    let all = OPEN_AT_MOST as u64 + 1;
    assert_eq!(counted(&ledger, Resource::ImageCountTotal), (all, 0));
    assert!(length(&ledger) < small + 100);
    // One more while Glance is asked: it may be in the answer, and counts beside it.
    let mut seen = observation(&mut ledger, (u64::MAX, 0), (u64::MAX, all));
    commit(&mut ledger, OPEN_AT_MOST + 1..OPEN_AT_MOST + 2);
    ledger.observe_usage(&seen, NOW);
    assert_eq!(counted(&ledger, Resource::ImageCountTotal), (all + 1, 0));
    assert!(ledger.wants_observation());
    seen = observation(&mut ledger, (u64::MAX, 0), (u64::MAX, all + 1));
    ledger.observe_usage(&seen, NOW);
    assert_eq!(counted(&ledger, Resource::ImageCountTotal), (all + 1, 0));
    assert!(!ledger.wants_observation());
}

#[test]
fn a_refusal_says_when_a_commit_may_be_counted_twice() {
    let mut ledger = ledger((100, 0), (10, 0));
    ledger
        .reserve(&id("a"), Delta::upload(Bytes(60)), NOW, SOON)
        .unwrap();
    let mut crossing = observation(&mut ledger, (100, 60), (10, 1));
    let actual = stored(60);
    ledger.commit(&id("a"), actual, NOW).unwrap();
    ledger.observe_usage(&crossing, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (120, 0));
    let refused = ledger.reserve(&id("b"), Delta::upload(Bytes(40)), NOW, SOON);
    assert!(
        matches!(&refused, Err(ReserveError::OverLimit { doubts, .. }) if doubts.may_count_twice),
        "{refused:?}"
    );
    crossing.asked = ledger.ticket();
    ledger.observe_usage(&crossing, NOW);
    assert!(
        ledger
            .reserve(&id("b"), Delta::upload(Bytes(40)), NOW, SOON)
            .is_ok()
    );
}

/// As form 1 was written, which kept what was committed among the open ones.
const FORM_1: &str = r#"{"version":1,"events":4,
    "base":{"asked":2,"at":1000000,"is_wrong":false,"figures":
        {"image_size_total":{"limit":{"at_most":100},"usage":20,"rounded_by":0}}},
    "plan":{},"day":{"number":0,"charged":0},"images_seen_at":null,"open":{
    "held":{"asked":{"image_size_total":5,"image_count_uploading":1},
        "delta":{"image_size_total":5,"image_count_uploading":1},"may_be_inside":true,
        "purpose":{"operation":"create"},"state":{"held":{"expires_at":1060000}}},
    "new":{"asked":{"image_size_total":7,"image_count_uploading":1},
        "delta":{"image_size_total":7,"image_count_uploading":1},
        "purpose":{"operation":"create"},"state":{"committed":{"actual":{"image_size_total":7},"at":4}}},
    "seen":{"asked":{"image_size_total":30,"image_count_uploading":1},
        "delta":{"image_size_total":30,"image_count_uploading":1},"in_base":{"image_size_total":10},
        "purpose":{"operation":"create"},"state":{"committed":{"actual":{"image_size_total":30},"at":3}}}
    },"settled":{}}"#;

#[test]
fn a_ledger_that_was_stored_in_form_1_counts_the_same() {
    let mut ledger: Ledger = serde_json::from_str(FORM_1).unwrap();
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (47, 5));
    assert!(ledger.wants_observation());
    let seen = observation(&mut ledger, (100, 47), (10, 0));
    ledger.observe_usage(&seen, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (47, 5));
    assert!(!ledger.wants_observation());
}
