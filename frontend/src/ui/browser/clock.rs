//! The time, for what is shown relative to it. Ticks twice a minute, so that "now" does not stay.

use std::time::Duration;

use leptos::prelude::*;

const TICK: Duration = Duration::from_secs(30);

/// Seconds since the Unix epoch, ticking.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<i64>);

impl Clock {
    /// Starts the clock of the application.
    #[must_use]
    pub fn start() -> Self {
        let now = RwSignal::new(unix_seconds());
        set_interval(move || now.set(unix_seconds()), TICK);
        Self(now)
    }

    /// Seconds since the Unix epoch, reactively.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.get()
    }
}

/// The browser's idea of the time, in seconds since the Unix epoch.
#[must_use]
pub fn unix_seconds() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit into 53 bits"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    milliseconds / 1000
}
