//! What a person is told of an upload: what happens or happened, and what can be done.

mod causes;
mod failures;
mod sent_file;

use gaze_shared::digest::Verdict;

use super::engine::cause::Cause;
use super::engine::event::Command;
use super::engine::failure::Failure;
use super::engine::image_poll::{ImagePoll, PollReason};
use super::engine::stage::{
    AfterCleanUp, CleanUpScope, Delivery, NotCompared, Retries, UploadOutcome, UploadStage,
};
use super::engine::target::{RemoteImage, Target};
use super::engine::task::UploadTask;
use crate::i18n::dates::duration;
use crate::i18n::text;
use crate::ui::sentences;
use crate::workers::protocol::ReadFailure;
use causes::{tell_cause, tell_cause_and_advice};
use failures::{tell_failure, tell_loss, tell_unexpected};

pub use crate::transfer::worker_fault::tell_worker_fault;
pub use crate::ui::{StatusText, Tone};
pub use sent_file::sent_file;

/// Tells how an upload is doing.
#[must_use]
pub fn status_text(upload: &UploadTask) -> StatusText {
    match &upload.stage {
        UploadStage::Waiting => StatusText::new(
            Tone::Neutral,
            text::uploads::waiting(),
            text::uploads::two_at_a_time(),
        ),
        UploadStage::Deferred { cause } => StatusText::new(
            Tone::Caution,
            text::uploads::waiting(),
            tell_retry(Some(cause)),
        ),
        UploadStage::Creating(_) => StatusText::new(Tone::Moving, text::uploads::registering(), ""),
        UploadStage::Opening(opening) => StatusText::new(
            Tone::Moving,
            text::uploads::opening(),
            tell_retry(opening.retries.trouble.as_ref()),
        ),
        UploadStage::Sending => StatusText::new(Tone::Moving, text::uploads::uploading(), ""),
        UploadStage::ComparingPrefix(_) => StatusText::new(
            Tone::Moving,
            text::uploads::comparing_file(),
            text::uploads::compares_what_was_sent(),
        ),
        UploadStage::Locating(retries) => tell_locating(upload, retries),
        UploadStage::Storing => StatusText::new(
            Tone::Moving,
            text::uploads::being_stored(),
            text::uploads::everything_sent(),
        ),
        UploadStage::Delivering(delivery) => tell_delivery(delivery),
        UploadStage::Polling(poll) => tell_poll(upload, poll),
        UploadStage::Verifying { trouble, .. } => tell_verifying(upload, trouble.as_ref()),
        UploadStage::CleaningUp(clean_up) => StatusText::new(
            Tone::Moving,
            match clean_up.scope {
                CleanUpScope::Image => text::uploads::deleting_image(),
                CleanUpScope::Transfer => text::uploads::ending(),
            },
            match (&clean_up.trouble, &clean_up.then) {
                (Some(cause), _) => sentences(&[&tell_cause(cause), text::uploads::tries_again()]),
                (None, AfterCleanUp::Failed(Failure::NotExpected(unexpected))) => {
                    tell_unexpected(upload, unexpected)
                }
                (None, AfterCleanUp::Failed(_)) if clean_up.scope == CleanUpScope::Image => {
                    text::uploads::incomplete_being_deleted().to_owned()
                }
                (None, _) => String::new(),
            },
        ),
        UploadStage::Paused { .. } => StatusText::new(
            Tone::Caution,
            text::uploads::paused(),
            text::uploads::sign_in_to_project(&upload.acting_as.project_name),
        ),
        UploadStage::Failed(failure) => tell_failure(upload, failure),
        UploadStage::CleanUpFailed { scope, cause, then } => StatusText::new(
            Tone::Negative,
            text::uploads::not_cleaned_up(),
            sentences(&[
                match (scope, then) {
                    (CleanUpScope::Transfer, _) => text::uploads::transfer_not_ended(),
                    (CleanUpScope::Image, AfterCleanUp::Failed(Failure::NotExpected(_))) => {
                        text::uploads::unexpected_not_deleted()
                    }
                    (CleanUpScope::Image, _) => text::uploads::incomplete_not_deleted(),
                },
                &tell_cause_and_advice(cause),
            ]),
        ),
        UploadStage::Cancelled => StatusText::new(
            Tone::Neutral,
            text::uploads::cancelled(),
            tell_cancelled(upload),
        ),
        UploadStage::Left => StatusText::new(
            Tone::Caution,
            text::uploads::left_incomplete(),
            text::uploads::image_stays_as_it_is(),
        ),
        UploadStage::Finished(outcome) => outcome_text(upload, outcome),
    }
}

