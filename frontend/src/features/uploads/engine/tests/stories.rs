use gaze_shared::digest::{Algorithm, Verdict};
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use super::super::effect::Request;
use super::super::event::{Command, HashReport, RequestEvent};
use super::super::queue::TRANSFER_SLOTS;
use super::super::stage::{NotCompared, UploadOutcome, UploadStage};
use super::super::target::{RemoteImage, Target};
use super::fixtures::{ONLY, SIZE, create, digest_of, request};
use super::world::World;
use crate::workers::protocol::{ReadFailure, WorkerFault};

fn verdict(world: &World) -> &Verdict {
    match world.stage() {
        UploadStage::Finished(UploadOutcome::Compared(verdict)) => verdict,
        stage => panic!("not compared: {stage:?}"),
    }
}

/// By what the data was compared and found equal.
fn compared(world: &World) -> Vec<Algorithm> {
    let Verdict::Verified(pairs) = verdict(world) else {
        panic!("not equal: {:?}", world.stage())
    };
    let equal = pairs.iter().filter(|pair| pair.matches() == Some(true));
    equal.map(|pair| pair.algorithm).collect()
}

#[test]
fn a_file_is_registered_sent_stored_and_verified() {
    let mut world = World::uploading();
    assert!(matches!(world.pending[&ONLY].1, Request::Create(_)));
    world.serve();
    assert_eq!(world.stage(), &UploadStage::Sending);
    assert_eq!(
        world.hashing.iter().map(|job| job.1).collect::<Vec<_>>(),
        [Algorithm::Sha512],
        "what is compared is hashed, and no more"
    );
    world.now = 1000;
    world.report(RequestEvent::Progress(Bytes(500_000)));
    assert_eq!(world.upload().meter.percent(), 50);
    world.report(RequestEvent::AllSent);
    assert_eq!(world.stage(), &UploadStage::Storing);
    world.serve();
    assert!(matches!(world.stage(), UploadStage::Verifying { .. }));
    world.serve();
    assert!(world.stage().is_moving(), "the digests are not there yet");
    world.finish_hashing();
    assert_eq!(compared(&world), [Algorithm::Sha512]);
    assert_eq!(world.receipts.len(), 1);
    assert_eq!(world.image().unwrap().status, Status::Active);
}

#[test]
fn digests_that_are_ready_first_wait_for_glance() {
    let mut world = World::uploading();
    world.serve();
    world.finish_hashing();
    assert_eq!(world.stage(), &UploadStage::Sending);
    world.settle();
    assert!(matches!(verdict(&world), Verdict::Verified(_)));
}

#[test]
fn other_bytes_in_the_store_are_a_mismatch_and_the_image_can_be_deleted() {
    let mut world = World::uploading();
    world.serve();
    world.serve();
    let id = world.upload().remote.image().unwrap().clone();
    world.images.get_mut(&id).unwrap().os_hash_value = Some("0".repeat(128));
    world.settle();
    assert!(matches!(verdict(&world), Verdict::Mismatch(_)));
    let also_md5 = Command::AlsoCompare(Algorithm::Md5);
    assert_eq!(world.upload().remedies(), [Command::DeleteImage, also_md5]);
    world.command(Command::DeleteImage);
    world.settle();
    assert!(world.images.is_empty());
    assert_eq!(world.stage(), &UploadStage::Cancelled);
}

/// Makes the stored image one of a cloud that hashes otherwise.
fn store_as(world: &mut World, algorithm: Option<Algorithm>) {
    let id = world.upload().remote.image().unwrap().clone();
    let image = world.images.get_mut(&id).unwrap();
    image.os_hash_algo = algorithm.map(|algorithm| algorithm.to_string());
    image.os_hash_value = algorithm.map(|algorithm| digest_of(algorithm).to_string());
}

#[test]
fn a_cloud_that_hashes_otherwise_than_was_expected_gets_a_lane_of_its_own() {
    for (stored, compared_by) in [
        (Some(Algorithm::Sha256), Algorithm::Sha256),
        (None, Algorithm::Md5),
    ] {
        let mut world = World::uploading();
        world.serve();
        world.finish_hashing();
        world.serve();
        store_as(&mut world, stored);
        world.serve();
        assert_eq!(
            world.hashing.iter().map(|job| job.1).collect::<Vec<_>>(),
            [compared_by],
            "it is computed once it is known to be needed"
        );
        world.finish_hashing();
        assert_eq!(compared(&world), [compared_by]);
    }
}

#[test]
fn a_person_can_have_another_digest_compared_when_the_upload_is_over() {
    let mut world = World::uploading();
    world.settle();
    let also_md5 = Command::AlsoCompare(Algorithm::Md5);
    assert_eq!(world.upload().remedies(), vec![also_md5.clone()]);
    world.command(also_md5.clone());
    assert!(matches!(world.stage(), UploadStage::Verifying { .. }));

    // Stopping leaves what was found before.
    world.command(Command::Cancel);
    assert_eq!(compared(&world), [Algorithm::Sha512]);

    world.command(also_md5);
    world.settle();
    assert_eq!(compared(&world), [Algorithm::Sha512, Algorithm::Md5]);
    assert_eq!(world.upload().remedies(), []);
    assert_eq!(
        world.receipts.len(),
        2,
        "the image's page has both digests, too"
    );
}

#[test]
fn a_file_that_could_not_be_hashed_is_stored_but_not_called_verified() {
    let mut world = World::uploading();
    world.serve();
    for (id, algorithm, round) in world.hashing.clone() {
        world.report_hash(
            id,
            algorithm,
            round,
            HashReport::Failed(ReadFailure::FileChanged),
        );
    }
    world.settle();
    assert_eq!(
        world.stage(),
        &UploadStage::Finished(UploadOutcome::NotCompared(NotCompared::NoDigests(
            ReadFailure::FileChanged
        )))
    );
}

#[test]
fn a_lane_that_fails_does_not_spoil_what_another_has_found() {
    let mut world = World::uploading();
    world.settle();
    world.command(Command::AlsoCompare(Algorithm::Md5));
    let (id, algorithm, round) = world.hashing[0];
    let broken = ReadFailure::Worker(WorkerFault::NotRunning);
    world.report_hash(id, algorithm, round, HashReport::Failed(broken));
    world.settle();
    assert_eq!(compared(&world), [Algorithm::Sha512]);
}

#[test]
fn an_image_without_data_is_filled_and_not_registered_again() {
    let mut world = World::filling();
    assert!(matches!(world.pending[&ONLY].1, Request::Send { .. }));
    world.settle();
    assert!(matches!(verdict(&world), Verdict::Verified(_)));
}

#[test]
fn more_uploads_than_slots_wait_for_their_turn() {
    let mut world = World::new();
    for _ in 0..4 {
        world.add(request(Target::NewImage(Box::new(create()))));
    }
    let sending = |world: &World| {
        world
            .queue
            .uploads()
            .iter()
            .filter(|upload| upload.stage.holds_slot())
            .count()
    };
    assert_eq!(sending(&world), TRANSFER_SLOTS);
    assert_eq!(
        world.upload().remote,
        RemoteImage::Asked(world.upload().remote.image().unwrap().clone())
    );
    world.serve();
    world.serve();
    assert!(matches!(world.stage(), UploadStage::Verifying { .. }));
    assert_eq!(
        sending(&world),
        TRANSFER_SLOTS,
        "verifying does not hold a slot"
    );
    world.settle();
    assert!(!world.queue.is_moving());
    assert_eq!(
        world
            .images
            .values()
            .filter(|image| image.size == Some(SIZE))
            .count(),
        4
    );
}
