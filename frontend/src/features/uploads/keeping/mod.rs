//! What is kept in this browser of the uploads of its tabs, so that they outlive their page.
//!
//! [`record`] says what is worth keeping of an upload, [`candidates`] and [`offers`] what of it a person is
//! offered; they know no browser. [`database`] keeps it, [`keeper`] writes it as uploads go, [`tab_lock`] sees to it that two tabs
//! never send the same upload. How a later page goes on is in `resume`.

pub(super) mod candidates;
pub(super) mod database;
pub(super) mod keeper;
#[cfg(test)]
mod offer_tests;
pub(super) mod offers;
pub(super) mod record;
pub(super) mod tab_lock;

pub use offers::ResumeOffer;
pub(super) use tab_lock::TabLock;
