//! Uploads by tus.

use gaze_shared::digest::Verdict;
use gaze_shared::gateway::{ErrorKind, TusFailure, UploadState};
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Request;
use super::super::event::{Command, Event, RequestEvent};
use super::super::failure::Failure;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::Target;
use super::super::transport::{Transport, TusTransfer};
use super::gateway::refused;
use super::world::{
    CHUNK, ONLY, SIZE, World, create, demo, glance, person, request_by_tus, unreachable,
};

fn pending(world: &World) -> &Request {
    &world.pending[&ONLY].1
}

/// Where the chunk under way begins.
fn chunk_offset(world: &World) -> Bytes {
    match pending(world) {
        Request::SendChunk(chunk) => chunk.offset,
        other => panic!("no chunk is sent: {other:?}"),
    }
}

/// A world whose first chunk is on its way.
fn sending() -> World {
    let mut world = World::uploading_by_tus();
    world.serve();
    assert!(matches!(
        pending(&world),
        Request::OpenTus { size: SIZE, .. }
    ));
    world.serve();
    assert_eq!(chunk_offset(&world), Bytes::ZERO);
    world
}

fn is_verified(world: &World) -> bool {
    let outcome = match world.stage() {
        UploadStage::Finished(UploadOutcome::Compared(verdict)) => verdict,
        stage => panic!("not compared: {stage:?}"),
    };
    matches!(outcome, Verdict::Verified(_))
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
    assert!(is_verified(&world));
    assert_eq!(world.image().unwrap().status, Status::Active);
}

#[test]
fn after_a_lost_connection_it_goes_on_where_the_gateway_stands() {
    let mut world = sending();
    world.serve();
    // The gateway has got the second chunk, and its answer is lost.
    world.serve_unheard_for(ONLY);
    assert!(matches!(world.stage(), UploadStage::Locating(_)));
    world.serve();
    assert_eq!(chunk_offset(&world), Bytes(2 * CHUNK.0));
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_connection_that_stays_away_is_tried_again_for_as_long_as_it_takes() {
    let mut world = sending();
    world.report(unreachable());
    for _ in 0..100 {
        match pending(&world) {
            Request::ReadTus(_) => world.report(unreachable()),
            Request::Wait(_) => world.serve(),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(world.stage(), UploadStage::Locating(_)));
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_connection_of_which_nothing_is_heard_is_given_up_and_another_goes_on() {
    let mut world = sending();
    world.now += 29_999;
    world.apply(ONLY, Event::Tick);
    assert!(matches!(world.stage(), UploadStage::Sending));
    world.report(RequestEvent::Progress(Bytes(1)));
    world.now += 29_999;
    world.apply(ONLY, Event::Tick);
    assert!(matches!(world.stage(), UploadStage::Sending));
    world.now += 1;
    world.apply(ONLY, Event::Tick);
    assert!(matches!(pending(&world), Request::ReadTus(_)));
}

#[test]
fn what_answers_and_is_of_no_help_is_not_asked_for_ever() {
    let mut world = sending();
    for _ in 0..200 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => world.report(glance(500, "")),
            _ => world.serve(),
        }
    }
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::Interrupted { .. })
    ));
    // What has come is kept, and a person can go on.
    world.command(Command::TryAgain);
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_creation_whose_answer_was_lost_is_found_and_used() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve_unheard_for(ONLY);
    world.settle();
    assert!(is_verified(&world));
    assert_eq!(world.gateway.uploads.len(), 1);
}

#[test]
fn an_upload_that_somebody_else_has_under_way_is_left_to_them() {
    let mut world = World::filling_by(request_by_tus);
    let image = world.upload().remote.image().unwrap().clone();
    world.gateway.open(&image, SIZE);
    for _ in 0..50 {
        if !world.stage().is_moving() {
            break;
        }
        world.serve();
    }
    assert!(!world.stage().is_moving(), "{:?}", world.stage());
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
    assert!(matches!(pending(&world), Request::EndTus(_)));
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
    while world.stage().is_moving() {
        match pending(&world) {
            Request::Delete(..) => world.report(glance(403, "")),
            _ => world.serve(),
        }
    }
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
fn data_that_glance_refuses_is_told_as_with_a_put_and_leaves_nothing_behind() {
    let mut world = sending();
    while matches!(world.stage(), UploadStage::Sending) {
        world.serve();
    }
    for upload in world.gateway.uploads.values_mut() {
        upload.state = UploadState::Failed;
        upload.failure = Some(TusFailure::Refused { status: 415 });
    }
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::BytesRefused { .. })
    ));
    assert!(world.images.is_empty());
}

