use super::super::event::{Command, RequestEvent};
use super::super::timeline::{StepState, timeline};
use super::fixtures::{glance, unreachable};
use super::world::World;

/// One letter per step: done, current, halted, ahead.
fn drawn(world: &World) -> String {
    timeline(world.upload())
        .map(|(_, state)| match state {
            StepState::Done => 'd',
            StepState::Current => 'c',
            StepState::Halted => 'h',
            StepState::Ahead => 'a',
        })
        .iter()
        .collect()
}

#[test]
fn the_timeline_goes_with_the_upload_from_left_to_right() {
    let mut world = World::uploading();
    assert_eq!(drawn(&world), "dcaaa");
    world.serve();
    assert_eq!(drawn(&world), "ddcaa");
    world.report(RequestEvent::AllSent);
    assert_eq!(drawn(&world), "dddca");
    world.serve();
    assert_eq!(drawn(&world), "ddddc");
    world.settle();
    assert_eq!(drawn(&world), "ddddd");
}

#[test]
fn no_step_is_under_way_while_an_upload_is_held_up() {
    let mut world = World::uploading();
    world.serve();
    world.report(unreachable());
    assert_eq!(drawn(&world), "ddaaa");
    world.serve();
    assert_eq!(drawn(&world), "ddhaa");
}

#[test]
fn the_timeline_stops_where_the_upload_did() {
    let mut world = World::uploading();
    world.report(glance(403, "not allowed"));
    assert_eq!(drawn(&world), "dhaaa");

    let mut world = World::uploading();
    world.serve();
    world.command(Command::Cancel);
    world.settle();
    assert_eq!(drawn(&world), "ddhaa");

    let mut world = World::uploading();
    world.serve();
    world.report(RequestEvent::AllSent);
    world.report(glance(415, "Image failed safety checks"));
    world.settle();
    assert_eq!(drawn(&world), "dddha");

    let mut world = World::uploading();
    world.serve();
    world.serve();
    world.command(Command::Cancel);
    assert_eq!(drawn(&world), "ddddh");
}
