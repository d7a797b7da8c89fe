//! The ledger: its state, what it is asked for, and how it is stored.

mod counting;
mod day;
mod entry;
pub(super) mod known;
pub(super) mod memory;
mod observing;
mod observing_rejected;
pub(super) mod open;
pub(super) mod rejected;
mod reserving;
mod settling;
pub(super) mod state;
pub(super) mod stored;
mod unobserved;
