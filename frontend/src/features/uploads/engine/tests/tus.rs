//! Uploads by tus that go their way, and what people and sessions do to them.

use gaze_shared::gateway::ErrorKind;
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Request;
use super::super::event::{Command, RequestEvent};
use super::super::stage::UploadStage;
use super::fixtures::{CHUNK, SIZE, demo, glance, person, request_by_tus};
use super::gateway::refused;
use super::world::World;
/// Where the chunk under way begins.
pub(super) fn chunk_offset(world: &World) -> Bytes {
    match world.asked() {
        Request::SendChunk(chunk) => chunk.offset,
        other => panic!("no chunk is sent: {other:?}"),
    }
}

/// A world whose first chunk is on its way.
pub(super) fn sending() -> World {
    let mut world = World::uploading_by_tus();
    world.serve();
    assert!(matches!(world.asked(), Request::OpenTus { size: SIZE, .. }));
    world.serve();
    assert_eq!(chunk_offset(&world), Bytes::ZERO);
    world
}

#[test]
fn a_file_goes_chunk_by_chunk_is_delivered_and_verified_and_read_once() {
    let mut world = sending();
    assert_eq!(world.hashing, [], "the reader of the chunks hashes them");
    let mut offsets = Vec::new();
    while matches!(world.stage(), UploadStage::Sending) {
        offsets.push(chunk_offset(&world).0);
        world.serve();
    }
    assert_eq!(offsets, [0, 300_000, 600_000, 900_000]);
    assert!(matches!(world.stage(), UploadStage::Delivering(_)));
    assert!(!world.stage().holds_slot(), "others can send now");
    world.settle();
    assert!(world.is_verified());
    assert_eq!(world.image().unwrap().status, Status::Active);
}

#[test]
fn an_upload_that_somebody_else_has_under_way_is_left_to_them() {
    let mut world = World::filling_by(request_by_tus);
    let image = world.upload().remote.image().unwrap().clone();
    world.gateway.open(&image, SIZE);
    world.serve_but(|_| None);
    assert_eq!(world.gateway.under_way()[0].offset, Bytes::ZERO);
}

#[test]
fn an_image_that_takes_no_data_is_not_asked_again_and_again() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.report(refused(409, ErrorKind::ImageNotReady));
    assert!(matches!(world.stage(), UploadStage::Polling(_)));
}

#[test]
fn a_cancelled_upload_leaves_nothing_at_the_gateway_and_no_image() {
    let mut world = sending();
    world.serve();
    world.command(Command::Cancel);
    assert!(matches!(world.asked(), Request::EndTus(_)));
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.gateway.uploads.is_empty());
    assert!(world.images.is_empty());
}

#[test]
fn a_cancelled_upload_into_an_image_that_was_there_keeps_the_image() {
    let mut world = World::filling_by(request_by_tus);
    world.serve();
    world.serve();
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.gateway.uploads.is_empty());
    assert_eq!(world.images.len(), 1);
}

#[test]
fn an_image_that_is_left_as_it_is_keeps_no_room_at_the_gateway() {
    let mut world = sending();
    world.report(refused(403, ErrorKind::Forbidden));
    // The image cannot be deleted.
    world.serve_but(|asked| matches!(asked, Request::Delete(..)).then(|| glance(403, "")));
    world.command(Command::LeaveImage);
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Left);
    assert!(world.gateway.uploads.is_empty());
}

#[test]
fn when_the_session_ends_it_waits_and_then_goes_on_where_the_gateway_stands() {
    let mut world = sending();
    world.serve();
    world.report(RequestEvent::Failed(Cause::SignedOut));
    assert_eq!(world.sign_ins_asked, 1);
    world.act_as(Some(person("alt", "alt")));
    assert!(world.pending.is_empty());
    world.act_as(Some(demo()));
    world.serve();
    assert_eq!(chunk_offset(&world), CHUNK);
}

#[test]
fn a_cancel_while_the_gateway_is_asked_ends_what_it_has_made() {
    let mut world = World::filling_by(request_by_tus);
    assert!(matches!(world.asked(), Request::OpenTus { .. }));
    world.command(Command::Cancel);
    assert!(world.stage().is_moving(), "the answer says what there is");
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.gateway.uploads.is_empty());
    assert_eq!(world.images.len(), 1);
}

#[test]
fn an_image_that_is_deleted_under_an_interrupted_upload_is_no_dead_end() {
    let mut world = World::filling_by(request_by_tus);
    world.serve();
    world.serve_but(|asked| matches!(asked, Request::SendChunk(_)).then(|| glance(500, "")));
    let image = world.upload().remote.image().unwrap().clone();
    world.images.remove(&image);
    world.gateway.image_deleted(&image);
    world.command(Command::TryAgain);
    world.settle();
    assert!(!world.stage().is_moving());
    assert!(world.upload().is_dismissible(), "{:?}", world.stage());
}

#[test]
fn who_leaves_an_image_and_then_cancels_leaves_none() {
    let mut world = sending();
    world.serve_but(|asked| matches!(asked, Request::SendChunk(_)).then(|| glance(500, "")));
    world.command(Command::LeaveImage);
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.images.is_empty() && world.gateway.uploads.is_empty());
}

#[test]
fn a_session_of_somebody_else_stops_a_part_that_is_still_being_read() {
    let mut world = sending();
    world.act_as(Some(person("alt", "alt")));
    assert!(world.pending.is_empty());
    world.act_as(Some(demo()));
    world.settle();
    assert!(world.is_verified());
}
