//! What went wrong with a single request.

use gaze_shared::gateway::{ErrorKind, OverQuota};
use gaze_shared::glance::error::GlanceError;

use crate::api::words;
use crate::features::quota;
use crate::features::uploads::engine::cause::{Absent, Cause};

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
        Cause::Glance { error, .. } => said(error).unwrap_or_else(|| words::headline(error.status)),
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
        Cause::Glance { error, retry_after } => words::advice(error.status, *retry_after),
    };
    format!("{} {advice}", tell_cause(cause))
        .trim_end()
        .to_owned()
}

/// What Glance said, where it said anything to a person.
pub(super) fn said(error: &GlanceError) -> Option<String> {
    said_in(error.cause())
}

fn said_in(text: &str) -> Option<String> {
    words::sentence(text).map(|text| format!("Glance says: {text}"))
}

pub(super) fn tell_over(over: &[OverQuota], text: &str) -> String {
    if !over.is_empty() {
        return quota::tell_over(over);
    }
    said_in(text).unwrap_or_else(|| {
        "The file is larger than the cloud takes, or its store has no room for it.".to_owned()
    })
}
