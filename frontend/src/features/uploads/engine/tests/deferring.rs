//! Being told when to come back.

use gaze_shared::units::Bytes;

use super::super::effect::Request;
use super::super::event::{Command, RequestEvent};
use super::super::failure::Failure;
use super::super::stage::UploadStage;
use super::fixtures::{ONLY, later};
use super::world::World;

#[test]
fn a_registration_that_is_to_come_later_comes_as_late_as_was_asked_for() {
    for status in [429, 503] {
        let mut world = World::uploading();
        world.report(later(status, 20));
        while !matches!(world.stage(), UploadStage::Deferred { .. }) {
            world.serve();
        }
        assert_eq!(world.pending[&ONLY].1, Request::Wait(20_000));
        assert!(!world.stage().holds_slot(), "others can send meanwhile");
        world.settle();
        assert!(world.is_verified(), "{status}: {:?}", world.stage());
    }
}

#[test]
fn data_that_is_to_come_later_is_sent_again_when_little_of_it_had_gone() {
    let mut world = World::uploading();
    world.serve();
    world.report(RequestEvent::Progress(Bytes(500_000)));
    world.report(later(503, 5));
    world.settle();
    assert!(world.is_verified(), "{:?}", world.stage());
}

#[test]
fn who_is_put_off_for_ever_is_told_so_in_the_end() {
    let mut world = World::uploading();
    world.serve_but(|asked| matches!(asked, Request::Create(_)).then(|| later(429, 1)));
    assert!(matches!(
        world.stage(),
        UploadStage::Failed(Failure::NotRegistered(_))
    ));
}

#[test]
fn a_person_need_not_wait_and_can_stop_it() {
    let mut world = World::uploading();
    world.report(later(429, 600));
    world.command(Command::PollNow);
    world.report(later(429, 600));
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(world.stage(), &UploadStage::Cancelled);
    assert!(world.images.is_empty());
}
