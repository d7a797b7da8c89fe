//! A button that opens a small panel below itself, on the native popover: a click elsewhere or
//! Escape closes it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::base::reactive::while_here;
use crate::ui::base::unique_id::unique_id;
use crate::ui::display::icon::{Icon, IconView};

/// A button with a panel. Choosing something in the panel closes it.
#[component]
pub fn Menu(
    /// What the button says to those who do not see it, where its look says less.
    #[prop(into)]
    label: Signal<String>,
    /// What the button shows.
    trigger: AnyView,
    /// Further classes of the button.
    #[prop(optional)]
    class: &'static str,
    /// Tells whether the panel is open, for what is loaded only then.
    #[prop(optional)]
    is_open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let id = unique_id("menu");
    let (button, popover) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    // The panel is in the top layer, so it is placed by hand under its button, inside the window.
    let place = move || {
        let (Some(button), Some(popover)) = (button.get_untracked(), popover.get_untracked())
        else {
            return;
        };
        let anchor = button.get_bounding_client_rect();
        let width = popover.offset_width();
        let window_width = document()
            .document_element()
            .map_or(width, |root| root.client_width());
        // Whole pixels, as the layout has them.
        let (below, beside) = (anchor.bottom() as i32 + 4, anchor.left() as i32);
        let left = beside.min(window_width - width - 8).max(8);
        let style = web_sys::HtmlElement::style(&popover);
        for (property, pixels) in [("left", left), ("top", below)] {
            // Fails only for a style that cannot be changed, which an element's own never is.
            let _read_only = style.set_property(property, &format!("{pixels}px"));
        }
    };
    let on_toggle = move |_: web_sys::Event| {
        let open = popover
            .get_untracked()
            .is_some_and(|popover| popover.matches(":popover-open").unwrap_or(false));
        is_open.set(open);
        if open {
            place();
        }
    };
    let close_after_choice = move |event: web_sys::MouseEvent| {
        let chosen = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.closest("a, button").ok().flatten().is_some());
        if chosen && let Some(popover) = popover.get_untracked() {
            // Fails only when it is closed already.
            let _closed = popover.hide_popover();
        }
    };
    view! {
        <button
            type="button"
            class=format!("menu-button {class}")
            popovertarget=id.clone()
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-label=move || label.get()
            node_ref=button
        >
            {trigger}
            <IconView icon=Icon::ChevronDown class="menu-chevron"/>
        </button>
        <div
            class="menu-panel"
            id=id
            popover="auto"
            node_ref=popover
            on:toggle=while_here(on_toggle)
            on:click=close_after_choice
        >
            {children()}
        </div>
    }
}
