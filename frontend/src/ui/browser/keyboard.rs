//! Keys that work anywhere on a page, except where a person types or a dialog is open.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Calls `hear` with the key for as long as the owner lives; `hear` tells whether it used the key.
pub fn on_plain_key(hear: impl Fn(&str) -> bool + 'static) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if plain && !event.default_prevented() && !is_spoken_for(&event) && hear(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key belongs to a control that takes text, or to an open dialog or menu.
fn is_spoken_for(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return false;
    };
    let closest = |selector| target.closest(selector).ok().flatten().is_some();
    closest("input, textarea, select, dialog, [popover], [contenteditable]")
        || document()
            .query_selector("dialog[open]")
            .ok()
            .flatten()
            .is_some()
}
