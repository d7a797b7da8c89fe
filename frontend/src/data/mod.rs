//! What is loaded, and kept fresh, for as long as a page shows it.

mod poll;
mod query;

pub use query::{LoadError, Loaded, Query, RESPONSE_TIMEOUT};
