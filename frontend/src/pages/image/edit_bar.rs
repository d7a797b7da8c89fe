//! The bar at the bottom that gathers what was changed.

use gaze_shared::glance::image::Image;
use leptos::portal::Portal;
use leptos::prelude::*;

use super::editor::{Editor, Saving};
use super::patch_dialog::PatchSwitch;
use crate::api::Api;
use crate::i18n::codes::violations::violation;
use crate::i18n::plurals::count;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{ActionButton, ButtonLook, ErrorView, Icon, IconView, PAGE_BAR_ID};

/// Shown while anything is changed: how much, the exact patch, discard and save.
#[component]
pub(super) fn EditBar(editor: Editor, on_saved: Callback<Image>) -> impl IntoView {
    let is_shown = memo(move || editor.is_touched());
    // The bar lies above the tray, in the part of the shell that keeps to the bottom.
    dyn_view(move || {
        let place = is_shown
            .get()
            .then(|| document().get_element_by_id(PAGE_BAR_ID))
            .flatten();
        place.map(|place| {
            view! {
                <Portal mount=place>
                    <Bar editor=editor on_saved=on_saved/>
                </Portal>
            }
            .into_any()
        })
    })
}

#[component]
fn Bar(editor: Editor, on_saved: Callback<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let patch = PatchSwitch::from_url();
    let changed = move || {
        editor
            .changes
            .with(|changes| count(changes.len(), "change", "changes"))
    };
    let problem = Signal::derive(move || {
        editor
            .violations
            .with(|violations| violations.first().map(violation))
    });
    let is_running = Signal::derive(move || editor.saving.with(|s| *s == Saving::Running));
    let save_label = move || {
        if is_running.get() {
            "Saving"
        } else {
            "Save changes"
        }
        .to_owned()
    };
    let failed = move || {
        editor.saving.with(|saving| match saving {
            Saving::Failed { outcome, error } => {
                let shown = ErrorView::from(error.clone());
                let text = format!("{outcome} {}", shown.in_a_line());
                let request_id = shown.request_id;
                Some(view! {
                    <div class="edit-bar-error" role="alert">
                        <IconView icon=Icon::Warning/>
                        <p>
                            {text}
                            {request_id.map(|id| view! { {" "} <code>{id}</code> }.into_any())}
                        </p>
                    </div>
                })
            }
            _ => None,
        })
    };
    view! {
        <section class="edit-bar" aria-label="Unsaved changes">
            {dyn_view(failed)}
            <div class="edit-bar-line">
                <p class="edit-bar-count" role="status">
                    <span class="tabular">{dyn_view(changed)}</span>
                    {dyn_view(move || problem.get().map(|text| view! { <span class="edit-bar-problem">{text}</span> }.into_any()))}
                </p>
                <button type="button" class="button button-quiet" on:click=move |_| patch.open()>
                    {"Show patch"}
                </button>
                <button type="button" class="button" on:click=move |_| editor.discard()>
                    <IconView icon=Icon::Undo/>
                    {"Discard"}
                </button>
                <ActionButton
                    label=Signal::derive(save_label)
                    look=ButtonLook::Primary
                    on_click=Callback::new(move |()| editor.save(api, on_saved))
                    disabled_because=problem
                    busy=is_running
                />
            </div>
        </section>
    }
}
