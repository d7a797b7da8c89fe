//! What a person is told of a download.

use gaze_shared::digest::Verdict;

use super::engine::stage::{AfterStopping, DownloadEnd, DownloadStage, Failure, Reception};
use super::engine::task::DownloadTask;
use crate::api::ApiError;
use crate::i18n::dates::duration;
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::{ErrorView, StatusText, Tone, sentences};
use crate::workers::saving::SaveFailure;

/// Tells how a download is doing.
#[must_use]
pub fn status_text(download: &DownloadTask) -> StatusText {
    match &download.stage {
        DownloadStage::Checking | DownloadStage::Connecting => StatusText::new(
            Tone::Moving,
            text::downloads::preparing(),
            if download.has_lost() {
                text::downloads::goes_on_from_there()
            } else {
                ""
            },
        ),
        DownloadStage::Receiving(reception) => StatusText::new(
            Tone::Moving,
            text::downloads::downloading(),
            match reception {
                Reception::Appended => "",
                Reception::FromTheBeginning => text::downloads::reads_past(),
            },
        ),
        DownloadStage::Stopping(AfterStopping::GoOn(trouble)) => {
            in_vain(trouble, &tell_trouble(trouble))
        }
        DownloadStage::Waiting { trouble } => {
            let again = match trouble.retry_after() {
                Some(seconds) => text::uploads::tries_again_after(&duration(seconds)),
                None => text::uploads::tries_again().to_owned(),
            };
            in_vain(trouble, &sentences(&[&tell_trouble(trouble), &again]))
        }
        DownloadStage::Stopping(AfterStopping::Pause) | DownloadStage::Paused => StatusText::new(
            Tone::Caution,
            text::uploads::paused(),
            text::uploads::sign_in_to_project(&download.acting_as.project_name),
        ),
        DownloadStage::Concluding => {
            StatusText::new(Tone::Moving, text::downloads::comparing(), "")
        }
        DownloadStage::Keeping(_) => StatusText::new(
            Tone::Moving,
            text::downloads::saving(),
            text::downloads::put_in_its_place(),
        ),
        DownloadStage::Discarding(DownloadEnd::Cancelled) => {
            StatusText::new(Tone::Moving, text::downloads::cancelling(), "")
        }
        DownloadStage::Discarding(DownloadEnd::Failed(failure))
        | DownloadStage::Failed(failure) => tell_failure(download, failure),
        DownloadStage::Finished(Verdict::Verified(_)) => StatusText::new(
            Tone::Positive,
            text::uploads::verified(),
            text::downloads::same_bytes(),
        ),
        DownloadStage::Finished(_) => StatusText::new(
            Tone::Caution,
            text::downloads::saved_not_verified(),
            text::downloads::nothing_to_compare(),
        ),
        DownloadStage::Cancelled => StatusText::new(
            Tone::Neutral,
            text::uploads::cancelled(),
            text::downloads::not_kept(),
        ),
    }
}

/// Who has answered has lost no connection.
fn in_vain(trouble: &ApiError, why: &str) -> StatusText {
    let state = match trouble {
        ApiError::Unreachable | ApiError::NoResponse => text::uploads::connection_lost(),
        _ => text::uploads::waiting(),
    };
    let detail = sentences(&[why, text::downloads::goes_on_from_there()]);
    StatusText::new(Tone::Caution, state, detail)
}

/// What was in vain, without advice: what helps is done already.
fn tell_trouble(trouble: &ApiError) -> String {
    ErrorView::from(trouble.clone()).headline
}

fn tell_failure(download: &DownloadTask, failure: &Failure) -> StatusText {
    let negative = |state, detail: String| StatusText::new(Tone::Negative, state, detail);
    match failure {
        Failure::Refused(error) => negative(
            text::downloads::refused(),
            with_what_is_kept(download, error),
        ),
        Failure::Interrupted(error) => negative(
            text::downloads::interrupted(),
            with_what_is_kept(download, error),
        ),
        Failure::DataChanged => negative(
            text::downloads::data_changed(),
            text::downloads::other_data().to_owned(),
        ),
        Failure::Mismatch(_) => StatusText::new(
            Tone::Mismatch,
            text::uploads::does_not_match(),
            text::downloads::other_bytes(),
        ),
        Failure::NotSaved(failure) => negative(
            text::downloads::not_saved(),
            match failure {
                SaveFailure::NotPermitted => text::downloads::not_permitted(),
                SaveFailure::NoRoom => text::downloads::no_room(),
                SaveFailure::NotWritten => text::downloads::not_written(),
            }
            .to_owned(),
        ),
        Failure::Worker(fault) => negative(
            text::downloads::interrupted(),
            sentences(&[text::downloads::worker_failed(), tell_worker_fault(*fault)]),
        ),
    }
}

fn with_what_is_kept(download: &DownloadTask, error: &ApiError) -> String {
    let kept = if download.written().0 == 0 {
        String::new()
    } else {
        text::downloads::kept_so_far(&part_of(download.written(), download.meter.total()))
    };
    sentences(&[&ErrorView::from(error.clone()).in_a_line(), &kept])
}
