//! What a person is told at each point.

use gaze_shared::glance::error::GlanceError;
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Request;
use super::super::event::{Command, RequestEvent};
use super::fixtures::{ONLY, glance, later, unreachable};
use super::tus;
use super::world::World;
use crate::features::uploads::words::{Tone, hint, status_text};
use crate::i18n::language::Language;
use crate::i18n::{speak, text};
use crate::workers::protocol::WorkerFault;

fn sending() -> World {
    let mut world = World::uploading();
    world.serve();
    world
}

#[test]
fn an_image_that_may_not_exist_is_not_said_to_be_saving() {
    let mut world = World::uploading();
    world.report(unreachable());
    world.serve();
    let status = status_text(world.upload());
    assert!(!status.detail.contains("saving"), "{}", status.detail);
    assert!(
        status.detail.contains("before any data was sent"),
        "{}",
        status.detail
    );
}

#[test]
fn an_image_that_is_still_saving_is_said_to_be() {
    let mut world = sending();
    world.report(RequestEvent::Progress(Bytes(500_000)));
    world.set_status(Status::Saving);
    world.report(unreachable());
    world.serve();
    let status = status_text(world.upload());
    assert!(
        status.detail.contains("still shows the image as saving"),
        "{}",
        status.detail
    );
    assert!(
        status.detail.contains("488.3 of 976.6 KiB"),
        "{}",
        status.detail
    );
}

#[test]
fn a_worker_that_does_not_run_is_not_told_as_a_lost_connection_and_can_be_tried_again() {
    let mut world = tus::sending();
    while world.stage().is_moving() {
        match world.asked() {
            Request::SendChunk(_) => {
                let cause = Cause::ReaderBroke(WorkerFault::NotRunning);
                world.report(RequestEvent::Failed(cause));
                let told = status_text(world.upload());
                assert!(!told.state.contains("onnection"), "{}", told.state);
                assert!(!told.detail.contains("onnection"), "{}", told.detail);
                assert!(
                    told.detail.contains("worker does not run"),
                    "{}",
                    told.detail
                );
            }
            _ => world.serve(),
        }
    }
    assert_eq!(status_text(world.upload()).state, "Interrupted");
    assert!(world.upload().remedies().contains(&Command::TryAgain));
    world.command(Command::TryAgain);
    world.settle();
    assert!(world.is_verified());
}

#[test]
fn a_quota_is_told_with_what_is_allowed_used_and_needed() {
    let mut world = sending();
    world.report(glance(
        413,
        "Project p is over a limit for [Resource image_size_total is over limit of 64 due to \
         current usage 3 and delta 66]",
    ));
    world.settle();
    let status = status_text(world.upload());
    assert_eq!(
        status.detail,
        "Stored data: 5.0 MiB too much (64.0 MiB allowed, 3.0 MiB used, 0 B reserved, 66.0 MiB \
         needed). The incomplete image was deleted."
    );
}

#[test]
fn what_happened_before_is_told_in_the_language_that_is_spoken_now() {
    let mut world = sending();
    world.report(glance(
        413,
        "Project p is over a limit for [Resource image_size_total is over limit of 64 due to \
         current usage 3 and delta 66]",
    ));
    world.settle();
    speak(Language::German, Some(text::de()));
    let status = status_text(world.upload());
    assert_eq!(status.state, "Über dem Kontingent");
    assert_eq!(
        status.detail,
        "Gespeicherte Daten: 5,0 MiB zu viel (64,0 MiB erlaubt, 3,0 MiB belegt, 0 B reserviert, \
         66,0 MiB nötig). Das unvollständige Image wurde gelöscht."
    );
}

#[test]
fn only_equal_digests_are_told_in_green() {
    let mut world = sending();
    world.settle();
    assert_eq!(status_text(world.upload()).tone, Tone::Positive);

    let mut world = sending();
    world.serve();
    world.command(Command::Cancel);
    assert_eq!(status_text(world.upload()).state, "Stored, not verified");
    assert_eq!(status_text(world.upload()).tone, Tone::Caution);

    let mut world = sending();
    world.serve();
    let id = world.upload().remote.image().unwrap().clone();
    world.images.get_mut(&id).unwrap().size = Some(Bytes(1));
    world.settle();
    assert_eq!(status_text(world.upload()).tone, Tone::Mismatch);
}

#[test]
fn a_person_is_told_in_whole_sentences_without_shouting() {
    let mut world = sending();
    let mut seen = vec![status_text(world.upload())];
    world.report(glance(415, "Image failed safety checks"));
    seen.push(status_text(world.upload()));
    world.settle();
    seen.push(status_text(world.upload()));
    world.command(Command::Cancel);
    seen.push(status_text(world.queue.get(ONLY).unwrap()));
    for status in seen {
        assert!(
            !status.state.is_empty() && !status.state.contains('!'),
            "{status:?}"
        );
        let is_sentence = status.detail.is_empty() || status.detail.ends_with('.');
        assert!(
            is_sentence && !status.detail.contains("..") && !status.detail.contains('!'),
            "{status:?}"
        );
    }
}

