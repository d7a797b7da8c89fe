//! Time, which an engine is told and never asks for.

use leptos::prelude::window;

/// A point in time: milliseconds on a clock that only runs forward (`performance.now()`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

impl Moment {
    /// Milliseconds from `earlier` to here; 0 when `earlier` is later.
    #[must_use]
    pub fn millis_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Now, as the browser counts.
#[must_use]
pub fn now() -> Moment {
    let millis = window()
        .performance()
        .map_or_else(js_sys::Date::now, |clock| clock.now());
    // Never negative; the cast drops the fraction.
    Moment(millis as u64)
}
