//! Why an upload came to a halt, and what became of the image.

use gaze_shared::glance::error::GlanceError;
use gaze_shared::glance::image::DiskFormat;
use gaze_shared::units::Bytes;

use super::causes::{tell_cause_and_advice, tell_over, tell_wait};
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::expected::Unexpected;
use crate::features::uploads::engine::failure::Failure;
use crate::features::uploads::engine::refusal::BytesRefusal;
use crate::features::uploads::engine::target::{RemoteImage, Target};
use crate::features::uploads::engine::task::UploadTask;
use crate::i18n::codes::findings;
use crate::i18n::codes::{gateway, statuses};
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::{StatusText, Tone, sentences};

pub(super) fn tell_failure(upload: &UploadTask, failure: &Failure) -> StatusText {
    let deleted = match upload.remote {
        RemoteImage::Gone(_) => text::upload_causes::incomplete_deleted(),
        _ => "",
    };
    let (state, detail) = match failure {
        Failure::NotRegistered(cause) => (
            text::upload_causes::not_registered(),
            sentences(&[
                text::upload_causes::no_image_made(),
                &tell_cause_and_advice(cause),
            ]),
        ),
        Failure::OverQuota { over, text: said } => (
            text::upload_causes::over_quota(),
            sentences(&[&tell_over(over, said), deleted]),
        ),
        Failure::BytesRefused {
            declared,
            refusal,
            text: said,
        } => {
            let why = tell_refusal(
                upload,
                refusal,
                declared.as_ref().map(DiskFormat::as_str),
                said,
            );
            let fate = match upload.target {
                Target::ExistingImage(_) => text::upload_causes::keeps_refused_bytes(),
                Target::NewImage(_) => deleted,
            };
            (text::upload_causes::refused(), sentences(&[&why, fate]))
        }
        Failure::DataRefused(cause) => (
            text::upload_causes::refused(),
            sentences(&[&tell_cause_and_advice(cause), deleted]),
        ),
        Failure::Interrupted { cause, sent } => (
            text::upload_causes::interrupted(),
            sentences(&[
                &tell_loss(upload, cause, *sent),
                tell_rest(upload),
                &tell_wait(cause),
            ]),
        ),
        Failure::StuckSaving(_) => (
            text::upload_causes::stuck(),
            text::upload_causes::stuck_saving().to_owned(),
        ),
        Failure::ImageGone => (
            text::upload_causes::image_gone(),
            text::upload_causes::deleted_meanwhile().to_owned(),
        ),
        Failure::TakenByOther(status) => (
            text::upload_causes::taken(),
            text::upload_causes::taken_by_other(status.as_str()),
        ),
        Failure::NotExpected(unexpected) => {
            let fate = match (&upload.target, &upload.remote) {
                (_, RemoteImage::Gone(_)) => text::uploads::image_deleted(),
                (Target::ExistingImage(_), _) => text::uploads::still_without_data(),
                _ => "",
            };
            (
                text::upload_causes::not_expected(),
                sentences(&[
                    &tell_unexpected(upload, unexpected),
                    fate,
                    text::upload_causes::get_the_expected(),
                ]),
            )
        }
        Failure::OtherFile => (
            text::upload_causes::other_file(),
            text::upload_causes::not_what_was_sent().to_owned(),
        ),
        Failure::FileNeeded => (
            text::upload_causes::file_needed(),
            text::upload_causes::choose_file_to_go_on().to_owned(),
        ),
        Failure::FileChanged => (
            text::upload_causes::file_changed(),
            sentences(&[
                text::upload_causes::changed_while_read(),
                deleted,
                text::upload_causes::choose_it_again(),
            ]),
        ),
    };
    let tone = match failure {
        Failure::NotExpected(_) => Tone::Mismatch,
        _ => Tone::Negative,
    };
    StatusText::new(tone, state, detail)
}

/// That a file is another one than was expected.
pub(super) fn tell_unexpected(upload: &UploadTask, unexpected: &Unexpected) -> String {
    text::upload_causes::has_another_digest(unexpected.algorithm.label(), &upload.file.name)
}

