//! The bar at the bottom that gathers what was changed.

use gaze_shared::glance::image::Image;
use leptos::html;
use leptos::portal::Portal;
use leptos::prelude::*;

use super::editor::{Editor, SaveStep, Saving};
use super::patch_dialog::PatchSwitch;
use crate::api::Api;
use crate::features::image_form::problem;
use crate::i18n::text::image_edit;
use crate::session::tell_outcome;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::{ActionButton, ButtonStyle, ErrorView, Icon, IconView, PAGE_BAR_ID};

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
            .with(|changes| image_edit::changes(changes.len()))
    };
    let wrong = Signal::derive(move || {
        editor
            .violations
            .with(|violations| violations.first().map(problem))
    });
    let is_running = Signal::derive(move || editor.saving.with(|s| *s == Saving::Running));
    let save_label = move || {
        if is_running.get() {
            image_edit::saving()
        } else {
            image_edit::save()
        }
        .to_owned()
    };
    let failed = move || {
        editor.saving.with(|saving| match saving {
            Saving::Failed { step, error } => {
                let outcome = match step {
                    SaveStep::Read => image_edit::nothing_saved().to_owned(),
                    SaveStep::Send => tell_outcome(error, image_edit::nothing_saved()),
                };
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
    let bar = NodeRef::<html::Section>::new();
    // It comes, and grows, while somebody types.
    effect(move || {
        wrong.track();
        editor.saving.track();
        if bar.get().is_some() {
            request_animation_frame(move || uncover_focus(bar));
        }
    });
    view! {
        <section class="edit-bar" aria-label=image_edit::unsaved_changes() node_ref=bar>
            {dyn_view(failed)}
            <div class="edit-bar-line">
                <p class="edit-bar-count" role="status">
                    <span class="tabular">{dyn_view(changed)}</span>
                    {dyn_view(move || wrong.get().map(|text| view! { <span class="edit-bar-problem">{text}</span> }.into_any()))}
                </p>
                <button type="button" class="button button-quiet" on:click=move |_| patch.open()>
                    {image_edit::show_patch()}
                </button>
                <button type="button" class="button" on:click=move |_| editor.discard()>
                    <IconView icon=Icon::Undo/>
                    {image_edit::discard()}
                </button>
                <ActionButton
                    label=Signal::derive(save_label)
                    style=ButtonStyle::Primary
                    on_click=Callback::new(move |()| editor.save(api, on_saved))
                    disabled_because=wrong
                    busy=is_running
                />
            </div>
        </section>
    }
}

/// Scrolls what is typed in from behind the bar, as the browser does for what takes the focus later.
fn uncover_focus(bar: NodeRef<html::Section>) {
    // The space around a focused control, in pixels.
    const SPACE: f64 = 12.0;
    let typed_in = document().active_element().filter(|element| {
        element
            .matches("input, select, textarea")
            .unwrap_or_default()
    });
    // The page may have been left meanwhile.
    if let (Some(control), Some(Some(bar))) = (typed_in, bar.try_get_untracked()) {
        let covered = control.get_bounding_client_rect().bottom() + SPACE
            - bar.get_bounding_client_rect().top();
        if covered > 0.0 {
            window().scroll_by_with_x_and_y(0.0, covered);
        }
    }
}