#[test]
fn data_that_the_gateway_has_lost_is_sent_again_when_a_person_wants_it() {
    let mut world = sending();
    while matches!(world.stage(), UploadStage::Sending) {
        world.serve();
    }
    for upload in world.gateway.uploads.values_mut() {
        upload.state = UploadState::Failed;
        upload.failure = Some(TusFailure::BytesMissing);
    }
    world.settle();
    let UploadStage::Failed(Failure::Interrupted { cause, .. }) = world.stage() else {
        panic!("{:?}", world.stage());
    };
    assert_eq!(cause, &Cause::NotDelivered(TusFailure::BytesMissing));
    world.command(Command::TryAgain);
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn an_upload_that_the_gateway_has_forgotten_begins_again_only_when_a_person_wants_it() {
    let mut world = sending();
    world.serve();
    world.gateway.uploads.clear();
    world.serve();
    world.settle();
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::Interrupted { .. })
    ));
    world.command(Command::TryAgain);
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_part_that_is_always_lost_while_everything_else_passes_is_told_in_the_end() {
    let mut world = sending();
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => world.report(unreachable()),
            _ => world.serve(),
        }
    }
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::Interrupted { .. })
    ));
    // A person has as many tries again.
    world.command(Command::TryAgain);
    while !matches!(pending(&world), Request::SendChunk(_)) {
        world.serve();
    }
    world.report(unreachable());
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_part_that_is_not_there_for_something_on_the_way_is_no_loop() {
    let mut world = sending();
    let mut parts = 0;
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => {
                parts += 1;
                world.report(glance(404, ""));
            }
            _ => world.serve(),
        }
    }
    assert!(!world.stage().is_moving());
    assert!(parts < 12, "{parts}");
}

#[test]
fn a_creation_alone_that_is_never_answered_is_told_in_the_end() {
    let mut world = World::uploading_by_tus();
    world.serve();
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::OpenTus { .. } => world.report(unreachable()),
            _ => world.serve(),
        }
    }
    assert!(!world.stage().is_moving(), "{:?}", world.stage());
}

#[test]
fn parts_that_are_too_large_for_the_way_become_smaller_and_nothing_is_lost() {
    let mut world = World::new();
    let mut large = request_by_tus(Target::NewImage(Box::new(create())));
    large.transport = Transport::Tus(TusTransfer::new(None));
    world.add(large);
    world.serve();
    world.serve();
    let Request::SendChunk(chunk) = pending(&world).clone() else {
        panic!("{:?}", world.stage());
    };
    world.report(glance(413, ""));
    world.serve();
    let Request::SendChunk(smaller) = pending(&world) else {
        panic!("{:?}", world.stage());
    };
    assert!(smaller.at_most < chunk.at_most);
    world.settle();
    assert!(is_verified(&world));
}

#[test]
fn a_cancel_while_the_gateway_is_asked_ends_what_it_has_made() {
    let mut world = World::filling_by(request_by_tus);
    assert!(matches!(pending(&world), Request::OpenTus { .. }));
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
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => world.report(glance(500, "")),
            _ => world.serve(),
        }
    }
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
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => world.report(glance(500, "")),
            _ => world.serve(),
        }
    }
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
    assert!(is_verified(&world));
}

#[test]
fn a_disk_that_brings_nothing_is_not_taken_for_the_network() {
    let mut world = sending();
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match pending(&world) {
            Request::SendChunk(_) => {
                world.now += 30_000;
                world.apply(ONLY, Event::Tick);
            }
            _ => world.serve(),
        }
    }
    let UploadStage::Failed(Failure::Interrupted { cause, .. }) = world.stage() else {
        panic!("{:?}", world.stage());
    };
    assert!(matches!(cause, Cause::ReaderBroke(_)));
}