/// Why Glance does not take the bytes. `said` are its own words.
fn tell_refusal(
    upload: &UploadTask,
    refusal: &BytesRefusal,
    declared: Option<&str>,
    said: &str,
) -> String {
    if let BytesRefusal::OtherFormat { found: Some(found) } = refusal
        && !upload.file.may_be(found)
    {
        // Whatever it is, it is raw to Glance: what this browser saw says more.
        let not_taken = declared.map_or_else(
            || text::upload_causes::not_taken().to_owned(),
            text::upload_causes::not_taken_as,
        );
        let seen = upload.file.seen.as_ref().and_then(|seen| seen.finding);
        let seen = seen.map(findings::finding).unwrap_or_default();
        return sentences(&[&not_taken, &seen]);
    }
    let said = statuses::sentence(said);
    match (refusal, declared, said.as_deref()) {
        (BytesRefusal::OtherFormat { found: Some(found) }, Some(declared), _) => {
            text::upload_causes::found_other_format(found.as_str(), declared)
        }
        (BytesRefusal::OtherFormat { found: Some(found) }, None, _) => {
            text::upload_causes::found_format(found.as_str())
        }
        (BytesRefusal::OtherFormat { found: None }, Some(declared), Some(said)) => {
            text::upload_causes::not_taken_as_because(declared, said)
        }
        (BytesRefusal::OtherFormat { found: None }, Some(declared), None) => {
            text::upload_causes::not_taken_as(declared)
        }
        (BytesRefusal::OtherFormat { found: None }, None, Some(said)) => {
            text::upload_causes::not_taken_because(said)
        }
        (BytesRefusal::OtherFormat { found: None }, None, None) => {
            text::upload_causes::not_taken().to_owned()
        }
        (BytesRefusal::Unsafe, Some(declared), _) => text::upload_causes::not_safe_as(declared),
        (BytesRefusal::Unsafe, None, _) => text::upload_causes::not_safe().to_owned(),
    }
}

fn tell_rest(upload: &UploadTask) -> &'static str {
    match upload.remote {
        RemoteImage::HalfMade(_) => text::upload_causes::can_take_data_again(),
        RemoteImage::Nothing => text::upload_causes::no_image_made(),
        _ => "",
    }
}

/// What broke a transfer and where.
pub(super) fn tell_loss(upload: &UploadTask, cause: &Cause, sent: Bytes) -> String {
    let how_far = (sent > Bytes::ZERO).then(|| part_of(sent, upload.file.size));
    let before = match (cause, how_far.as_deref()) {
        (Cause::Unreachable(Absent::ImageService), None) => text::upload_causes::images_lost(),
        (Cause::Unreachable(Absent::ImageService), Some(at)) => {
            return text::upload_causes::images_lost_at(at);
        }
        (Cause::Unreachable(Absent::IdentityService), None) => text::upload_causes::identity_lost(),
        (Cause::Unreachable(Absent::IdentityService), Some(at)) => {
            return text::upload_causes::identity_lost_at(at);
        }
        (Cause::Glance { error, .. }, how_far) => return tell_end_by_glance(error, how_far),
        (Cause::Gateway { error, .. }, how_far) => {
            let said = gateway::headline(error);
            let said = said.trim_end_matches('.');
            return match how_far {
                None => text::upload_causes::ended_by_gateway(said),
                Some(at) => text::upload_causes::ended_by_gateway_at(said, at),
            };
        }
        (Cause::ReaderBroke(fault), None) => tell_worker_fault(*fault),
        (Cause::ReaderBroke(fault), Some(at)) => {
            return sentences(&[
                tell_worker_fault(*fault),
                &text::upload_causes::sent_up_to(at),
            ]);
        }
        (Cause::Unintelligible, None) => text::upload_causes::unreadable_answer(),
        (Cause::Unintelligible, Some(at)) => return text::upload_causes::unreadable_answer_at(at),
        (_, None) => text::upload_causes::connection_lost(),
        (_, Some(at)) => return text::upload_causes::connection_lost_at(at),
    };
    before.to_owned()
}

fn tell_end_by_glance(error: &GlanceError, how_far: Option<&str>) -> String {
    let said = statuses::said(error);
    let said = said.as_deref().map(|said| said.trim_end_matches('.'));
    match (said, how_far) {
        (Some(said), None) => text::upload_causes::ended_by_glance(said),
        (Some(said), Some(at)) => text::upload_causes::ended_by_glance_at(said, at),
        (None, None) => sentences(&[
            &statuses::headline(error.status),
            text::upload_causes::no_data_sent(),
        ]),
        (None, Some(at)) => sentences(&[
            &statuses::headline(error.status),
            &text::upload_causes::sent_up_to(at),
        ]),
    }
}
