//! What a refresh from the images makes of open operations.

use super::*;
use crate::glance::image::ImageId;

const IMAGE: &str = "11111111-2222-3333-4444-555555555555";

fn image_id() -> ImageId {
    IMAGE.parse().unwrap()
}

fn ask(operation: Operation, delta: Delta) -> Ask {
    Ask {
        delta,
        purpose: Purpose::of(operation, Some(image_id())),
        ..Ask::default()
    }
}

fn seen(progress: Progress, stored: u64, staged: u64) -> Option<SeenImage> {
    Some(SeenImage {
        progress,
        stored: Bytes(stored),
        staged: Bytes(staged),
    })
}

/// A refresh from the images, with what it has found at the one that matters; `None` when that is gone.
fn observation_of_images(ledger: &mut Ledger, size: u64, image: Option<SeenImage>) -> Observation {
    let image = image.unwrap_or(SeenImage::GONE);
    Observation {
        images: Some([(image_id(), image)].into()),
        ..observation(ledger, (100, size), (10, 1))
    }
}

fn state(ledger: &Ledger) -> ReservationState {
    ledger.get(&id("a")).unwrap().state
}

/// A ledger with an import of 60 bytes that Glance has accepted.
fn importing(operation: Operation) -> Ledger {
    let mut ledger = ledger((100, 0), (10, 1));
    let import = ask(operation, Delta::import(Bytes(60), 1));
    ledger.reserve(&id("a"), import, NOW, SOON).unwrap();
    ledger.accept(&id("a"), NOW, SOON).unwrap();
    ledger
}

#[test]
fn an_import_is_kept_while_glance_is_at_it_and_ends_as_its_image_does() {
    for (image, size, expected, counts) in [
        (
            seen(Progress::Complete, 60, 0),
            60,
            ReservationState::Committed {
                actual: Delta::import(Bytes(60), 1),
            },
            (60, 0),
        ),
        (
            seen(Progress::Empty, 0, 0),
            0,
            ReservationState::Released,
            (0, 0),
        ),
        (
            seen(Progress::Staged, 0, 60),
            0,
            ReservationState::Released,
            (0, 0),
        ),
        (None, 0, ReservationState::Released, (0, 0)),
    ] {
        let mut ledger = importing(Operation::Import);
        let before = SOON.0 - 1;
        let moving = observation_of_images(&mut ledger, 0, seen(Progress::Moving, 0, 0));
        ledger.observe_usage(&moving, UnixMillis(before));
        assert!(matches!(
            state(&ledger),
            ReservationState::Held { expires_at } if expires_at > SOON
        ));
        assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
        let done = observation_of_images(&mut ledger, size, image);
        ledger.observe_usage(&done, UnixMillis(before));
        assert_eq!(state(&ledger), expected, "{image:?}");
        assert_eq!(counted(&ledger, Resource::ImageSizeTotal), counts);
        assert_eq!(counted(&ledger, Resource::ImageCountUploading), (0, 0));
    }
}

