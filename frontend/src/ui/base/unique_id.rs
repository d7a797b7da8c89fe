//! Ids that tie labels, hints and errors to their control.

use std::cell::Cell;

/// An id that no other element of the page has: `prefix` and a number.
#[must_use]
pub fn unique_id(prefix: &str) -> String {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(1) };
    }
    let number = NEXT.get();
    NEXT.set(number + 1);
    format!("{prefix}-{number}")
}