/// What was in vain, and that it is tried again.
fn tell_retry(trouble: Option<&Cause>) -> String {
    trouble.map_or_else(String::new, |cause| {
        let again = match cause.retry_after() {
            Some(seconds) => text::uploads::tries_again_after(&duration(seconds)),
            None => text::uploads::tries_again().to_owned(),
        };
        sentences(&[&tell_cause(cause), &again])
    })
}

fn tell_locating(upload: &UploadTask, retries: &Retries) -> StatusText {
    let lost = retries
        .trouble
        .as_ref()
        .map(|cause| tell_loss(upload, cause, upload.meter.sent()))
        .unwrap_or_default();
    let state = match retries.trouble {
        Some(Cause::ReaderBroke(_)) => text::uploads::file_not_read(),
        _ => text::uploads::connection_lost(),
    };
    StatusText::new(
        Tone::Caution,
        state,
        sentences(&[&lost, text::uploads::goes_on_from_there()]),
    )
}

fn tell_delivery(delivery: &Delivery) -> StatusText {
    let detail = match (&delivery.retries.trouble, delivery.deliveries) {
        (Some(_), _) => tell_retry(delivery.retries.trouble.as_ref()),
        (None, 0 | 1) => text::uploads::at_the_gateway().to_owned(),
        (None, again) => text::uploads::at_the_gateway_again(again),
    };
    StatusText::new(Tone::Moving, text::uploads::being_stored(), detail)
}

fn tell_poll(upload: &UploadTask, poll: &ImagePoll) -> StatusText {
    let lost = match &poll.why {
        PollReason::AfterLoss { cause, sent } => tell_loss(upload, cause, *sent),
        PollReason::ToSend => String::new(),
        PollReason::NotExpected(unexpected) => tell_unexpected(upload, unexpected),
    };
    let now = match (&poll.trouble, &upload.remote) {
        (Some(cause), _) => sentences(&[&tell_cause(cause), text::uploads::asks_again()]),
        (None, RemoteImage::HalfMade(_)) if poll.tries > 0 => {
            text::uploads::still_saving().to_owned()
        }
        (None, _) => text::uploads::asks().to_owned(),
    };
    // It has come to a halt only when that is known of the image, too.
    let tone = match poll.why {
        PollReason::AfterLoss { .. } | PollReason::NotExpected(_) => Tone::Caution,
        PollReason::ToSend => Tone::Moving,
    };
    StatusText::new(
        tone,
        text::uploads::checking_image(),
        sentences(&[&lost, &now]),
    )
}

/// What a person should know while an upload goes on. What was interrupted, waits for them or ends does not.
#[must_use]
pub fn hint(upload: &UploadTask) -> Option<&'static str> {
    matches!(
        upload.stage,
        UploadStage::Waiting
            | UploadStage::Creating(_)
            | UploadStage::Opening(_)
            | UploadStage::Sending
            | UploadStage::Storing
            | UploadStage::Verifying { trouble: None, .. }
    )
    .then(text::uploads::you_can_go_on)
}

