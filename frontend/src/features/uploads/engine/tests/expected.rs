//! A file that must have a digest which a person knows.

use gaze_shared::digest::Algorithm;
use gaze_shared::glance::image::Status;

use super::super::effect::Request;
use super::super::event::{Command, HashReport, RequestEvent};
use super::super::failure::Failure;
use super::super::stage::{NotCompared, UploadOutcome, UploadStage};
use super::super::target::{Target, UploadRequest};
use super::fixtures::{
    ONLY, SIZE, create, digest_of, glance, request, request_by_tus, right, unreachable, wrong,
};
use super::world::World;
use crate::features::uploads::words::{Tone, status_text};
use crate::workers::protocol::ReadFailure;

fn new_image() -> Target {
    Target::NewImage(Box::new(create()))
}

fn world_of(request: UploadRequest) -> World {
    let mut world = World::new();
    world.add(request);
    world
}

/// A file on its way by one `PUT` that is another one than was expected, as its SHA-256 will show.
fn sending_wrong() -> World {
    let mut world = world_of(UploadRequest {
        expected: wrong(Algorithm::Sha256),
        ..request(new_image())
    });
    world.serve();
    assert_eq!(world.stage(), &UploadStage::Sending);
    world
}

fn hash(world: &mut World, algorithm: Algorithm) {
    let job = world.hashing.iter().find(|job| job.1 == algorithm);
    let (id, algorithm, round) = *job.unwrap();
    world.finish_hash(id, algorithm, round);
}

fn fail_hash(world: &mut World, algorithm: Algorithm) {
    let job = world.hashing.iter().find(|job| job.1 == algorithm);
    let (id, algorithm, round) = *job.unwrap();
    let failed = HashReport::Failed(ReadFailure::FileChanged);
    world.report_hash(id, algorithm, round, failed);
}

fn is_not_expected(world: &World) -> bool {
    matches!(world.stage(), UploadStage::Failed(Failure::NotExpected(_)))
}

#[test]
fn what_is_expected_is_hashed_from_the_start_and_verified_when_it_holds() {
    for expected in [Algorithm::Sha512, Algorithm::Sha256, Algorithm::Md5] {
        for request in [request, request_by_tus] {
            let mut world = world_of(UploadRequest {
                expected: right(expected),
                ..request(new_image())
            });
            world.settle();
            assert!(world.is_verified(), "{:?}", world.stage());
        }
    }
    let world = sending_wrong();
    let hashed: Vec<Algorithm> = world.hashing.iter().map(|job| job.1).collect();
    assert_eq!(hashed, [Algorithm::Sha512, Algorithm::Sha256]);
}

#[test]
fn a_file_that_is_another_one_is_not_sent_to_its_end_and_its_image_is_deleted() {
    let mut world = sending_wrong();
    hash(&mut world, Algorithm::Sha256);
    assert!(
        matches!(world.pending[&ONLY].1, Request::Delete(..)),
        "it is not sent any more"
    );
    assert_eq!(world.hashing, [], "and not hashed");
    world.settle();
    let UploadStage::Failed(Failure::NotExpected(unexpected)) = world.stage() else {
        panic!("{:?}", world.stage());
    };
    assert_eq!(unexpected.algorithm, Algorithm::Sha256);
    assert_eq!(unexpected.computed, digest_of(Algorithm::Sha256));
    assert!(world.images.is_empty());
    assert!(world.upload().is_dismissible());
    assert_eq!(world.upload().remedies(), [], "it is the same file again");
    let status = status_text(world.upload());
    assert_eq!(status.tone, Tone::Mismatch);
    assert!(
        status.detail.contains("The image was deleted."),
        "{}",
        status.detail
    );
}

#[test]
fn by_tus_nothing_is_left_at_the_gateway_either() {
    for algorithm in [Algorithm::Sha512, Algorithm::Sha256] {
        let mut world = world_of(UploadRequest {
            expected: wrong(algorithm),
            ..request_by_tus(new_image())
        });
        world.settle();
        assert!(is_not_expected(&world), "{:?}", world.stage());
        assert!(world.images.is_empty());
        assert!(world.gateway.uploads.is_empty());
        assert_eq!(world.hashing, []);
    }
}

#[test]
fn an_image_that_was_made_and_whole_before_the_digest_was_there_is_deleted_too() {
    let mut world = sending_wrong();
    hash(&mut world, Algorithm::Sha512);
    world.serve();
    world.serve();
    assert!(matches!(world.stage(), UploadStage::Verifying { .. }));
    assert_eq!(world.image().unwrap().status, Status::Active);
    hash(&mut world, Algorithm::Sha256);
    world.settle();
    assert!(is_not_expected(&world), "{:?}", world.stage());
    assert!(world.images.is_empty());
}

#[test]
fn a_whole_image_that_cannot_be_deleted_is_not_forgotten_and_not_called_incomplete() {
    let mut world = sending_wrong();
    world.serve();
    hash(&mut world, Algorithm::Sha256);
    world.report(glance(403, "Forbidden"));
    assert!(matches!(world.stage(), UploadStage::CleanUpFailed { .. }));
    assert!(!world.upload().is_dismissible());
    let detail = status_text(world.upload()).detail;
    assert!(detail.contains("Do not use it"), "{detail}");
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.images.is_empty());
}

