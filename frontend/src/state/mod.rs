//! What outlives a page: who is signed in, how it looks, what was just said.

pub mod clock;
pub mod config;
pub mod history;
pub mod navigation;
pub mod query;
pub mod reactive;
pub mod scroll;
pub mod session;
pub mod theme;
pub mod timer;
pub mod toasts;
pub mod unsaved;
