//! How something is doing: icon and word.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use crate::ui::base::reactive::dyn_view;
use crate::ui::base::status_text::{StatusText, Tone};

/// Icon and word of a state.
#[component]
pub fn StateLine(#[prop(into)] status: Signal<StatusText>) -> impl IntoView {
    let class = move || {
        let role = match status.with(|status| status.tone) {
            Tone::Neutral => "status-neutral",
            Tone::Moving => "status-moving",
            Tone::Caution => "status-caution",
            Tone::Negative | Tone::Mismatch => "status-negative",
            Tone::Positive => "status-positive",
        };
        format!("status {role}")
    };
    let icon = move || match status.with(|status| status.tone) {
        Tone::Neutral => Icon::HollowDot,
        Tone::Moving => Icon::Arc,
        Tone::Caution => Icon::Warning,
        Tone::Negative => Icon::Cross,
        Tone::Mismatch => Icon::CrossedCheck,
        Tone::Positive => Icon::DoubleCheck,
    };
    view! {
        <span class=class>
            {dyn_view(move || view! { <IconView icon=icon()/> }.into_any())}
            {dyn_view(move || status.with(|status| status.state))}
        </span>
    }
}
