//! What went wrong with a single request.

use crate::api::words;
use crate::features::quota;
use crate::features::uploads::engine::cause::{Absent, Cause};
use gaze_shared::gateway::{ErrorKind, OverQuota};

/// What went wrong with one request, as whole sentences.
#[must_use]
pub fn tell_cause(cause: &Cause) -> String {
    match cause {
        Cause::SignedOut => "You are signed out.".to_owned(),
        Cause::Unreachable(Absent::Gateway) => "Gaze cannot be reached.".to_owned(),
        Cause::Unreachable(Absent::IdentityService) => {
            "The identity service cannot be reached.".to_owned()
        }
        Cause::Unreachable(Absent::ImageService) => {
            "The image service cannot be reached.".to_owned()
        }
        Cause::Unintelligible => "The answer could not be read.".to_owned(),
        Cause::FileUnreadable => "The file could not be read.".to_owned(),
        Cause::TooMuch { over } => tell_over(over, ""),
        Cause::Gateway {
            kind: ErrorKind::BodyTooLarge,
            ..
        } => "The file is larger than this gateway lets through.".to_owned(),
        Cause::Gateway { message, .. } => message.clone(),
        Cause::Glance { error, .. } => match words::said(error) {
            Some(text) => format!("Glance says: {text}"),
            // Nobody but a limit of requests refuses by this status without a word.
            None if error.status == 413 => {
                "Something on the way to the image service takes no request as \
                 large as this one (status 413)."
                    .to_owned()
            }
            None => words::headline(error.status),
        },
    }
}

/// The same with what to do about it, for where nothing goes on by itself.
#[must_use]
pub(super) fn tell_cause_and_advice(cause: &Cause) -> String {
    let advice = match cause {
        Cause::SignedOut => "Sign in to go on.".to_owned(),
        Cause::Unreachable(Absent::Gateway) => {
            "Check the network connection, then try again.".to_owned()
        }
        Cause::Unreachable(_) | Cause::Unintelligible => {
            "Wait a moment, then try again.".to_owned()
        }
        Cause::FileUnreadable => "Choose it again.".to_owned(),
        Cause::TooMuch { .. } => String::new(),
        Cause::Gateway { advice, .. } => advice.clone(),
        Cause::Glance { error, .. } if error.status == 413 && words::said(error).is_none() => {
            "Use a smaller file, or ask whoever runs this cloud to raise that limit.".to_owned()
        }
        Cause::Glance { error, retry_after } => words::advice(error.status, *retry_after),
    };
    format!("{} {advice}", tell_cause(cause))
        .trim_end()
        .to_owned()
}

/// How long to wait before another try, where waiting is what helps.
pub(super) fn tell_wait(cause: &Cause) -> String {
    match cause {
        Cause::Glance { error, retry_after } if matches!(error.status, 408 | 429 | 500..) => {
            format!(" {}", words::advice(error.status, *retry_after))
        }
        _ => String::new(),
    }
}

pub(super) fn tell_over(over: &[OverQuota], text: &str) -> String {
    if !over.is_empty() {
        return quota::tell_over(over);
    }
    match words::sentence(text) {
        Some(text) => format!("Glance says: {text}"),
        None => "The quota of this project has no room for the file.".to_owned(),
    }
}
