//! What a person is told of an upload: what happens or happened, and what can be done.

mod causes;
mod failures;
mod status_text;

use gaze_shared::digest::Verdict;

use super::engine::cause::Cause;
use super::engine::event::Command;
use super::engine::poll::{ImagePoll, PollReason};
use super::engine::stage::{AfterCleanUp, NotCompared, UploadOutcome, UploadStage};
use super::engine::target::{RemoteImage, Target};
use super::engine::task::UploadTask;
use crate::workers::protocol::ReadFailure;
use causes::{tell_cause, tell_cause_and_advice};
use failures::{tell_failure, tell_loss};

pub use status_text::{StatusText, Tone};

/// Tells how an upload is doing.
#[must_use]
pub fn status_text(upload: &UploadTask) -> StatusText {
    match &upload.stage {
        UploadStage::Waiting => {
            StatusText::new(Tone::Neutral, "Waiting", "Two files are sent at a time.")
        }
        UploadStage::Creating(_) => StatusText::new(Tone::Moving, "Registering", ""),
        UploadStage::Sending => StatusText::new(Tone::Moving, "Uploading", ""),
        UploadStage::Storing => StatusText::new(
            Tone::Moving,
            "Being stored",
            "Everything is sent. Glance is hashing and storing it.",
        ),
        UploadStage::Polling(poll) => tell_poll(upload, poll),
        UploadStage::Verifying { trouble, .. } => tell_verifying(upload, trouble.as_ref()),
        UploadStage::CleaningUp(clean_up) => StatusText::new(
            Tone::Moving,
            "Deleting the image",
            match (&clean_up.trouble, &clean_up.then) {
                (Some(cause), _) => format!("{} Gaze tries again.", tell_cause(cause)),
                (None, AfterCleanUp::Failed(_)) => {
                    "The upload failed. The incomplete image is being deleted.".to_owned()
                }
                (None, _) => String::new(),
            },
        ),
        UploadStage::Paused { .. } => StatusText::new(
            Tone::Caution,
            "Paused",
            format!(
                "Sign in to the project {} to go on.",
                upload.acting_as.project_name
            ),
        ),
        UploadStage::Failed(failure) => tell_failure(upload, failure),
        UploadStage::CleanUpFailed { cause, .. } => StatusText::new(
            Tone::Negative,
            "Not cleaned up",
            format!(
                "The incomplete image could not be deleted. {}",
                tell_cause_and_advice(cause)
            ),
        ),
        UploadStage::Cancelled => {
            StatusText::new(Tone::Neutral, "Cancelled", tell_cancelled(upload))
        }
        UploadStage::Left => StatusText::new(
            Tone::Caution,
            "Left incomplete",
            "The image stays as it is. You find it among your images.",
        ),
        UploadStage::Finished(outcome) => outcome_text(upload, outcome),
    }
}

fn tell_poll(upload: &UploadTask, poll: &ImagePoll) -> StatusText {
    let lost = match &poll.why {
        PollReason::AfterLoss { cause, sent } => format!("{} ", tell_loss(upload, cause, *sent)),
        PollReason::ToSend => String::new(),
    };
    let now = match (&poll.trouble, &upload.remote) {
        (Some(cause), _) => format!(
            "{} Gaze asks again every few seconds what became of the image.",
            tell_cause(cause)
        ),
        (None, RemoteImage::HalfMade(_)) if poll.tries > 0 => {
            "Glance still shows the image as saving.".to_owned()
        }
        (None, _) => "Gaze asks what became of the image.".to_owned(),
    };
    // It has come to a halt only when that is known of the image, too.
    let tone = match poll.why {
        PollReason::AfterLoss { .. } => Tone::Caution,
        PollReason::ToSend => Tone::Moving,
    };
    StatusText::new(tone, "Checking the image", lost + &now)
}

/// What a person should know while an upload goes on. What was interrupted, waits for them or ends does not.
#[must_use]
pub fn hint(upload: &UploadTask) -> Option<&'static str> {
    matches!(
        upload.stage,
        UploadStage::Waiting
            | UploadStage::Creating(_)
            | UploadStage::Sending
            | UploadStage::Storing
            | UploadStage::Verifying { trouble: None, .. }
    )
    .then_some("You can go on working: the upload goes on as long as this tab is open.")
}

fn tell_verifying(upload: &UploadTask, trouble: Option<&Cause>) -> StatusText {
    let detail = match trouble {
        Some(cause) => format!(
            "The image is stored. {} Gaze asks again for its stored digests.",
            tell_cause(cause)
        ),
        None if !upload.hashing.is_settled() => {
            "The image is stored. This browser is still hashing the file.".to_owned()
        }
        None => String::new(),
    };
    StatusText::new(Tone::Moving, "Verifying", detail)
}

fn tell_cancelled(upload: &UploadTask) -> &'static str {
    match (&upload.target, &upload.remote) {
        (_, RemoteImage::Gone(_)) => "The image was deleted.",
        (Target::ExistingImage(_), _) => "The image is still there, without data.",
        (_, RemoteImage::Whole(_)) => "The image was stored before.",
        _ => "No image was made.",
    }
}

fn outcome_text(upload: &UploadTask, outcome: &UploadOutcome) -> StatusText {
    match outcome {
        UploadOutcome::Compared(Verdict::Verified(_)) => StatusText::new(
            Tone::Positive,
            "Verified",
            "Glance stored exactly the bytes that this browser read.",
        ),
        UploadOutcome::Compared(Verdict::Mismatch(_)) => StatusText::new(
            Tone::Mismatch,
            "Does not match",
            format!(
                "What Glance stored is not what this browser read from {}. Do not use this image: \
                 delete it and upload the file again.",
                upload.file.name
            ),
        ),
        UploadOutcome::Compared(Verdict::NothingToCompare(_)) => StatusText::new(
            Tone::Caution,
            "Stored, not verified",
            "Glance stored no digest that this browser computes.",
        ),
        UploadOutcome::NotCompared(NotCompared::Stopped) => StatusText::new(
            Tone::Caution,
            "Stored, not verified",
            "You stopped the comparison.",
        ),
        UploadOutcome::NotCompared(NotCompared::NoDigests(why)) => StatusText::new(
            Tone::Caution,
            "Stored, not verified",
            match why {
                ReadFailure::FileChanged => "The file was changed, moved or removed before this \
                     browser had hashed it. The stored image may be incomplete."
                    .to_owned(),
                ReadFailure::Worker(fault) => format!(
                    "The file could not be hashed in this browser. {}",
                    fault.sentence()
                ),
            },
        ),
    }
}

/// The words on the button that gives a command.
#[must_use]
pub fn command_label(command: &Command) -> String {
    match command {
        Command::Cancel => "Cancel upload".to_owned(),
        Command::TryAgain => "Try again".to_owned(),
        Command::UploadAs(format) => format!("Upload as {format}"),
        Command::PollNow => "Look again".to_owned(),
        Command::DeleteImage => "Delete image".to_owned(),
        Command::LeaveImage => "Leave it".to_owned(),
    }
}