fn tell_verifying(upload: &UploadTask, trouble: Option<&Cause>) -> StatusText {
    let detail = match trouble {
        Some(cause) => sentences(&[
            text::uploads::image_stored(),
            &tell_cause(cause),
            text::uploads::asks_for_digests(),
        ]),
        None if !upload.hashing.is_settled() => sentences(&[
            text::uploads::image_stored(),
            text::uploads::still_hashing(),
        ]),
        None => String::new(),
    };
    StatusText::new(Tone::Moving, text::uploads::verifying(), detail)
}

fn tell_cancelled(upload: &UploadTask) -> &'static str {
    match (&upload.target, &upload.remote) {
        (_, RemoteImage::Gone(_)) => text::uploads::image_deleted(),
        (Target::ExistingImage(_), _) => text::uploads::still_without_data(),
        (_, RemoteImage::Whole(_)) => text::uploads::stored_before(),
        _ => text::upload_causes::no_image_made(),
    }
}

fn outcome_text(upload: &UploadTask, outcome: &UploadOutcome) -> StatusText {
    match outcome {
        UploadOutcome::Compared(Verdict::Verified(_)) => StatusText::new(
            Tone::Positive,
            text::uploads::verified(),
            text::uploads::exactly_the_bytes(),
        ),
        UploadOutcome::Compared(Verdict::Mismatch(_)) => StatusText::new(
            Tone::Mismatch,
            text::uploads::does_not_match(),
            text::uploads::other_bytes(&upload.file.name),
        ),
        UploadOutcome::Compared(Verdict::NothingToCompare(_)) => StatusText::new(
            Tone::Caution,
            text::uploads::stored_not_verified(),
            text::uploads::no_digest_in_common(),
        ),
        UploadOutcome::NotExpected(unexpected) => StatusText::new(
            Tone::Mismatch,
            text::upload_causes::not_expected(),
            sentences(&[
                &tell_unexpected(upload, unexpected),
                text::upload_causes::stored_unexpected(),
            ]),
        ),
        UploadOutcome::NotCompared(NotCompared::ExpectedUnknown(algorithm, why)) => {
            StatusText::new(
                Tone::Caution,
                text::uploads::stored_not_verified(),
                sentences(&[
                    &text::uploads::expected_unknown(algorithm.label()),
                    tell_not_read(why),
                ]),
            )
        }
        UploadOutcome::NotCompared(NotCompared::Stopped) => StatusText::new(
            Tone::Caution,
            text::uploads::stored_not_verified(),
            text::uploads::you_stopped_comparing(),
        ),
        UploadOutcome::NotCompared(NotCompared::NoDigests(why)) => StatusText::new(
            Tone::Caution,
            text::uploads::stored_not_verified(),
            match why {
                ReadFailure::FileChanged => text::uploads::changed_before_hashed().to_owned(),
                ReadFailure::NotHere => text::uploads::not_here_to_compare().to_owned(),
                ReadFailure::Worker(fault) => {
                    sentences(&[text::uploads::not_hashed(), tell_worker_fault(*fault)])
                }
            },
        ),
    }
}

fn tell_not_read(why: &ReadFailure) -> &'static str {
    match why {
        ReadFailure::FileChanged => text::upload_causes::changed_while_read(),
        ReadFailure::NotHere => text::uploads::not_here_to_compare(),
        ReadFailure::Worker(fault) => tell_worker_fault(*fault),
    }
}

/// The words on the button that gives a command.
#[must_use]
pub fn command_label(command: &Command) -> String {
    match command {
        Command::Cancel => text::uploads::cancel_upload().to_owned(),
        Command::TryAgain => text::uploads::try_again().to_owned(),
        Command::UploadAs(format) => text::uploads::upload_as(format.as_str()),
        Command::AlsoCompare(algorithm) => text::uploads::also_compare(algorithm.label()),
        Command::PollNow => text::uploads::look_again().to_owned(),
        Command::DeleteImage => text::uploads::delete_image().to_owned(),
        Command::LeaveImage => text::uploads::leave_it().to_owned(),
    }
}
