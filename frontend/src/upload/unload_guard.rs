//! Asks before the page is left while something moves.

use leptos::prelude::*;

/// Asks as long as `moving` is not 0. The words are the browser's own; a page cannot choose them.
pub(super) fn install(moving: Memo<usize>) {
    // The listener stays as long as the page.
    let _stays = window_event_listener_untyped("beforeunload", move |event| {
        if moving.get_untracked() > 0 {
            event.prevent_default();
        }
    });
}
