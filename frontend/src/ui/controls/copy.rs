//! Copying an id, a digest or a command, and saying so where it happened.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::i18n::text;
use crate::ui::base::reactive::dyn_view;
use crate::ui::display::icon::{Icon, IconView};

const SAID_FOR: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq)]
enum CopyOutcome {
    None,
    Copied,
    Refused,
}

/// A small button that copies a text.
#[component]
pub fn CopyButton(
    /// What is copied, in words: "Copy image id".
    #[prop(into)]
    label: String,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let outcome = RwSignal::new(CopyOutcome::None);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            // `try_set`: the page may have been left meanwhile.
            let _left = outcome.try_set(if written.is_ok() {
                CopyOutcome::Copied
            } else {
                CopyOutcome::Refused
            });
            let forget = move || {
                let _left = outcome.try_set(CopyOutcome::None);
            };
            set_timeout(forget, SAID_FOR);
        });
    };
    let icon = move || match outcome.get() {
        CopyOutcome::None => Icon::Copy,
        CopyOutcome::Copied => Icon::Check,
        CopyOutcome::Refused => Icon::Cross,
    };
    let said = move || match outcome.get() {
        CopyOutcome::None => "",
        CopyOutcome::Copied => text::ui::copied(),
        CopyOutcome::Refused => text::ui::not_copied(),
    };
    view! {
        <button type="button" class="button button-quiet button-icon copy" aria-label=label.clone() title=label on:click=copy>
            {dyn_view(move || view! { <IconView icon=icon()/> }.into_any())}
        </button>
        <span class="visually-hidden" role="status">{dyn_view(said)}</span>
    }
}
