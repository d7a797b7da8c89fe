use gaze_shared::glance::image::{DiskFormat, Status};
use gaze_shared::inspect::{Content, FindingCode};
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Request;
use super::super::event::{Command, RequestEvent};
use super::super::failure::Failure;
use super::super::image_poll::PollReason;
use super::super::refusal::exceeded_at_glance;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::{RemoteImage, SeenContent, Target};
use super::fixtures::{ONLY, create, glance, request, unreachable};
use super::world::World;
use crate::features::uploads::words::status_text;

const MISMATCH: &str = "Image disk_format qcow2 does not match stream data raw";
const OVER: &str = "Project p is over a limit for [Resource image_size_total is over limit of 64 \
                    due to current usage 0 and delta 66]";

fn sending() -> World {
    let mut world = World::uploading();
    world.serve();
    world
}

fn failure(world: &World) -> &Failure {
    match world.stage() {
        UploadStage::Failed(failure) => failure,
        stage => panic!("it did not fail: {stage:?}"),
    }
}

#[test]
fn refused_bytes_are_cleaned_up_and_offered_again_as_what_they_are() {
    let mut world = sending();
    world.report(glance(415, MISMATCH));
    world.settle();
    assert!(matches!(failure(&world), Failure::BytesRefused { .. }));
    assert!(world.images.is_empty());
    assert_eq!(
        world.upload().remedies(),
        [Command::UploadAs(DiskFormat::Raw)]
    );
    world.command(Command::UploadAs(DiskFormat::Raw));
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Finished(UploadOutcome::Compared(_))
    ));
    let image = world.images.values().next().unwrap();
    assert_eq!(image.disk_format, Some(DiskFormat::Raw));
    assert_eq!(image.name.as_deref(), Some("debian-13"));
}

#[test]
fn raw_is_not_offered_for_what_is_no_disk() {
    let mut world = World::new();
    let mut upload = request(Target::NewImage(Box::new(create())));
    upload.file.seen = Some(SeenContent {
        format: DiskFormat::Raw,
        may_be_raw_disk: false,
        finding: Some(FindingCode::NotADisk(Content::Text)),
    });
    world.add(upload);
    world.serve();
    world.report(glance(415, MISMATCH));
    world.settle();
    assert_eq!(world.upload().remedies(), []);
    let detail = status_text(world.upload()).detail;
    assert!(!detail.contains("raw"), "{detail}");
    assert!(detail.contains("a text, not a disk image."), "{detail}");
}

#[test]
fn unsafe_bytes_are_not_offered_again() {
    let mut world = sending();
    world.report(glance(415, "Image failed safety checks"));
    world.settle();
    assert_eq!(world.upload().remedies(), []);
    assert!(world.upload().is_dismissible());
}

#[test]
fn refused_bytes_in_an_image_that_was_there_before_are_left_to_the_person() {
    let mut world = World::filling();
    world.report(glance(415, MISMATCH));
    assert_eq!(world.images.len(), 1);
    assert_eq!(
        world.upload().remedies(),
        [
            Command::UploadAs(DiskFormat::Raw),
            Command::DeleteImage,
            Command::LeaveImage
        ]
    );
    world.command(Command::UploadAs(DiskFormat::Raw));
    world.settle();
    assert_eq!(
        world.images.values().next().unwrap().disk_format,
        Some(DiskFormat::Raw)
    );
    assert_eq!(world.images.len(), 1, "the old image was deleted");
}

#[test]
fn a_file_over_quota_leaves_nothing_behind_and_can_be_tried_again() {
    let mut world = sending();
    world.report(glance(413, OVER));
    world.settle();
    let Failure::OverQuota { over, .. } = failure(&world) else {
        panic!("{:?}", world.stage())
    };
    assert_eq!((over[0].limit, over[0].asked), (64 << 20, 66 << 20));
    assert!(world.images.is_empty());
    world.command(Command::TryAgain);
    world.settle();
    assert!(matches!(world.stage(), UploadStage::Finished(_)));
}

#[test]
fn a_refusal_that_looked_like_a_lost_connection_is_told_as_what_it_was() {
    let mut world = sending();
    world.report(RequestEvent::Progress(Bytes(400_000)));
    world.report(unreachable());
    let image = world.image().cloned().map(Box::new).unwrap();
    let over = exceeded_at_glance(OVER);
    world.report(RequestEvent::OverQuota(image, over.clone()));
    world.settle();
    let Failure::OverQuota { over: status, .. } = failure(&world) else {
        panic!("{:?}", world.stage())
    };
    assert_eq!(*status, over);
    assert!(world.images.is_empty());
}

