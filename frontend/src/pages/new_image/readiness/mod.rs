//! What the one button of the page says, and why it cannot be used when it cannot: [`button`] decides it from values,
//! this gathers them.

mod button;

use gaze_shared::inspect::Severity;
use leptos::prelude::*;

use super::chosen_file::ChosenFile;
use super::form_state::FormState;
use super::inspecting::InspectionState;
use super::quota::FilesQuota;
use crate::session::config::Config;
use crate::ui::reactive::memo;
pub(super) use button::Readiness;
use button::{ContentVerdict, FileReadiness, FileState, FormReadiness, readiness};

/// What the button says now, reactively. The violations are those of what all images have alike.
pub(super) fn readiness_of(
    form: FormState,
    n_violations: Signal<usize>,
    quota: FilesQuota,
) -> Memo<Readiness> {
    let config = expect_context::<Config>();
    memo(move || {
        let files = form.files.get();
        let files: Vec<_> = files
            .iter()
            .map(|file| file_readiness(form, file))
            .collect();
        let all = FormReadiness {
            fit: quota.fit(),
            largest_file: config.largest_file(),
            unusable_checksum: form.expected.blocks_because(),
            n_violations: n_violations.get(),
        };
        readiness(&files, &all)
    })
}

/// How a file is doing, reactively.
fn file_readiness(form: FormState, file: &ChosenFile) -> FileReadiness {
    FileReadiness {
        name: file.name.clone(),
        size: file.outgoing().0,
        state: file.inspection_state.with(|state| match state {
            InspectionState::Awaited | InspectionState::UnderWay => FileState::Inspecting,
            InspectionState::Unreadable => FileState::Unreadable,
            InspectionState::Seen(_) | InspectionState::Unseen(_) => FileState::Ready,
        }),
        content: match file.gravest() {
            Some(Severity::Refused) => ContentVerdict::Refused,
            _ => ContentVerdict::Fine,
        },
        unusable_data: file.conversion.blocks_because(&file.name),
        unusable_checksum: form.expected.blocks_file_because(file.key),
        n_violations: file.own.violations.with(Vec::len),
    }
}
