//! Who asks Glance what a project uses: one at a time in all isolates (`refresh_claim`) and in one
//! (`refresh_tracker`).

pub mod refresh_claim;
mod refresh_tracker;

pub use refresh_tracker::{RefreshEnd, RefreshFailure, RefreshTracker};
