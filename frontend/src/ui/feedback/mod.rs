//! What a person is told: that something failed, is missing, is loaded, or has happened.

pub mod announcer;
pub mod empty;
pub mod error_panel;
pub mod error_view;
pub mod lazy;
pub mod toasts;
