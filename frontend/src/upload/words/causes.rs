//! What went wrong with a single request.

use gaze_shared::gateway::{ErrorKind, OverQuota};

use crate::quota;
use crate::upload::engine::cause::{Absent, Cause};

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
        Cause::Glance(error) => match error.cause() {
            "" => format!("Glance answered with status {}.", error.status),
            text => format!("Glance says: {}.", text.trim_end_matches('.')),
        },
    }
}

pub(super) fn tell_over(over: &[OverQuota], text: &str) -> String {
    if !over.is_empty() {
        return quota::tell_over(over);
    }
    match text {
        "" => {
            "The file is larger than the cloud takes, or its store has no room for it.".to_owned()
        }
        text => format!("Glance says: {}.", text.trim_end_matches('.')),
    }
}
