//! What went wrong with a single request.

use gaze_shared::gateway::ErrorKind;
use gaze_shared::units::Bytes;

use crate::upload::engine::cause::{Absent, Cause};
use crate::upload::engine::refusal::{OverLimit, Resource};

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

pub(super) fn tell_over(over: &[OverLimit], text: &str) -> String {
    if over.is_empty() {
        return match text {
            "" => "The file is larger than the cloud takes, or its store has no room for it."
                .to_owned(),
            text => format!("Glance says: {}.", text.trim_end_matches('.')),
        };
    }
    over.iter().map(tell_limit).collect::<Vec<_>>().join(" ")
}

fn tell_limit(over: &OverLimit) -> String {
    let mib = |number: i64| Bytes::from_mib(u64::try_from(number).unwrap_or_default());
    let OverLimit {
        limit,
        usage,
        delta,
        ..
    } = over;
    match &over.resource {
        Resource::SizeTotal => format!(
            "Your project may store {}. {} are used, and this file needs {} more.",
            mib(*limit),
            mib(*usage),
            mib(*delta)
        ),
        Resource::StageTotal => format!(
            "Your project may stage {} for import. {} are used.",
            mib(*limit),
            mib(*usage)
        ),
        Resource::CountTotal => {
            format!("Your project may have {limit} images and has {usage}.")
        }
        Resource::CountUploading => {
            format!("Your project may upload {limit} images at a time.")
        }
        Resource::Other(name) => {
            format!("The limit of {name} is {limit}; {usage} are used and {delta} more are needed.")
        }
    }
}
