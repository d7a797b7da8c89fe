//! A modal dialog on the native element, which traps the focus and gives it back by itself.

use leptos::html;
use leptos::prelude::*;

use crate::ui::base::reactive::{dyn_view, effect};
use crate::ui::base::show::Show;
use crate::ui::base::unique_id::unique_id;

/// A modal dialog. Its content exists only while it is open.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    /// The person wants to leave it, by Escape or by a click beside it. Without this they cannot.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    #[prop(into)] title: Signal<String>,
    /// Further classes, for its width.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("dialog");
    let labelled_by = title_id.clone();
    effect(move || {
        let wanted = open.get();
        let Some(element) = element.get() else { return };
        if wanted && !element.open() {
            // Fails only for a dialog that is open already or not in the page.
            let _already_open = element.show_modal();
        } else if !wanted && element.open() {
            element.close();
        }
    });
    let leave = move || {
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let on_cancel = move |event: web_sys::Event| {
        // The state decides whether it is open, not the element.
        event.prevent_default();
        leave();
    };
    let on_click = move |event: web_sys::MouseEvent| {
        // The dialog itself has no padding: a click on it is a click on the backdrop.
        let beside = element
            .get_untracked()
            .zip(event.target())
            .is_some_and(|(dialog, target)| {
                *AsRef::<web_sys::EventTarget>::as_ref(&dialog) == target
            });
        if beside {
            leave();
        }
    };
    view! {
        <dialog
            class=format!("dialog {class}")
            node_ref=element
            aria-labelledby=labelled_by
            on:cancel=on_cancel
            on:mousedown=on_click
        >
            <Show when=move || open.get()>
                <div class="dialog-panel">
                    <h2 class="dialog-title" id=title_id.clone()>{dyn_view(move || title.get())}</h2>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
