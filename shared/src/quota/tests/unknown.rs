//! Sizes that nobody tells, and data that Glance keeps and does not count.

use super::*;
use crate::glance::image::ImageId;

fn image(number: u32) -> ImageId {
    format!("00000000-0000-4000-8000-{number:012}")
        .parse()
        .unwrap()
}

/// An import of a size that nobody tells.
fn import(number: u32) -> Ask {
    Ask {
        delta: Delta::import(Bytes(1), 1),
        purpose: Purpose::of(Operation::Import, Some(image(number))),
        sizes: Sizes::Unknown,
        ..Ask::default()
    }
}

fn size(ledger: &Ledger) -> (u64, u64) {
    counted(ledger, Resource::ImageSizeTotal)
}

#[test]
fn what_nobody_knows_the_size_of_takes_all_that_is_left() {
    let mut ledger = ledger((100, 40), (10, 1));
    ledger.reserve(&id("a"), import(1), NOW, SOON).unwrap();
    assert_eq!(size(&ledger), (40, 60));
    // The same call again is the same reservation.
    assert!(ledger.reserve(&id("a"), import(1), NOW, SOON).is_ok());
    assert_eq!(size(&ledger), (40, 60));
    for (name, ask) in [("b", import(2)), ("c", Ask::from(Delta::upload(Bytes(1))))] {
        let refused = ledger.reserve(&id(name), ask, NOW, SOON);
        assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    }
    assert!(ledger.reserve(&id("d"), Delta::create(), NOW, SOON).is_ok());
    ledger.release(&id("a"), NOW).unwrap();
    assert_eq!(size(&ledger), (40, 0));
}

#[test]
fn what_nobody_knows_the_size_of_is_refused_where_nothing_is_left() {
    let mut ledger = ledger((100, 100), (10, 1));
    let refused = ledger.reserve(&id("a"), import(1), NOW, SOON);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
}

#[test]
fn where_nobody_limits_it_an_unknown_size_takes_nothing_from_others() {
    let mut ledger = Ledger::default();
    let mut first = observation(&mut ledger, (0, 0), (10, 0));
    first.figures.remove(&Resource::ImageSizeTotal);
    ledger.observe_usage(&first, NOW);
    ledger.reserve(&id("a"), import(1), NOW, SOON).unwrap();
    ledger.reserve(&id("b"), import(2), NOW, SOON).unwrap();
    assert_eq!(size(&ledger), (0, 2));
}

#[test]
fn the_image_tells_in_the_end_how_much_it_was() {
    let mut ledger = ledger((100, 40), (10, 1));
    ledger.reserve(&id("a"), import(1), NOW, SOON).unwrap();
    ledger.accept(&id("a"), NOW, SOON).unwrap();
    assert!(ledger.waits_for_sizes());
    let before = observation(&mut ledger, (100, 40), (10, 1));
    let complete = SeenImage {
        progress: Progress::Complete,
        stored: Bytes(7),
        staged: Bytes::ZERO,
    };
    let after = Observation {
        images: Some([(image(1), complete)].into()),
        ..observation(&mut ledger, (100, 47), (10, 1))
    };
    ledger.observe_usage(&after, NOW);
    assert!(!ledger.waits_for_sizes());
    assert_eq!(size(&ledger), (47, 0));
    assert_eq!(ledger.observe_usage(&before, NOW), Observed::Stale);
}

/// A refresh that tells which images keep refused data.
fn observation_of_rejected(ledger: &mut Ledger, stored: u64, images: &[u32]) -> Observation {
    Observation {
        rejected: Some(images.iter().map(|number| image(*number)).collect()),
        ..observation(ledger, (100, stored), (10, 1))
    }
}

fn upload(number: u32, bytes: u64) -> Ask {
    Ask {
        delta: Delta::upload(Bytes(bytes)),
        purpose: Purpose::of(Operation::Upload, Some(image(number))),
        ..Ask::default()
    }
}

#[test]
fn refused_data_counts_until_its_image_is_gone() {
    let mut ledger = ledger((100, 0), (10, 1));
    ledger.reserve(&id("a"), upload(1, 60), NOW, SOON).unwrap();
    let crossing = observation_of_rejected(&mut ledger, 0, &[]);
    ledger.reject(&id("a"), &image(1), stored(60), NOW).unwrap();
    assert_eq!(size(&ledger), (60, 0));
    // A refresh that was asked for before it was refused does not tell that it is gone.
    ledger.observe_usage(&crossing, NOW);
    assert_eq!(size(&ledger), (60, 0));
    let refused = ledger.reserve(&id("b"), upload(2, 41), NOW, SOON);
    assert!(matches!(refused, Err(ReserveError::OverLimit { .. })));
    // Nor does one that did not look for it.
    let blind = observation(&mut ledger, (100, 0), (10, 1));
    ledger.observe_usage(&blind, NOW);
    assert_eq!(size(&ledger), (60, 0));
    let text = serde_json::to_string(&ledger).unwrap();
    assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger);
    for (images, counts) in [(&[1][..], (60, 0)), (&[], (0, 0))] {
        let seen = observation_of_rejected(&mut ledger, 0, images);
        ledger.observe_usage(&seen, NOW);
        assert_eq!(size(&ledger), counts, "{images:?}");
    }
    assert!(!ledger.wants_rejected(NOW));
}

#[test]
fn an_upload_whose_refusal_was_lost_counts_as_what_it_sent() {
    let mut ledger = ledger((100, 0), (10, 1));
    ledger.reserve(&id("a"), upload(1, 60), NOW, SOON).unwrap();
    ledger.expire(SOON);
    let empty = SeenImage {
        progress: Progress::Empty,
        stored: Bytes::ZERO,
        staged: Bytes::ZERO,
    };
    let seen = Observation {
        images: Some([(image(1), empty)].into()),
        ..observation_of_rejected(&mut ledger, 0, &[1])
    };
    ledger.observe_usage(&seen, SOON);
    assert_eq!(size(&ledger), (60, 0));
    assert_eq!(ledger.rejected_of_unknown_size().next(), None);
}

#[test]
fn refused_data_of_unknown_size_stops_what_stores_more_until_it_is_gone() {
    let mut ledger = ledger((100, 0), (10, 1));
    let seen = observation_of_rejected(&mut ledger, 0, &[1]);
    ledger.observe_usage(&seen, NOW);
    let stopped = Err(ReserveError::RejectedOfUnknownSize);
    assert_eq!(ledger.reserve(&id("a"), upload(2, 1), NOW, SOON), stopped);
    assert!(ledger.reserve(&id("b"), Delta::create(), NOW, SOON).is_ok());
    let (_, over) = ledger
        .reserve_anyway(&id("c"), upload(3, 1), NOW, SOON)
        .unwrap();
    assert_eq!(over, []);
    let gone = observation_of_rejected(&mut ledger, 0, &[]);
    ledger.observe_usage(&gone, NOW);
    assert!(ledger.reserve(&id("a"), upload(2, 1), NOW, SOON).is_ok());
}
