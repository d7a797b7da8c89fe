//! What the browser does for a navigation: its history, its window, clicks on links.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, HtmlElement};

use crate::routes::Address;

/// What a step means for the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryStep {
    /// Back undoes it.
    New,
    /// Back goes to what was before it.
    Replace,
}

/// The number of the entry that the browser shows, if it has one.
pub(super) fn numbered_entry() -> Option<i32> {
    let state = window().history().and_then(|history| history.state());
    // Numbers are whole and small; the cast drops nothing.
    state.ok()?.as_f64().map(|number| number as i32)
}

/// Writes an entry: at another address, or the one that is shown with its number.
pub(super) fn write_history(step: HistoryStep, number: i32, target: Option<&str>) {
    if let Ok(history) = window().history() {
        let number = JsValue::from_f64(f64::from(number));
        // Fails only for an address of another origin, which no page of the dashboard has.
        let _another_origin = match step {
            HistoryStep::New => history.push_state_with_url(&number, "", target),
            HistoryStep::Replace => history.replace_state_with_url(&number, "", target),
        };
    }
}

pub(super) fn walk_history(steps: i32) {
    if let Ok(history) = window().history() {
        // Fails only in a document that is shown no more.
        let _gone = history.go_with_delta(steps);
    }
}

/// Shows the page from its beginning, and lets the keyboard begin there too: for what takes the place of
/// everything on a page without being another page.
pub fn begin_at_top() {
    scroll_to_top();
    focus_page();
}

/// Lets the keyboard go on at the beginning of the page, where it is scrolled to: for when what had the focus
/// is gone.
pub fn focus_page() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element of the page that takes the focus cannot refuse it.
        let _focused = main.focus_with_options(&options);
    }
}

pub(super) fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

pub(super) fn current_address() -> Address {
    let location = window().location();
    // A document always has an address.
    let (path, search) = (location.pathname(), location.search());
    Address {
        path: path.unwrap_or_default(),
        query: search
            .unwrap_or_default()
            .trim_start_matches('?')
            .to_owned(),
    }
}

/// Where a click on a link of the dashboard leads, unless it is meant for the browser: for a new tab,
/// a download or another site.
pub(super) fn link_target(event: &web_sys::MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !event.default_prevented()
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let own = window()
        .location()
        .origin()
        .is_ok_and(|origin| origin == link.origin());
    let for_browser = link.has_attribute("download") || link.has_attribute("target");
    (plain && own && !for_browser).then(|| format!("{}{}", link.pathname(), link.search()))
}
