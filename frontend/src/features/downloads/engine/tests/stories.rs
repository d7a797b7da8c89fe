use gaze_shared::digest::Verdict;

use super::super::event::{Command, Event};
use super::super::stage::{DownloadStage, Failure, Reception};
use super::world::{Answering, World};
use super::{DATA, demo, image_of, person};
use crate::api::ApiError;
use crate::workers::saving::SaveFailure;

/// A download of which so many bytes have come.
fn begun(bytes: usize) -> World {
    let mut world = World::new();
    world.tell_image();
    while world.work(Answering::Rightly) {}
    world.flow(bytes, 0);
    world
}

fn is_verified(world: &World) -> bool {
    matches!(
        &world.task.stage,
        DownloadStage::Finished(Verdict::Verified(_))
    )
}

#[test]
fn an_undisturbed_download_is_verified_and_asks_once() {
    let mut world = World::new();
    world.run();
    assert!(is_verified(&world), "{:?}", world.task.stage);
    assert_eq!(world.kept.as_deref(), Some(DATA));
    assert_eq!(world.fetched, [None]);
}

#[test]
fn a_lost_connection_goes_on_from_the_byte_that_is_missing() {
    let mut world = begun(7);
    world.break_off();
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.kept.as_deref(), Some(DATA));
    assert_eq!(world.fetched, [None, Some(7)]);
    assert_eq!(world.pauses, [0_u64; 0], "the first loss costs no time");
}

#[test]
fn an_answer_that_ends_too_soon_is_no_end() {
    let mut world = begun(7);
    world.end_early();
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.fetched, [None, Some(7)]);
}

#[test]
fn the_whole_in_the_place_of_a_part_is_read_past() {
    let mut world = begun(7);
    world.break_off();
    world.tell_image();
    world.work(Answering::Whole);
    let expected = DownloadStage::Receiving(Reception::FromTheBeginning);
    assert_eq!(world.task.stage, expected);
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.kept.as_deref(), Some(DATA));
}

#[test]
fn where_no_part_is_given_the_whole_is_asked_for() {
    for status in [400, 416] {
        let mut world = begun(7);
        world.break_off();
        world.tell_image();
        world.work(Answering::Refusing(status));
        world.run();
        assert!(is_verified(&world), "{status}");
        assert_eq!(world.fetched, [None, Some(7), None]);
    }
}

#[test]
fn another_part_is_never_appended() {
    let mut world = begun(7);
    world.break_off();
    world.tell_image();
    world.work(Answering::OtherPart(2));
    assert_eq!(world.is_written(), 7);
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.kept.as_deref(), Some(DATA));
}

#[test]
fn a_stall_is_given_up_after_half_a_minute() {
    let mut world = begun(7);
    world.pass(29);
    assert!(matches!(world.task.stage, DownloadStage::Receiving(_)));
    world.pass(1);
    assert!(matches!(world.task.stage, DownloadStage::Stopping(_)));
    world.run();
    assert!(is_verified(&world));
}

#[test]
fn who_does_not_answer_is_waited_for_and_asked_at_once_when_there_is_a_network() {
    let mut world = begun(7);
    world.break_off();
    for _ in 0..20 {
        world.answer_image(Err(ApiError::Unreachable));
        world.pass(15);
    }
    assert!(world.task.stage.is_moving());
    assert_eq!(world.pauses[..6], [1000, 2000, 4000, 8000, 15_000, 15_000]);
    world.answer_image(Err(ApiError::Unreachable));
    assert!(matches!(world.task.stage, DownloadStage::Waiting { .. }));
    world.apply(Event::Online);
    assert_eq!(world.task.stage, DownloadStage::Checking);
    world.run();
    assert!(is_verified(&world));
}

#[test]
fn what_fails_again_and_again_is_left_to_the_person_and_goes_on_from_there() {
    let mut world = begun(7);
    world.break_off();
    while world.task.stage.is_moving() {
        world.tell_image();
        world.work(Answering::Refusing(503));
        world.pass(1);
    }
    assert!(matches!(
        world.task.stage,
        DownloadStage::Failed(Failure::Interrupted(_))
    ));
    assert!(world.task.needs_this_tab());
    world.command(Command::TryAgain);
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.fetched.last(), Some(&Some(7)));
}