#[test]
fn a_refused_registration_leaves_nothing_to_clean_up() {
    let mut world = World::uploading();
    world.report(glance(
        403,
        "You are not authorized to complete publicize_image action.",
    ));
    assert!(matches!(failure(&world), Failure::NotRegistered(_)));
    assert_eq!(world.upload().remote, RemoteImage::Nothing);
    assert!(world.pending.is_empty());
}

#[test]
fn a_registration_whose_answer_was_lost_is_found_again() {
    let mut world = World::uploading();
    world.serve_unheard_for(ONLY);
    world.settle();
    assert!(matches!(failure(&world), Failure::Interrupted { .. }));
    assert_eq!(
        world.upload().remote.half_made(),
        world.images.keys().next()
    );
    world.command(Command::TryAgain);
    world.settle();
    assert!(matches!(world.stage(), UploadStage::Finished(_)));
    assert_eq!(world.images.len(), 1, "the same image was used");
}

#[test]
fn a_broken_transfer_is_offered_again_once_the_image_is_queued() {
    let mut world = sending();
    world.report(RequestEvent::Progress(Bytes(400_000)));
    world.set_status(Status::Saving);
    world.report(unreachable());
    world.report(unreachable());
    let UploadStage::Polling(poll) = world.stage() else {
        panic!("{:?}", world.stage())
    };
    assert!(poll.trouble.is_some());
    world.serve();
    world.serve();
    assert!(
        matches!(world.stage(), UploadStage::Polling(_)),
        "it is still saving"
    );
    world.set_status(Status::Queued);
    world.settle();
    let Failure::Interrupted { sent, .. } = failure(&world) else {
        panic!()
    };
    assert_eq!(*sent, Bytes(400_000));
    assert_eq!(
        world.upload().remedies(),
        [Command::TryAgain, Command::DeleteImage, Command::LeaveImage]
    );
    world.command(Command::TryAgain);
    world.settle();
    assert!(matches!(world.stage(), UploadStage::Finished(_)));
    assert_eq!(world.images.len(), 1);
}

#[test]
fn an_image_that_stays_saving_is_told_and_can_only_be_deleted_or_watched() {
    let mut world = sending();
    world.set_status(Status::Saving);
    world.report(unreachable());
    world.settle();
    assert!(matches!(
        failure(&world),
        Failure::StuckSaving(PollReason::AfterLoss { .. })
    ));
    assert_eq!(
        world.upload().remedies(),
        [Command::PollNow, Command::DeleteImage, Command::LeaveImage]
    );
    world.command(Command::DeleteImage);
    world.settle();
    assert!(world.images.is_empty());
}

#[test]
fn a_transfer_whose_success_was_not_heard_is_verified_all_the_same() {
    let mut world = sending();
    world.report(RequestEvent::AllSent);
    world.serve_unheard_for(ONLY);
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Finished(UploadOutcome::Compared(_))
    ));
    assert!(matches!(world.upload().remote, RemoteImage::Whole(_)));
}

#[test]
fn an_image_that_somebody_else_filled_is_not_taken_for_ours() {
    let mut world = sending();
    let id = world.upload().remote.image().unwrap().clone();
    let image = world.images.get_mut(&id).unwrap();
    image.status = Status::Active;
    image.size = Some(Bytes(7));
    world.report(glance(
        409,
        "Image status transition from active to saving is not allowed",
    ));
    world.settle();
    assert_eq!(failure(&world), &Failure::TakenByOther(Status::Active));
    assert_eq!(world.upload().remedies(), []);
}

#[test]
fn an_image_deleted_meanwhile_can_be_made_again() {
    let mut world = sending();
    world.images.clear();
    world.report(glance(410, "Image could not be found after upload."));
    assert_eq!(failure(&world), &Failure::ImageGone);
    world.command(Command::TryAgain);
    let Request::Create(create) = &world.pending[&ONLY].1 else {
        panic!()
    };
    assert!(
        create.id.is_some(),
        "with a fresh id, because Glance never takes an id twice"
    );
    world.settle();
    assert_eq!(world.images.len(), 1);
}

#[test]
fn a_file_that_changed_on_disk_ends_the_upload_and_cleans_up() {
    let mut world = sending();
    world.report(RequestEvent::Failed(Cause::FileUnreadable));
    world.settle();
    assert_eq!(failure(&world), &Failure::FileChanged);
    assert_eq!(world.upload().remedies(), []);
    assert!(world.images.is_empty());
}

#[test]
fn an_incomplete_image_can_be_left_on_purpose_only() {
    let mut world = sending();
    world.report(unreachable());
    world.settle();
    world.queue.dismiss(ONLY);
    assert!(
        world.queue.get(ONLY).is_some(),
        "it still holds an incomplete image"
    );
    world.command(Command::LeaveImage);
    assert_eq!(world.stage(), &UploadStage::Left);
    world.queue.dismiss(ONLY);
    assert!(world.queue.get(ONLY).is_none());
    assert_eq!(world.images.len(), 1);
}