#[test]
fn a_refresh_that_began_before_glance_accepted_an_import_does_not_end_it() {
    let mut ledger = ledger((100, 0), (10, 1));
    let early = observation_of_images(&mut ledger, 0, seen(Progress::Empty, 0, 0));
    let import = ask(Operation::Import, Delta::import(Bytes(60), 1));
    ledger.reserve(&id("a"), import, NOW, SOON).unwrap();
    ledger.accept(&id("a"), NOW, SOON).unwrap();
    ledger.observe_usage(&early, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
}

#[test]
fn an_import_that_nobody_watches_counts_until_the_images_were_read() {
    // Its worker was killed before it could say that Glance had accepted it.
    let mut ledger = ledger((100, 0), (10, 1));
    let import = ask(Operation::Import, Delta::import(Bytes(60), 1));
    ledger.reserve(&id("a"), import, NOW, SOON).unwrap();
    ledger.expire(SOON);
    let by_usage = observation(&mut ledger, (100, 0), (10, 1));
    ledger.observe_usage(&by_usage, SOON);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
    assert!(ledger.wants_images(SOON));
    let moving = observation_of_images(&mut ledger, 0, seen(Progress::Moving, 0, 0));
    ledger.observe_usage(&moving, SOON);
    assert!(matches!(state(&ledger), ReservationState::Held { .. }));
    assert!(!ledger.wants_images(SOON));
    let done = observation_of_images(&mut ledger, 60, seen(Progress::Complete, 60, 0));
    ledger.observe_usage(&done, SOON);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
}

#[test]
fn an_upload_that_its_image_shows_counts_once() {
    let mut ledger = ledger((100, 0), (10, 1));
    let upload = ask(Operation::Upload, Delta::upload(Bytes(60)));
    ledger.reserve(&id("a"), upload, NOW, SOON).unwrap();
    let saving = observation_of_images(&mut ledger, 0, seen(Progress::Moving, 0, 0));
    ledger.observe_usage(&saving, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
    let landed = observation_of_images(&mut ledger, 60, seen(Progress::Complete, 60, 0));
    ledger.observe_usage(&landed, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert!(matches!(state(&ledger), ReservationState::Held { .. }));
}

#[test]
fn of_an_upload_that_began_during_a_refresh_nobody_knows_whether_the_refresh_has_it() {
    let mut ledger = ledger((100, 0), (10, 1));
    let slow = Observation {
        images: Some([].into()),
        ..observation(&mut ledger, (100, 60), (10, 1))
    };
    let upload = ask(Operation::Upload, Delta::upload(Bytes(60)));
    ledger.reserve(&id("a"), upload, NOW, SOON).unwrap();
    ledger.observe_usage(&slow, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 60));
    let refused = ledger.reserve(&id("b"), stored(40), NOW, SOON);
    assert!(
        matches!(&refused, Err(ReserveError::OverLimit { doubts, .. }) if doubts.may_count_twice),
        "{refused:?}"
    );
}

#[test]
fn of_a_copy_the_image_does_not_tell_what_is_new() {
    let mut ledger = importing(Operation::Copy);
    // 40 bytes were there before, of 60 that the copy adds nobody knows how many.
    let copying = observation_of_images(&mut ledger, 40, seen(Progress::Moving, 40, 0));
    ledger.observe_usage(&copying, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (40, 60));
    let done = observation_of_images(&mut ledger, 100, seen(Progress::Complete, 100, 0));
    ledger.observe_usage(&done, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (100, 0));
}

#[test]
fn a_refresh_that_was_under_way_when_another_ended_an_import_does_not_take_its_bytes_away() {
    let mut ledger = importing(Operation::Import);
    let first = observation_of_images(&mut ledger, 60, seen(Progress::Complete, 60, 0));
    // Asked for later and answered sooner: Glance had not stored the data yet.
    let second = observation(&mut ledger, (100, 0), (10, 1));
    ledger.observe_usage(&first, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert!(!ledger.wants_observation());
    ledger.observe_usage(&second, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert_eq!(counted(&ledger, Resource::ImageCountUploading), (0, 0));
    assert!(ledger.wants_observation());
    let third = observation(&mut ledger, (100, 60), (10, 1));
    ledger.observe_usage(&third, NOW);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    assert!(!ledger.wants_observation());
}

#[test]
fn an_upload_whose_answer_was_lost_counts_while_glance_stores_it() {
    let upload = || {
        let mut ledger = ledger((100, 0), (10, 1));
        let upload = ask(Operation::Upload, Delta::upload(Bytes(60)));
        ledger.reserve(&id("a"), upload, NOW, SOON).unwrap();
        ledger.expire(SOON);
        assert!(ledger.wants_images(SOON));
        let saving = observation_of_images(&mut ledger, 0, seen(Progress::Moving, 0, 0));
        ledger.observe_usage(&saving, SOON);
        assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 60));
        assert!(ledger.wants_images(SOON));
        ledger
    };
    let mut ledger = upload();
    let done = observation_of_images(&mut ledger, 60, seen(Progress::Complete, 60, 0));
    // Asked for later and answered sooner.
    let saving = observation(&mut ledger, (100, 0), (10, 1));
    ledger.observe_usage(&done, LATER);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));
    ledger.observe_usage(&saving, LATER);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (60, 0));

    let mut ledger = upload();
    let empty = observation_of_images(&mut ledger, 0, seen(Progress::Empty, 0, 0));
    ledger.observe_usage(&empty, LATER);
    assert_eq!(counted(&ledger, Resource::ImageSizeTotal), (0, 0));
}

#[test]
fn what_no_refresh_can_tell_of_is_doubted_for_an_hour() {
    let over = UnixMillis(SOON.0 + 3_600_000);
    for (operation, progress) in [
        // Glance has lost it, and its image stays as it is.
        (Operation::Upload, Some(Progress::Moving)),
        // The project has more images than a refresh can list.
        (Operation::Upload, None),
        (Operation::Import, None),
    ] {
        let mut ledger = ledger((100, 0), (10, 1));
        let asked = ask(operation, Delta::upload(Bytes(60)));
        ledger.reserve(&id("a"), asked, NOW, SOON).unwrap();
        ledger.expire(SOON);
        let see = |ledger: &mut Ledger, at| {
            let seen = match progress {
                Some(progress) => observation_of_images(ledger, 0, seen(progress, 0, 0)),
                None => observation(ledger, (100, 0), (10, 1)),
            };
            ledger.observe_usage(&seen, at);
            counted(ledger, Resource::ImageSizeTotal)
        };
        assert_eq!(see(&mut ledger, UnixMillis(over.0 - 1)), (0, 60));
        assert_eq!(see(&mut ledger, over), (0, 0), "{operation:?} {progress:?}");
    }
}
