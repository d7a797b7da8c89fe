//! Why an upload came to a halt, and what became of the image.

use gaze_shared::units::Bytes;

use super::causes::{tell_cause_and_advice, tell_over, tell_wait};
use super::status_text::{StatusText, Tone};
use crate::api::words;
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::failure::Failure;
use crate::features::uploads::engine::refusal::BytesRefusal;
use crate::features::uploads::engine::target::{RemoteImage, Target};
use crate::features::uploads::engine::task::UploadTask;
use crate::i18n::numbers::part_of;

pub(super) fn tell_failure(upload: &UploadTask, failure: &Failure) -> StatusText {
    let deleted = match upload.remote {
        RemoteImage::Gone(_) => " The incomplete image was deleted.",
        _ => "",
    };
    let (state, detail) = match failure {
        Failure::NotRegistered(cause) => (
            "Not registered",
            format!("No image was made. {}", tell_cause_and_advice(cause)),
        ),
        Failure::OverQuota { over, text } => {
            ("Over quota", format!("{}{deleted}", tell_over(over, text)))
        }
        Failure::BytesRefused {
            declared,
            refusal,
            text,
        } => {
            let declared = declared
                .as_ref()
                .map_or("its format", |format| format.as_str());
            let why = match refusal {
                // Whatever it is, it is raw to Glance: what this browser saw says more.
                BytesRefusal::OtherFormat { found: Some(found) } if !upload.file.may_be(found) => {
                    let seen = upload.file.seen.as_ref().and_then(|seen| seen.finding);
                    let seen = seen.map_or_else(String::new, |code| format!(" {code}"));
                    format!("Glance does not take the file as {declared}.{seen}")
                }
                BytesRefusal::OtherFormat { found: Some(found) } => {
                    format!("Glance found {found} in the file, not {declared}.")
                }
                BytesRefusal::OtherFormat { found: None } => match words::sentence(text) {
                    Some(text) => format!("Glance does not take the file as {declared}: {text}"),
                    None => format!("Glance does not take the file as {declared}."),
                },
                BytesRefusal::Unsafe => format!(
                    "Glance's safety checks refuse this {declared} file. It may refer to another \
                     file or have a broken partition table."
                ),
            };
            let fate = match upload.target {
                Target::ExistingImage(_) => {
                    " The image can take no other data now: Glance keeps the refused bytes."
                }
                Target::NewImage(_) => deleted,
            };
            ("Refused", why + fate)
        }
        Failure::DataRefused(cause) => (
            "Refused",
            format!("{}{deleted}", tell_cause_and_advice(cause)),
        ),
        Failure::Interrupted { cause, sent } => (
            "Interrupted",
            format!(
                "{}{}{}",
                tell_loss(upload, cause, *sent),
                tell_rest(upload),
                tell_wait(cause)
            ),
        ),
        Failure::StuckSaving(_) => (
            "Stuck",
            "Glance still shows the image as saving, although nothing is sent any more. The \
             process that saved it is gone. Delete the image, or look again later."
                .to_owned(),
        ),
        Failure::ImageGone => (
            "Image gone",
            "The image was deleted while the upload was under way.".to_owned(),
        ),
        Failure::TakenByOther(status) => (
            "Taken",
            format!("Somebody else gave this image its data. Glance shows it as {status}."),
        ),
        Failure::FileChanged => (
            "File changed",
            format!(
                "The file was changed, moved or removed while it was read.{deleted} Choose it again."
            ),
        ),
    };
    StatusText::new(Tone::Negative, state, detail)
}

fn tell_rest(upload: &UploadTask) -> &'static str {
    match upload.remote {
        RemoteImage::HalfMade(_) => " The image is there without data and can take it again.",
        RemoteImage::Nothing => " No image was made.",
        _ => "",
    }
}

/// What broke a transfer and where.
pub(super) fn tell_loss(upload: &UploadTask, cause: &Cause, sent: Bytes) -> String {
    let what = match cause {
        Cause::Unreachable(Absent::ImageService) => "The image service went away".to_owned(),
        Cause::Unreachable(Absent::IdentityService) => "The identity service went away".to_owned(),
        Cause::Glance { error, .. } => match words::said(error) {
            Some(text) => format!("Glance ended the upload ({})", text.trim_end_matches('.')),
            None => {
                let how_far = match sent {
                    Bytes::ZERO => "No data was sent.".to_owned(),
                    _ => format!("It was sent up to {}.", part_of(sent, upload.file.size)),
                };
                return format!("{} {how_far}", words::headline(error.status));
            }
        },
        Cause::Gateway { message, .. } => {
            format!(
                "The gateway ended the upload ({})",
                message.trim_end_matches('.')
            )
        }
        Cause::Unintelligible => "An answer came that cannot be read".to_owned(),
        _ => "The connection was lost".to_owned(),
    };
    if sent == Bytes::ZERO {
        format!("{what} before any data was sent.")
    } else {
        format!("{what} at {}.", part_of(sent, upload.file.size))
    }
}
