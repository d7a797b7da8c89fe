//! The five steps of an upload.

use leptos::prelude::*;

use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::engine::timeline::{StepState, UploadStep, timeline};
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView};

/// The steps inspected → admitted → sent → stored → verified.
#[component]
pub fn Timeline(#[prop(into)] upload: Signal<UploadTask>) -> impl IntoView {
    let steps = memo(move || upload.with(timeline));
    let item = move |index: usize| {
        let step = UploadStep::ALL[index];
        let state = memo(move || steps.with(|steps| steps[index].1));
        let name = move || match state.get() {
            StepState::Ahead => "ahead",
            StepState::Current => "current",
            StepState::Done => "done",
            StepState::Halted => "halted",
        };
        let said = move || match state.get() {
            StepState::Ahead => text::uploads::to_come(),
            StepState::Current => text::uploads::under_way(),
            StepState::Done => text::uploads::done(),
            StepState::Halted => text::uploads::not_done(),
        };
        let icon = move || match state.get() {
            StepState::Ahead => Icon::HollowDot,
            StepState::Current => Icon::Arc,
            StepState::Done => Icon::Check,
            StepState::Halted => Icon::Cross,
        };
        view! {
            <li class="timeline-step" data-state=name>
                {dyn_view(move || view! { <IconView icon=icon()/> }.into_any())}
                {label(step)}
                <span class="visually-hidden">", " {dyn_view(said)}</span>
            </li>
        }
        .into_any()
    };
    view! {
        <ol class="timeline" aria-label=text::uploads::steps()>
            {(0..UploadStep::ALL.len()).map(item).collect_view()}
        </ol>
    }
}

fn label(step: UploadStep) -> &'static str {
    match step {
        UploadStep::Inspected => text::uploads::inspected(),
        UploadStep::Admitted => text::uploads::admitted(),
        UploadStep::Sent => text::uploads::sent(),
        UploadStep::Stored => text::uploads::stored(),
        UploadStep::Verified => text::uploads::verified(),
    }
}
