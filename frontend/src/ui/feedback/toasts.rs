//! One short message about what happened elsewhere than under the person's eyes. Errors are not
//! toasts: they stay at their place.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Long enough to read two short sentences twice.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// The message that is shown now: at most one, the newest.
#[derive(Clone, Copy)]
pub struct Toasts {
    current: RwSignal<Option<String>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Toasts {
    /// Nothing to say yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            current: RwSignal::new(None),
            timer: StoredValue::new(None),
        }
    }

    /// Shows a message in place of the one before.
    pub fn show(self, text: impl Into<String>) {
        self.current.set(Some(text.into()));
        self.release();
    }

    /// What is shown, reactively.
    #[must_use]
    pub fn current(self) -> Signal<Option<String>> {
        self.current.into()
    }

    /// Takes the message away.
    pub fn dismiss(self) {
        self.hold();
        self.current.set(None);
    }

    /// Keeps the message as long as the person is at it.
    pub fn hold(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Lets the message go after its time.
    pub fn release(self) {
        self.hold();
        let timer = set_timeout_with_handle(move || self.current.set(None), SHOWN_FOR);
        self.timer.set_value(timer.ok());
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}
