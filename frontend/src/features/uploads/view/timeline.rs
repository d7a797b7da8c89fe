//! The five steps of an upload.

use leptos::prelude::*;

use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::engine::timeline::{StepState, UploadStep, timeline};
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
            StepState::Ahead => ", to come",
            StepState::Current => ", under way",
            StepState::Done => ", done",
            StepState::Halted => ", not done",
        };
        let icon = move || match state.get() {
            StepState::Ahead => Icon::HollowDot,
            StepState::Current => Icon::Arc,
            StepState::Done => Icon::Check,
            StepState::Halted => Icon::Cross,
        };
        view! {
            <li class="timeline-step" data-step=step.label() data-state=name>
                {dyn_view(move || view! { <IconView icon=icon()/> }.into_any())}
                {step.label()}
                <span class="visually-hidden">{dyn_view(said)}</span>
            </li>
        }
        .into_any()
    };
    view! {
        <ol class="timeline" aria-label="Steps of the upload">
            {(0..UploadStep::ALL.len()).map(item).collect_view()}
        </ol>
    }
}
