//! Something to be done later, unless it is called off.

use std::time::Duration;

use futures_channel::oneshot;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Lets time pass.
pub async fn pause(duration: Duration) {
    let (over, waited) = oneshot::channel();
    set_timeout(
        move || {
            let _nobody_waits = over.send(());
        },
        duration,
    );
    // The timer lives as long as the page.
    let _over = waited.await;
}

/// One thing at a time that waits to be done. It is called off with its owner.
#[derive(Clone, Copy)]
pub struct Timer(StoredValue<Waiting>);

type Waiting = ArcStoredValue<Option<TimeoutHandle>>;

fn call_off(waiting: &Waiting) {
    if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
        handle.clear();
    }
}

impl Timer {
    /// A timer at which nothing waits.
    #[must_use]
    pub fn new() -> Self {
        let waiting = Waiting::new(None);
        // Held apart from the owner's values, which may go before this is run.
        let held = waiting.clone();
        on_cleanup(move || call_off(&held));
        Self(StoredValue::new(waiting))
    }

    /// Does `act` after `wait`, in the place of what waited before.
    pub fn start(self, wait: Duration, act: impl FnOnce() + 'static) {
        if let Some(waiting) = self.0.try_get_value() {
            call_off(&waiting);
            waiting.set_value(set_timeout_with_handle(act, wait).ok());
        }
    }

    /// Calls off what waits.
    pub fn cancel(self) {
        if let Some(waiting) = self.0.try_get_value() {
            call_off(&waiting);
        }
    }
}

impl Default for Timer {
    fn default() -> Self {
        Self::new()
    }
}
