use super::super::cause::Cause;
use super::super::event::{Command, RequestEvent};
use super::super::queue::TRANSFER_SLOTS;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::Target;
use super::fixtures::{ONLY, create, demo, glance, person, request};
use super::world::World;

fn signed_out() -> RequestEvent {
    RequestEvent::Failed(Cause::SignedOut)
}

#[test]
fn a_session_that_ends_in_the_middle_goes_on_with_the_same_image() {
    let mut world = World::uploading();
    world.serve();
    world.report(signed_out());
    assert!(matches!(world.stage(), UploadStage::Paused { .. }));
    assert_eq!(world.sign_ins_asked, 1);
    world.act_as(Some(demo()));
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Finished(UploadOutcome::Compared(_))
    ));
    assert_eq!(world.images.len(), 1);
}

#[test]
fn an_image_that_glance_deleted_with_the_token_is_made_again() {
    let mut world = World::uploading();
    world.serve();
    world.report(signed_out());
    world.images.clear();
    world.act_as(Some(demo()));
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Finished(UploadOutcome::Compared(_))
    ));
    assert_eq!(world.images.len(), 1);
}

#[test]
fn a_session_that_ends_before_the_registration_starts_over() {
    let mut world = World::uploading();
    world.report(signed_out());
    world.act_as(Some(demo()));
    world.settle();
    assert!(matches!(world.stage(), UploadStage::Finished(_)));
}

#[test]
fn another_person_or_project_does_not_carry_the_upload_on() {
    for other in [person("alt", "demo"), person("demo", "other")] {
        let mut world = World::uploading();
        world.serve();
        world.act_as(Some(other));
        world.serve();
        assert!(
            matches!(world.stage(), UploadStage::Paused { .. }),
            "it is stored but not looked at"
        );
        assert!(world.pending.is_empty());
        world.act_as(Some(demo()));
        world.settle();
        assert!(matches!(
            world.stage(),
            UploadStage::Finished(UploadOutcome::Compared(_))
        ));
    }
}

#[test]
fn an_upload_does_not_start_for_another_project() {
    let mut world = World::new();
    world.act_as(Some(person("demo", "other")));
    world.add(request(Target::NewImage(Box::new(create()))));
    assert_eq!(world.stage(), &UploadStage::Waiting);
    world.act_as(Some(demo()));
    assert!(matches!(world.stage(), UploadStage::Creating(_)));
}

#[test]
fn a_clean_up_waits_for_the_right_project_too() {
    let mut world = World::uploading();
    world.serve();
    world.act_as(Some(person("demo", "other")));
    world.command(Command::Cancel);
    assert!(
        !world.pending.contains_key(&ONLY),
        "a 404 of another project is no deletion"
    );
    assert_eq!(world.images.len(), 1);
    world.act_as(Some(demo()));
    world.settle();
    assert!(world.images.is_empty());
}

#[test]
fn a_session_that_ends_while_verifying_is_no_verdict() {
    let mut world = World::uploading();
    world.serve();
    world.serve();
    world.report(glance(401, "Unauthorized"));
    world.finish_hashing();
    assert!(matches!(world.stage(), UploadStage::Paused { .. }));
    world.act_as(Some(demo()));
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Finished(UploadOutcome::Compared(_))
    ));
}

#[test]
fn an_upload_that_was_paused_waits_for_a_slot_when_others_have_taken_its_own() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.report(signed_out());
    assert!(matches!(world.stage(), UploadStage::Paused { .. }));
    for _ in 0..TRANSFER_SLOTS {
        world.add(request(Target::NewImage(Box::new(create()))));
    }
    world.act_as(Some(demo()));
    assert_eq!(world.stage(), &UploadStage::Waiting);
    world.settle();
    assert!(!world.queue.is_moving());
    assert_eq!(world.images.len(), 1 + TRANSFER_SLOTS);
}
