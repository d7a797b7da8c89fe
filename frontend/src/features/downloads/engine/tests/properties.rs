use gaze_shared::digest::Verdict;
use proptest::prelude::*;

use super::super::event::{Command, Event};
use super::super::stage::DownloadStage;
use super::world::{Answering, World};
use super::{DATA, demo, image, image_of, person};
use crate::api::ApiError;

/// One thing that chance does.
#[derive(Clone, Debug)]
enum Chance {
    TellImage,
    LoseImage,
    RefuseImage(u16),
    ChangeData,
    Work(Answering),
    Flow(usize, u8),
    BreakOff,
    EndEarly,
    DiskFails,
    Pass(u64),
    Online,
    ActAs(u8),
    Command(Command),
}

fn chance() -> impl Strategy<Value = Chance> {
    let statuses = vec![400, 401, 403, 404, 408, 410, 416, 429, 500, 502, 503];
    let status = || prop::sample::select(statuses.clone());
    let answering = prop_oneof![
        6 => Just(Answering::Rightly),
        2 => Just(Answering::Whole),
        1 => (1_u64..30).prop_map(Answering::OtherPart),
        1 => Just(Answering::OtherLength),
        1 => Just(Answering::OtherChecksum),
        1 => Just(Answering::NoContent),
        3 => status().prop_map(Answering::Refusing),
        2 => Just(Answering::Lost),
    ];
    let damage = prop_oneof![9 => Just(0_u8), 1 => any::<u8>()];
    let command = prop::sample::select(vec![Command::TryAgain, Command::Cancel]);
    prop_oneof![
        8 => Just(Chance::TellImage),
        2 => Just(Chance::LoseImage),
        2 => status().prop_map(Chance::RefuseImage),
        1 => Just(Chance::ChangeData),
        12 => answering.prop_map(Chance::Work),
        10 => (0_usize..9, damage).prop_map(|(bytes, damage)| Chance::Flow(bytes, damage)),
        3 => Just(Chance::BreakOff),
        1 => Just(Chance::EndEarly),
        1 => Just(Chance::DiskFails),
        4 => (1_u64..40).prop_map(Chance::Pass),
        1 => Just(Chance::Online),
        2 => (0_u8..4).prop_map(Chance::ActAs),
        2 => command.prop_map(Chance::Command),
    ]
}

fn happen(world: &mut World, chance: Chance) {
    match chance {
        Chance::TellImage => {
            world.tell_image();
        }
        Chance::LoseImage => {
            world.answer_image(Err(ApiError::Unreachable));
        }
        Chance::RefuseImage(status) => {
            world.answer_image(Err(ApiError::from_refusal(status, None, None, "")));
        }
        Chance::ChangeData => world.glance = image_of(b"other"),
        Chance::Work(answering) => {
            world.work(answering);
        }
        Chance::Flow(bytes, damage) => {
            world.flow(bytes, damage);
        }
        Chance::BreakOff => world.break_off(),
        Chance::EndEarly => world.end_early(),
        Chance::DiskFails => world.disk_fails(),
        Chance::Pass(seconds) => world.pass(seconds),
        Chance::Online => world.apply(Event::Online),
        Chance::ActAs(who) => world.act_as(match who {
            0 => None,
            1 => Some(person("other", "demo")),
            2 => Some(person("demo", "other")),
            _ => Some(demo()),
        }),
        Chance::Command(command) => world.command(command),
    }
}

/// What must hold after whatever happened.
fn check(world: &World) {
    let stage = &world.task.stage;
    match stage {
        DownloadStage::Finished(Verdict::Verified(_)) => {
            assert_eq!(
                world.kept.as_deref(),
                Some(DATA),
                "verified with other bytes"
            );
        }
        DownloadStage::Finished(verdict) => panic!("{verdict:?} of an image with digests"),
        _ => assert_eq!(world.kept, None, "kept in {stage:?}"),
    }
    if matches!(stage, DownloadStage::Cancelled) {
        assert_eq!(world.is_written(), 0);
    }
    assert!(world.is_written() <= DATA.len() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_order_of_faults_keeps_other_bytes_or_calls_them_verified_and_every_download_ends(
        chances in prop::collection::vec(chance(), 0..80),
    ) {
        let mut world = World::new();
        for chance in chances {
            happen(&mut world, chance);
            check(&world);
        }
        // Whoever began it is there again, and nothing goes wrong any more.
        world.glance = image();
        world.act_as(Some(demo()));
        world.run();
        check(&world);
        prop_assert!(!world.task.stage.is_moving(), "{:?}", world.task.stage);
        // What came to a halt goes on, or begins anew where what was written is damaged.
        let is_finished = matches!(&world.task.stage, DownloadStage::Finished(_));
        if !is_finished {
            world.command(Command::TryAgain);
            world.run();
            check(&world);
            world.command(Command::TryAgain);
            world.run();
        }
        prop_assert!(matches!(&world.task.stage, DownloadStage::Finished(_)), "{:?}", world.task.stage);
    }
}