#[test]
fn what_stands_still_is_never_said_to_go_on() {
    let going = sending();
    assert!(hint(going.upload()).is_some());
    assert_eq!(status_text(going.upload()).state, "Uploading");

    let mut interrupted = sending();
    interrupted.report(unreachable());
    let mut signed_out = sending();
    signed_out.report(RequestEvent::Failed(Cause::SignedOut));
    let mut cleaning = sending();
    cleaning.report(glance(415, "Image failed safety checks"));
    for (world, state) in [
        (&interrupted, "Checking the image"),
        (&signed_out, "Paused"),
        (&cleaning, "Deleting the image"),
    ] {
        assert_eq!(status_text(world.upload()).state, state);
        assert_eq!(hint(world.upload()), None, "{state}");
    }
}

#[test]
fn what_was_never_begun_is_not_said_to_be_interrupted() {
    let mut world = sending();
    world.report(unreachable());
    world.serve();
    assert_eq!(status_text(world.upload()).state, "Interrupted");
    world.command(Command::TryAgain);
    let status = status_text(world.upload());
    assert_eq!(status.state, "Checking the image", "{}", status.detail);
    assert_eq!(status.tone, Tone::Moving);
}

#[test]
fn whatever_refuses_is_told_with_what_to_do_and_without_its_markup() {
    for code in [400, 403, 405, 418, 429] {
        let mut world = World::uploading();
        world.report(glance(code, ""));
        world.settle();
        let status = status_text(world.upload());
        assert_eq!(status.state, "Not registered");
        assert!(
            status.detail.contains(&format!("(status {code})")) && status.detail.ends_with('.'),
            "{status:?}"
        );
        let sentences = status.detail.matches(". ").count() + 1;
        assert!(
            sentences >= 3,
            "what, what became of it, what to do: {status:?}"
        );
    }
}

#[test]
fn a_refusal_that_ends_the_data_is_told_as_anywhere_else_with_how_long_to_wait() {
    let mut world = sending();
    let error = GlanceError {
        status: 429,
        message: String::new(),
    };
    world.report(RequestEvent::Failed(Cause::Glance {
        error,
        retry_after: Some(9),
    }));
    let sentence =
        "Too many requests were made within a short time (status 429). No data was sent.";
    let asked = status_text(world.upload());
    assert_eq!(asked.state, "Checking the image");
    assert_eq!(
        asked.detail,
        format!("{sentence} Gaze asks what became of the image.")
    );
    world.serve();
    let put_off = status_text(world.upload());
    assert_eq!(put_off.state, "Waiting");
    assert!(put_off.detail.ends_with("Gaze tries again after 9 s."));
    world.serve_but(|asked| matches!(asked, Request::Send { .. }).then(|| later(429, 9)));
    let status = status_text(world.upload());
    assert_eq!(status.state, "Interrupted");
    assert_eq!(
        status.detail,
        format!(
            "{sentence} The image is there without data and can take it again. Wait 9 seconds, then try \
             again."
        )
    );
}

#[test]
fn a_file_that_is_too_large_has_one_cause() {
    for (text, state, detail) in [
        (
            "",
            "Refused",
            "Something on the way to the image service takes no request as large as this one (status \
             413). Use a smaller file, or ask whoever runs this cloud to raise that limit. The \
             incomplete image was deleted.",
        ),
        (
            "Image storage media is full: There is not enough disk space",
            "Refused",
            "Glance says: Image storage media is full: There is not enough disk space. Use less, or ask \
             whoever runs this cloud for more room. The incomplete image was deleted.",
        ),
        (
            "Image exceeds the storage quota: 7 bytes remaining.",
            "Over quota",
            "Glance says: Image exceeds the storage quota: 7 bytes remaining. The incomplete image was \
             deleted.",
        ),
    ] {
        let mut world = sending();
        world.report(glance(413, text));
        world.settle();
        let status = status_text(world.upload());
        assert_eq!((status.state, status.detail.as_str()), (state, detail));
    }
}

#[test]
fn a_lost_connection_of_an_upload_by_tus_is_said_to_go_on_and_no_failure() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve();
    world.serve();
    world.report(unreachable());
    world.report(unreachable());
    let status = status_text(world.upload());
    assert_eq!(status.tone, Tone::Caution);
    assert_eq!(status.state, text::uploads::connection_lost());
    assert!(
        status.detail.contains("goes on from there"),
        "{}",
        status.detail
    );
}

#[test]
fn data_that_the_gateway_has_is_said_to_need_the_tab_no_more() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve();
    while world.stage().holds_slot() {
        world.serve();
    }
    let status = status_text(world.upload());
    assert_eq!(status.detail, text::uploads::at_the_gateway());
}