#[test]
fn a_refusal_is_told_and_not_repeated() {
    let mut world = World::new();
    world.tell_image();
    world.work(Answering::Refusing(403));
    assert!(matches!(
        &world.task.stage,
        DownloadStage::Failed(Failure::Refused(error)) if error.status() == Some(403)
    ));
}

#[test]
fn an_image_with_other_data_is_not_appended_to_what_there_is() {
    let mut world = begun(7);
    world.break_off();
    world.glance = image_of(b"other bytes of an im");
    world.run();
    let expected = DownloadStage::Failed(Failure::DataChanged);
    assert_eq!(world.task.stage, expected);
    assert_eq!(world.kept, None);

    for answering in [Answering::OtherLength, Answering::OtherChecksum] {
        let mut world = begun(7);
        world.break_off();
        world.tell_image();
        world.work(answering);
        world.run();
        assert_eq!(world.task.stage, expected, "{answering:?}");
    }
}

#[test]
fn damaged_data_is_told_and_not_kept() {
    let mut world = begun(7);
    world.flow(3, 1);
    world.run();
    assert!(matches!(
        &world.task.stage,
        DownloadStage::Failed(Failure::Mismatch(Verdict::Mismatch(pairs))) if pairs.len() == 2
    ));
    assert_eq!(world.kept, None);
    assert!(!world.task.needs_this_tab());
    world.command(Command::TryAgain);
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.kept.as_deref(), Some(DATA));
}

#[test]
fn without_a_digest_the_file_is_kept_and_not_called_verified() {
    let mut image = image_of(DATA);
    (image.os_hash_algo, image.os_hash_value) = (Some("blake2b".into()), Some("00".into()));
    image.checksum = None;
    let mut world = World::with(image);
    world.run();
    assert!(matches!(
        world.task.stage,
        DownloadStage::Finished(Verdict::NothingToCompare(_))
    ));
    assert_eq!(world.kept.as_deref(), Some(DATA));
}

#[test]
fn an_image_without_bytes_is_an_empty_file() {
    let mut world = World::with(image_of(b""));
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.kept.as_deref(), Some(&b""[..]));
    assert_eq!(world.fetched, []);
}

#[test]
fn an_ended_session_waits_for_the_person_to_sign_in() {
    let mut world = begun(7);
    world.break_off();
    world.tell_image();
    world.work(Answering::Refusing(401));
    assert_eq!(world.task.stage, DownloadStage::Paused);
    assert_eq!(world.asked_to_sign_in, 1);
    world.act_as(Some(person("other", "demo")));
    assert_eq!(world.task.stage, DownloadStage::Paused);
    world.act_as(Some(demo()));
    world.run();
    assert!(is_verified(&world));
}

#[test]
fn bytes_go_on_in_another_project_of_the_person_and_not_when_they_sign_out() {
    let mut world = begun(7);
    world.act_as(Some(person("demo", "other")));
    assert!(matches!(world.task.stage, DownloadStage::Receiving(_)));
    world.act_as(None);
    world.run();
    assert_eq!(world.task.stage, DownloadStage::Paused);
    world.act_as(Some(demo()));
    world.run();
    assert!(is_verified(&world));
}

#[test]
fn a_cancelled_download_leaves_nothing() {
    let mut world = begun(7);
    world.command(Command::Cancel);
    world.run();
    assert_eq!(world.task.stage, DownloadStage::Cancelled);
    assert_eq!((world.kept.as_ref(), world.is_written()), (None, 0));

    let mut world = World::new();
    world.command(Command::Cancel);
    assert_eq!(world.task.stage, DownloadStage::Cancelled);
}

#[test]
fn a_disk_that_fails_is_told_and_another_try_begins_anew() {
    let mut world = begun(7);
    world.disk_fails();
    let expected = DownloadStage::Failed(Failure::NotSaved(SaveFailure::NoRoom));
    assert_eq!(world.task.stage, expected);
    world.command(Command::TryAgain);
    world.run();
    assert!(is_verified(&world));
    assert_eq!(world.fetched, [None, None]);
}
