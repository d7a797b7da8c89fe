//! Something to be done later, unless it is called off.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// One thing at a time that waits to be done. It is called off with its owner.
#[derive(Clone, Copy)]
pub struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    /// A timer at which nothing waits.
    #[must_use]
    pub fn new() -> Self {
        let timer = Self(StoredValue::new(None));
        on_cleanup(move || timer.cancel());
        timer
    }

    /// Does `act` after `wait`, in the place of what waited before.
    pub fn start(self, wait: Duration, act: impl FnOnce() + 'static) {
        self.cancel();
        self.0.set_value(set_timeout_with_handle(act, wait).ok());
    }

    /// Calls off what waits.
    pub fn cancel(self) {
        if let Some(waiting) = self.0.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    }
}

impl Default for Timer {
    fn default() -> Self {
        Self::new()
    }
}
