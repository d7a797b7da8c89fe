//! Loads the chunk of a page when a person points at a link to it, or comes to it by the keyboard: before
//! they open it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};

use super::router;
use crate::routes::Route;

/// Listens from now on.
pub(super) fn start() {
    for event in ["pointerover", "focusin"] {
        // The listener stays as long as the page.
        let _stays = window_event_listener_untyped(event, move |event| {
            if let Some(route) = route_of_link(&event) {
                spawn_local(router::fetch(route));
            }
        });
    }
}

fn route_of_link(event: &web_sys::Event) -> Option<Route> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let own = window().location().origin().ok()?;
    Route::of(&link.pathname()).filter(|_| link.origin() == own)
}
