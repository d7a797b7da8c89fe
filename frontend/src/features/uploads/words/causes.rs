//! What went wrong with a single request.

use gaze_shared::gateway::{ErrorKind, OverQuota, TusFailure};

use crate::features::quota;
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::i18n::codes::{gateway, statuses};
use crate::i18n::text;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::sentences;

/// What went wrong with one request, as whole sentences.
#[must_use]
pub fn tell_cause(cause: &Cause) -> String {
    let sentence: &str = match cause {
        Cause::SignedOut => text::api::signed_out(),
        Cause::Unreachable(Absent::Gateway) => text::api::unreachable(),
        Cause::Unreachable(Absent::IdentityService) => text::upload_causes::identity_unreachable(),
        Cause::Unreachable(Absent::ImageService) => text::upload_causes::images_unreachable(),
        Cause::Unintelligible => text::api::unreadable(),
        Cause::FileUnreadable => text::upload_causes::file_unreadable(),
        Cause::ReaderBroke(fault) => tell_worker_fault(*fault),
        Cause::TooMuch { over } => return tell_over(over, ""),
        Cause::Gateway { error, .. } if error.error.kind == ErrorKind::BodyTooLarge => {
            text::upload_causes::larger_than_gateway_takes()
        }
        Cause::Gateway { error, .. } => return gateway::headline(error),
        Cause::NotDelivered(failure) => not_delivered(*failure),
        Cause::Glance { error, .. } => match statuses::said(error) {
            Some(said) => return text::upload_causes::glance_says(&said),
            // Nobody but a limit of requests refuses by this status without a word.
            None if error.status == 413 => text::upload_causes::too_large_on_the_way(),
            None => return statuses::headline(error.status),
        },
    };
    sentence.to_owned()
}

fn not_delivered(failure: TusFailure) -> &'static str {
    match failure {
        TusFailure::BytesMissing => text::upload_causes::gateway_lost_data(),
        TusFailure::GaveUp
        | TusFailure::ImageGone
        | TusFailure::ImageTaken
        | TusFailure::ImageStuck
        | TusFailure::Refused { .. } => text::upload_causes::not_taken_from_gateway(),
    }
}

/// The same with what to do about it, for where nothing goes on by itself.
#[must_use]
pub(super) fn tell_cause_and_advice(cause: &Cause) -> String {
    let general;
    let advice: &str = match cause {
        Cause::SignedOut => text::api::sign_in(),
        Cause::Unreachable(Absent::Gateway) => text::api::check_connection(),
        Cause::Unreachable(_) | Cause::Unintelligible => text::http::wait_a_moment(),
        Cause::FileUnreadable => text::upload_causes::choose_it_again(),
        Cause::TooMuch { .. } | Cause::NotDelivered(_) | Cause::ReaderBroke(_) => "",
        Cause::Gateway { error, .. } => {
            general = gateway::advice(error);
            &general
        }
        Cause::Glance { error, .. } if error.status == 413 && statuses::said(error).is_none() => {
            text::upload_causes::use_a_smaller_file()
        }
        Cause::Glance { error, retry_after } => {
            general = statuses::advice(error.status, *retry_after);
            &general
        }
    };
    sentences(&[&tell_cause(cause), advice])
}

/// How long to wait before another try, where waiting is what helps.
pub(super) fn tell_wait(cause: &Cause) -> String {
    match cause {
        Cause::Glance { error, retry_after } if matches!(error.status, 408 | 429 | 500..) => {
            statuses::advice(error.status, *retry_after)
        }
        _ => String::new(),
    }
}

pub(super) fn tell_over(over: &[OverQuota], said: &str) -> String {
    if !over.is_empty() {
        return quota::tell_over(over);
    }
    match statuses::sentence(said) {
        Some(said) => text::upload_causes::glance_says(&said),
        None => text::upload_causes::no_room().to_owned(),
    }
}
