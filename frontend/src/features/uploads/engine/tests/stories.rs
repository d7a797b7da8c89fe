use gaze_shared::digest::{Algorithm, Verdict};
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use super::super::effect::Request;
use super::super::event::{Command, HashReport, RequestEvent};
use super::super::queue::TRANSFER_SLOTS;
use super::super::stage::{NotCompared, UploadOutcome, UploadStage};
use super::super::target::{RemoteImage, Target};
use super::world::{ONLY, SIZE, World, create, digest_of, request};
use crate::workers::protocol::{ReadFailure, WorkerFault};

fn verdict(world: &World) -> &Verdict {
    match world.stage() {
        UploadStage::Finished(UploadOutcome::Compared(verdict)) => verdict,
        stage => panic!("not compared: {stage:?}"),
    }
}

#[test]
fn a_file_is_registered_sent_stored_and_verified() {
    let mut world = World::uploading();
    assert!(matches!(world.pending[&ONLY].1, Request::Create(_)));
    world.serve();
    assert_eq!(world.stage(), &UploadStage::Sending);
    assert_eq!(world.hashing.len(), 2);
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
    assert!(matches!(verdict(&world), Verdict::Verified(pairs) if pairs.len() == 2));
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
    world.images.get_mut(&id).unwrap().checksum = Some("0".repeat(32));
    world.settle();
    assert!(matches!(verdict(&world), Verdict::Mismatch(_)));
    assert_eq!(world.upload().remedies(), [Command::DeleteImage]);
    world.command(Command::DeleteImage);
    world.settle();
    assert!(world.images.is_empty());
    assert_eq!(world.stage(), &UploadStage::Cancelled);
}

#[test]
fn a_cloud_that_hashes_otherwise_gets_a_third_lane() {
    let mut world = World::uploading();
    world.serve();
    world.finish_hashing();
    world.serve();
    let id = world.upload().remote.image().unwrap().clone();
    let image = world.images.get_mut(&id).unwrap();
    image.os_hash_algo = Some("sha256".into());
    image.os_hash_value = Some(digest_of(Algorithm::Sha256).to_string());
    world.serve();
    assert_eq!(
        world.hashing.len(),
        1,
        "SHA-256 is computed once it is known to be needed"
    );
    world.finish_hashing();
    let Verdict::Verified(pairs) = verdict(&world) else {
        panic!("{:?}", world.stage())
    };
    assert_eq!(
        pairs
            .iter()
            .filter(|pair| pair.matches() == Some(true))
            .count(),
        2
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
fn one_lane_that_failed_does_not_spoil_what_the_other_found() {
    let mut world = World::uploading();
    world.serve();
    let (id, algorithm, round) = world.hashing[0];
    let broken = ReadFailure::Worker(WorkerFault::NotRunning);
    world.report_hash(id, algorithm, round, HashReport::Failed(broken));
    world.settle();
    assert!(matches!(verdict(&world), Verdict::Verified(_)));
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
