//! Asking again from time to time, while the tab is shown.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::reactive::effect;
use crate::ui::timer::Timer;

/// The polling of [`super::Query::poll`], apart from what is loaded.
pub(super) fn poll(
    is_loading: RwSignal<bool>,
    reload: Trigger,
    wait: Box<dyn Fn() -> Option<Duration>>,
) {
    let timer = Timer::new();
    let is_shown = RwSignal::new(!document().hidden());
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        is_shown.set(!document().hidden());
    });
    on_cleanup(move || listener.remove());
    let was_hidden = StoredValue::new(false);
    effect(move || {
        timer.cancel();
        let is_shown = is_shown.get();
        let Some(wait) = wait().filter(|_| !is_loading.get()) else {
            return;
        };
        if !is_shown {
            was_hidden.set_value(true);
        } else if was_hidden.get_value() {
            was_hidden.set_value(false);
            reload.notify();
        } else {
            timer.start(wait, move || reload.notify());
        }
    });
}
