//! Whether a chosen virtual appliance is as its manifest says. Glance does not look at it.

use futures_util::future::{AbortHandle, abortable};
use gaze_shared::appliance::{ManifestFault, ManifestVerdict};
use gaze_shared::inspect::{Detected, Inspection};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::i18n::text;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::reactive::dyn_view;
use crate::workers::protocol::{ReadFailure, Report, Task};
use crate::workers::{Heard, ask_worker};

#[derive(Clone, Debug, PartialEq)]
enum ManifestState {
    /// The file is no appliance.
    NotNeeded,
    UnderWay,
    Checked(ManifestVerdict),
    NotRead(ReadFailure),
}

/// The comparison of one file. It lives as long as the file is chosen.
#[derive(Clone)]
pub(super) struct ManifestCheck {
    state: ArcRwSignal<ManifestState>,
    work: ArcRwSignal<Option<AbortHandle>>,
}

impl ManifestCheck {
    pub(super) fn new() -> Self {
        Self {
            state: ArcRwSignal::new(ManifestState::NotNeeded),
            work: ArcRwSignal::new(None),
        }
    }

    /// Compares an appliance in a worker, beside the form.
    pub(super) fn begin(&self, file: File, inspection: &Inspection) {
        let is_begun = self
            .state
            .with_untracked(|state| *state != ManifestState::NotNeeded);
        if inspection.detected != Some(Detected::Ova) || is_begun {
            return;
        }
        self.state.set(ManifestState::UnderWay);
        let (work, handle) = abortable(verdict(file));
        self.work.set(Some(handle));
        let state = self.state.clone();
        spawn_local(async move {
            // What is stopped is begun anew where it is needed.
            if let Ok(checked) = work.await {
                state.set(match checked {
                    Ok(verdict) => ManifestState::Checked(verdict),
                    Err(why) => ManifestState::NotRead(why),
                });
            }
        });
    }

    /// The file is not chosen any more, or not on the screen.
    pub(super) fn stop(&self) {
        if let Some(work) = self.work.get_untracked() {
            work.abort();
        }
        if self
            .state
            .with_untracked(|state| *state == ManifestState::UnderWay)
        {
            self.state.set(ManifestState::NotNeeded);
        }
    }
}

async fn verdict(file: File) -> Result<ManifestVerdict, ReadFailure> {
    match ask_worker(Task::CheckManifest, file, |_| ()).await? {
        Heard::Report(Report::ManifestChecked(verdict)) => Ok(verdict),
        _ => Err(ReadFailure::mistaken()),
    }
}

/// What came of it, in a line.
#[component]
pub(super) fn ManifestLine(check: ManifestCheck) -> impl IntoView {
    let state = check.state;
    dyn_view(move || {
        let hint =
            |text: String| view! { <p class="field-hint" role="status">{text}</p> }.into_any();
        let fault =
            |text: String| view! { <p class="field-error" role="alert">{text}</p> }.into_any();
        Some(match state.get() {
            ManifestState::NotNeeded => return None,
            ManifestState::UnderWay => hint(text::appliance::comparing().to_owned()),
            ManifestState::Checked(ManifestVerdict::Absent) => {
                hint(text::appliance::no_manifest().to_owned())
            }
            ManifestState::Checked(ManifestVerdict::Holds(files)) => {
                hint(text::appliance::holds(files))
            }
            ManifestState::Checked(ManifestVerdict::Faulty(why)) => fault(tell(&why)),
            ManifestState::NotRead(ReadFailure::Worker(why)) => {
                hint(tell_worker_fault(why).to_owned())
            }
            ManifestState::NotRead(_) => {
                fault(text::upload_causes::changed_while_read().to_owned())
            }
        })
    })
}

fn tell(fault: &ManifestFault) -> String {
    match fault {
        ManifestFault::Unreadable => text::appliance::unreadable().to_owned(),
        ManifestFault::Missing(file) => text::appliance::missing(file),
        ManifestFault::Differs(file) => text::appliance::differs(file),
    }
}
