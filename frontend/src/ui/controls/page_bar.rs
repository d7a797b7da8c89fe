//! The place for a bar that keeps to the bottom of the window.

/// The element above the tray where a page puts such a bar.
pub const PAGE_BAR_ID: &str = "shell-bar";
