//! What a person is told of an upload: what happens or happened, and what can be done.

mod causes;
mod failures;
mod status_text;

use gaze_shared::digest::Verdict;

use super::engine::cause::Cause;
use super::engine::event::Wish;
use super::engine::poll::{Look, LookFor};
use super::engine::stage::{AfterCleanUp, NotCompared, Outcome, Stage};
use super::engine::target::{Footing, Target};
use super::engine::task::Upload;
use crate::workers::protocol::ReadFailure;
use causes::{tell_cause, tell_cause_and_advice};
use failures::{tell_failure, tell_loss};

pub use status_text::{Told, Tone};

/// Tells how an upload is doing.
#[must_use]
pub fn tell(upload: &Upload) -> Told {
    match &upload.stage {
        Stage::Waiting => Told::new(Tone::Neutral, "Waiting", "Two files are sent at a time."),
        Stage::Creating(_) => Told::new(Tone::Moving, "Registering", ""),
        Stage::Sending => Told::new(Tone::Moving, "Uploading", ""),
        Stage::Storing => Told::new(
            Tone::Moving,
            "Being stored",
            "Everything is sent. Glance is hashing and storing it.",
        ),
        Stage::Looking(look) => tell_look(upload, look),
        Stage::Verifying { trouble, .. } => tell_verifying(upload, trouble.as_ref()),
        Stage::CleaningUp(clean_up) => Told::new(
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
        Stage::Paused { .. } => Told::new(
            Tone::Caution,
            "Paused",
            format!(
                "Sign in to the project {} to go on.",
                upload.acting_as.project_name
            ),
        ),
        Stage::Failed(failure) => tell_failure(upload, failure),
        Stage::CleanUpFailed { cause, .. } => Told::new(
            Tone::Negative,
            "Not cleaned up",
            format!(
                "The incomplete image could not be deleted. {}",
                tell_cause_and_advice(cause)
            ),
        ),
        Stage::Cancelled => Told::new(Tone::Neutral, "Cancelled", tell_cancelled(upload)),
        Stage::Left => Told::new(
            Tone::Caution,
            "Left incomplete",
            "The image stays as it is. You find it among your images.",
        ),
        Stage::Finished(outcome) => tell_outcome(upload, outcome),
    }
}

fn tell_look(upload: &Upload, look: &Look) -> Told {
    let lost = match &look.why {
        LookFor::AfterLoss { cause, sent } => format!("{} ", tell_loss(upload, cause, *sent)),
        LookFor::ToSend => String::new(),
    };
    let now = match (&look.trouble, &upload.footing) {
        (Some(cause), _) => format!(
            "{} Gaze asks again every few seconds what became of the image.",
            tell_cause(cause)
        ),
        (None, Footing::HalfMade(_)) if look.tries > 0 => {
            "Glance still shows the image as saving.".to_owned()
        }
        (None, _) => "Gaze asks what became of the image.".to_owned(),
    };
    match look.why {
        LookFor::AfterLoss { .. } => Told::new(Tone::Caution, "Interrupted", lost + &now),
        // Nothing has been sent that could have been interrupted.
        LookFor::ToSend => Told::new(Tone::Moving, "Checking the image", now),
    }
}

/// What a person should know while an upload goes on. What was interrupted, waits for them or ends does not.
#[must_use]
pub fn hint(upload: &Upload) -> Option<&'static str> {
    matches!(
        upload.stage,
        Stage::Waiting
            | Stage::Creating(_)
            | Stage::Sending
            | Stage::Storing
            | Stage::Verifying { trouble: None, .. }
    )
    .then_some("You can go on working: the upload goes on as long as this tab is open.")
}

fn tell_verifying(upload: &Upload, trouble: Option<&Cause>) -> Told {
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
    Told::new(Tone::Moving, "Verifying", detail)
}

fn tell_cancelled(upload: &Upload) -> &'static str {
    match (&upload.target, &upload.footing) {
        (_, Footing::Gone(_)) => "The image was deleted.",
        (Target::ExistingImage(_), _) => "The image is still there, without data.",
        (_, Footing::Whole(_)) => "The image was stored before.",
        _ => "No image was made.",
    }
}

fn tell_outcome(upload: &Upload, outcome: &Outcome) -> Told {
    match outcome {
        Outcome::Compared(Verdict::Verified(_)) => Told::new(
            Tone::Positive,
            "Verified",
            "Glance stored exactly the bytes that this browser read.",
        ),
        Outcome::Compared(Verdict::Mismatch(_)) => Told::new(
            Tone::Mismatch,
            "Does not match",
            format!(
                "What Glance stored is not what this browser read from {}. Do not use this image: \
                 delete it and upload the file again.",
                upload.file.name
            ),
        ),
        Outcome::Compared(Verdict::NothingToCompare(_)) => Told::new(
            Tone::Caution,
            "Stored, not verified",
            "Glance stored no digest that this browser computes.",
        ),
        Outcome::NotCompared(NotCompared::Stopped) => Told::new(
            Tone::Caution,
            "Stored, not verified",
            "You stopped the comparison.",
        ),
        Outcome::NotCompared(NotCompared::NoDigests(why)) => Told::new(
            Tone::Caution,
            "Stored, not verified",
            match why {
                ReadFailure::FileChanged => "The file was changed, moved or removed before this \
                     browser had hashed it. The stored image may be incomplete."
                    .to_owned(),
                ReadFailure::Worker(why) => {
                    format!("The file could not be hashed in this browser. {why}")
                }
            },
        ),
    }
}

/// The words on the button that makes a wish.
#[must_use]
pub fn wish_label(wish: &Wish) -> String {
    match wish {
        Wish::Cancel => "Cancel upload".to_owned(),
        Wish::TryAgain => "Try again".to_owned(),
        Wish::UploadAs(format) => format!("Upload as {format}"),
        Wish::LookNow => "Look again".to_owned(),
        Wish::DeleteImage => "Delete image".to_owned(),
        Wish::LeaveImage => "Leave it".to_owned(),
    }
}
