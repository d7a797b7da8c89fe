use gaze_shared::glance::image::Status;

use super::super::effect::Request;
use super::super::event::{Command, RequestEvent};
use super::super::stage::{NotCompared, UploadOutcome, UploadStage};
use super::super::target::{RemoteImage, Target};
use super::fixtures::{ONLY, create, glance, request, unreachable};
use super::world::World;

/// Brings an upload to each stage that moves, and says which.
fn worlds_at_every_moving_stage() -> Vec<(&'static str, World)> {
    let waiting = {
        let mut world = World::uploading();
        world.act_as(None);
        world.report(RequestEvent::Failed(super::super::cause::Cause::SignedOut));
        world
    };
    let creating = World::uploading();
    let sending = {
        let mut world = World::uploading();
        world.serve();
        world
    };
    let storing = {
        let mut world = World::uploading();
        world.serve();
        world.report(RequestEvent::AllSent);
        world
    };
    let looking = {
        let mut world = World::uploading();
        world.serve();
        world.set_status(Status::Saving);
        world.report(unreachable());
        world
    };
    let paused = {
        let mut world = World::uploading();
        world.serve();
        world.report(glance(401, "Unauthorized"));
        world
    };
    vec![
        ("waiting", waiting),
        ("creating", creating),
        ("sending", sending),
        ("storing", storing),
        ("looking", looking),
        ("paused", paused),
    ]
}

#[test]
fn cancelling_leaves_no_image_behind_at_any_stage() {
    for (name, mut world) in worlds_at_every_moving_stage() {
        assert!(world.upload().accepts(&Command::Cancel), "{name}");
        world.command(Command::Cancel);
        world.act_as(Some(super::fixtures::demo()));
        world.settle();
        assert_eq!(world.stage(), &UploadStage::Cancelled, "{name}");
        assert!(world.images.is_empty(), "{name}");
        assert!(world.upload().is_dismissible(), "{name}");
        assert!(world.hashing.is_empty(), "{name}");
    }
}

#[test]
fn cancelling_the_comparison_keeps_the_stored_image() {
    let mut world = World::uploading();
    world.serve();
    world.serve();
    world.command(Command::Cancel);
    assert_eq!(
        world.stage(),
        &UploadStage::Finished(UploadOutcome::NotCompared(NotCompared::Stopped))
    );
    assert_eq!(world.images.len(), 1);
}

#[test]
fn cancelling_while_the_registration_is_unanswered_deletes_what_it_made() {
    let mut world = World::uploading();
    world.command(Command::Cancel);
    assert!(
        matches!(world.pending[&ONLY].1, Request::Create(_)),
        "it cannot be taken back"
    );
    world.serve_unheard_for(ONLY);
    assert_eq!(world.images.len(), 1);
    world.settle();
    assert!(world.images.is_empty());
}

#[test]
fn an_image_in_use_is_deleted_as_soon_as_glance_lets_go_of_it() {
    let mut world = World::uploading();
    world.serve();
    world.command(Command::Cancel);
    for _ in 0..3 {
        world.report(glance(409, "Image is in use"));
        assert!(matches!(world.pending[&ONLY].1, Request::Wait(_)));
        world.serve();
    }
    world.settle();
    assert!(world.images.is_empty());
}

#[test]
fn a_clean_up_that_keeps_failing_is_told_and_can_be_tried_again() {
    let mut world = World::uploading();
    world.serve();
    world.command(Command::Cancel);
    while world.stage().is_moving() {
        if matches!(world.pending[&ONLY].1, Request::Wait(_)) {
            world.serve();
        } else {
            world.report(glance(409, "Image is in use"));
        }
    }
    assert!(matches!(world.stage(), UploadStage::CleanUpFailed { .. }));
    assert!(!world.upload().is_dismissible());
    assert!(
        world.upload().remote.image().is_some(),
        "the person is told which image it is"
    );
    world.command(Command::DeleteImage);
    world.settle();
    assert_eq!(
        (world.stage(), world.images.len()),
        (&UploadStage::Cancelled, 0)
    );
}

#[test]
fn a_protected_image_is_unprotected_before_it_is_cleaned_up() {
    let mut world = World::new();
    let mut protected = create();
    protected.protected = Some(true);
    world.add(request(Target::NewImage(Box::new(protected))));
    world.serve();
    world.command(Command::Cancel);
    world.settle();
    assert!(world.images.is_empty());
}

#[test]
fn an_image_that_was_there_before_survives_a_cancelled_upload() {
    let mut world = World::filling();
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(
        (world.stage(), world.images.len()),
        (&UploadStage::Cancelled, 1)
    );
}

#[test]
fn word_of_an_aborted_transfer_changes_nothing() {
    let mut world = World::uploading();
    world.serve();
    let (attempt, _) = world.pending[&ONLY].clone();
    world.command(Command::Cancel);
    world.apply(
        ONLY,
        super::super::event::Event::Request(attempt, RequestEvent::Stored),
    );
    assert!(matches!(world.stage(), UploadStage::CleaningUp(_)));
    assert!(matches!(world.upload().remote, RemoteImage::HalfMade(_)));
}
