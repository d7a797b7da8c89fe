//! Uploads by tus when the network, the gateway, Glance or the disk fails.

use gaze_shared::gateway::{TusFailure, UploadState};
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Request;
use super::super::event::{Command, Event, RequestEvent};
use super::super::failure::Failure;
use super::super::stage::UploadStage;
use super::super::target::Target;
use super::super::transport::{Transport, TusTransfer};
use super::fixtures::{CHUNK, ONLY, create, glance, later, request_by_tus, unreachable};
use super::tus::{chunk_offset, sending};
use super::world::World;
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
    assert!(world.is_verified());
}

#[test]
fn a_connection_that_stays_away_is_tried_again_for_as_long_as_it_takes() {
    let mut world = sending();
    world.report(unreachable());
    for _ in 0..100 {
        match world.asked() {
            Request::ReadTus(_) => world.report(unreachable()),
            Request::Wait(_) => world.serve(),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(world.stage(), UploadStage::Locating(_)));
    world.settle();
    assert!(world.is_verified());
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
    assert!(matches!(world.asked(), Request::ReadTus(_)));
}

#[test]
fn what_answers_and_is_of_no_help_is_not_asked_for_ever() {
    let mut world = sending();
    world.serve_but(|asked| matches!(asked, Request::SendChunk(_)).then(|| glance(500, "")));
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::Interrupted { .. })
    ));
    // What has come is kept, and a person can go on.
    world.command(Command::TryAgain);
    world.settle();
    assert!(world.is_verified());
}

#[test]
fn a_creation_whose_answer_was_lost_is_found_and_used() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve_unheard_for(ONLY);
    world.settle();
    assert!(world.is_verified());
    assert_eq!(world.gateway.uploads.len(), 1);
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
    assert!(world.is_verified());
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
    assert!(world.is_verified());
}

#[test]
fn a_part_that_is_always_lost_while_everything_else_passes_is_told_in_the_end() {
    let mut world = sending();
    world.serve_but(|asked| matches!(asked, Request::SendChunk(_)).then(unreachable));
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::Interrupted { .. })
    ));
    // A person has as many tries again.
    world.command(Command::TryAgain);
    while !matches!(world.asked(), Request::SendChunk(_)) {
        world.serve();
    }
    world.report(unreachable());
    world.settle();
    assert!(world.is_verified());
}

#[test]
fn a_part_that_is_not_there_for_something_on_the_way_is_no_loop() {
    let mut world = sending();
    let parts =
        world.serve_but(|asked| matches!(asked, Request::SendChunk(_)).then(|| glance(404, "")));
    assert!(parts < 12, "{parts}");
}

#[test]
fn a_creation_alone_that_is_never_answered_is_told_in_the_end() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve_but(|asked| matches!(asked, Request::OpenTus { .. }).then(unreachable));
}

#[test]
fn parts_that_are_too_large_for_the_way_become_smaller_and_nothing_is_lost() {
    let mut world = World::new();
    let mut large = request_by_tus(Target::NewImage(Box::new(create())));
    large.transport = Transport::Tus(TusTransfer::new(None));
    world.add(large);
    world.serve();
    world.serve();
    let Request::SendChunk(chunk) = world.asked().clone() else {
        panic!("{:?}", world.stage());
    };
    world.report(glance(413, ""));
    world.serve();
    let Request::SendChunk(smaller) = world.asked() else {
        panic!("{:?}", world.stage());
    };
    assert!(smaller.at_most < chunk.at_most);
    world.settle();
    assert!(world.is_verified());
}

#[test]
fn a_disk_that_brings_nothing_is_not_taken_for_the_network() {
    let mut world = sending();
    for _ in 0..300 {
        if !world.stage().is_moving() {
            break;
        }
        match world.asked() {
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

#[test]
fn when_there_is_a_network_again_nothing_waits_any_longer() {
    let mut world = sending();
    world.report(unreachable());
    for _ in 0..3 {
        while !matches!(world.asked(), Request::ReadTus(_)) {
            world.serve();
        }
        world.report(unreachable());
    }
    assert!(matches!(world.asked(), Request::Wait(_)));
    world.apply(ONLY, Event::Online);
    assert!(matches!(world.asked(), Request::ReadTus(_)));
    world.settle();
    assert!(world.is_verified());
}

#[test]
fn a_network_that_comes_hastens_nothing_that_was_refused() {
    let mut world = sending();
    world.report(later(503, 20));
    assert!(matches!(world.asked(), Request::Wait(20_000)));
    world.apply(ONLY, Event::Online);
    assert!(matches!(world.asked(), Request::Wait(20_000)));
}