#[test]
fn an_image_that_was_there_before_is_kept_and_the_outcome_says_what_is_in_it() {
    let expecting = |target| UploadRequest {
        expected: wrong(Algorithm::Sha256),
        ..request(target)
    };
    let mut world = World::filling_by(expecting);
    world.serve();
    hash(&mut world, Algorithm::Sha256);
    assert!(
        matches!(
            world.stage(),
            UploadStage::Finished(UploadOutcome::NotExpected(_))
        ),
        "{:?}",
        world.stage()
    );
    assert_eq!(world.hashing, []);
    assert_eq!(world.images.len(), 1);
    assert_eq!(world.receipts.len(), 1, "the image's page says so, too");
    assert_eq!(world.upload().remedies(), [Command::DeleteImage]);
    let status = status_text(world.upload());
    assert!(
        status.detail.contains("Do not use the image"),
        "{}",
        status.detail
    );
}

#[test]
fn an_image_that_was_there_before_and_got_none_of_it_is_kept_without_data() {
    for request in [request, request_by_tus] {
        let expecting = |target| UploadRequest {
            expected: wrong(Algorithm::Sha256),
            ..request(target)
        };
        let mut world = World::filling_by(expecting);
        while world.stage() != &UploadStage::Sending {
            world.serve();
        }
        hash(&mut world, Algorithm::Sha256);
        world.settle();
        assert!(is_not_expected(&world), "{:?}", world.stage());
        assert_eq!(world.images.len(), 1);
        assert!(world.gateway.uploads.is_empty());
        let detail = status_text(world.upload()).detail;
        assert!(detail.contains("still there, without data"), "{detail}");
    }
}

#[test]
fn data_that_arrived_although_it_was_stopped_is_told_of() {
    let expecting = |target| UploadRequest {
        expected: wrong(Algorithm::Sha256),
        ..request(target)
    };
    let mut world = World::filling_by(expecting);
    world.report(RequestEvent::AllSent);
    // Glance had all of it by then.
    let id = world.upload().remote.image().unwrap().clone();
    let image = world.images.get_mut(&id).unwrap();
    (image.status, image.size) = (Status::Active, Some(SIZE));
    hash(&mut world, Algorithm::Sha256);
    world.settle();
    assert!(
        matches!(
            world.stage(),
            UploadStage::Finished(UploadOutcome::NotExpected(_))
        ),
        "{:?}",
        world.stage()
    );
}

#[test]
fn equal_bytes_are_not_called_verified_where_it_is_not_known_whether_they_are_the_expected_ones() {
    let mut world = world_of(UploadRequest {
        expected: right(Algorithm::Sha256),
        ..request(new_image())
    });
    world.serve();
    fail_hash(&mut world, Algorithm::Sha256);
    world.settle();
    let unknown = NotCompared::ExpectedUnknown(Algorithm::Sha256, ReadFailure::FileChanged);
    assert_eq!(
        world.stage(),
        &UploadStage::Finished(UploadOutcome::NotCompared(unknown))
    );
    assert_eq!(status_text(world.upload()).tone, Tone::Caution);
    let again = Command::AlsoCompare(Algorithm::Sha256);
    assert_eq!(world.upload().remedies(), vec![again.clone()]);
    world.command(again);
    world.settle();
    assert!(world.is_verified(), "{:?}", world.stage());
}

#[test]
fn who_stops_the_comparison_before_it_is_known_has_no_verified_image() {
    let mut world = world_of(UploadRequest {
        expected: right(Algorithm::Sha256),
        ..request(new_image())
    });
    world.serve();
    hash(&mut world, Algorithm::Sha512);
    world.serve();
    world.serve();
    world.command(Command::Cancel);
    assert_eq!(
        world.stage(),
        &UploadStage::Finished(UploadOutcome::NotCompared(NotCompared::Stopped))
    );
}

#[test]
fn a_registration_under_way_is_waited_for_and_undone() {
    let mut world = sending_wrong();
    // Glance has deleted the image with its token, so a new one is made while the file is still hashed.
    world.images.clear();
    world.report(glance(401, ""));
    world.act_as(None);
    world.act_as(Some(super::fixtures::demo()));
    world.serve();
    assert!(matches!(world.stage(), UploadStage::Creating(_)));
    hash(&mut world, Algorithm::Sha256);
    assert!(matches!(world.pending[&ONLY].1, Request::Create(_)));
    world.serve();
    world.settle();
    assert!(is_not_expected(&world), "{:?}", world.stage());
    assert!(world.images.is_empty());
}

#[test]
fn while_somebody_else_is_signed_in_nothing_is_deleted() {
    let mut world = sending_wrong();
    world.report(unreachable());
    world.act_as(None);
    hash(&mut world, Algorithm::Sha256);
    assert!(matches!(
        world.stage(),
        UploadStage::Paused { .. } | UploadStage::Polling(_)
    ));
    world.act_as(Some(super::fixtures::demo()));
    world.settle();
    assert!(is_not_expected(&world), "{:?}", world.stage());
    assert!(world.images.is_empty());
}
