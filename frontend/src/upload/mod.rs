//! Sending files into images and verifying what was stored.
//!
//! [`engine`] decides, natively testable; [`runner`] carries out by [`transport`] and [`hash_pool`];
//! [`uploads`] is what pages see; [`tray`] and [`view`] show it. [`foresight`] looks ahead.
//! [`receipts`] outlive the tab.

pub mod engine;
pub mod foresight;
pub mod hash_pool;
pub(crate) mod numbers;
pub(crate) mod random_id;
pub mod receipts;
mod runner;
pub mod transport;
pub mod tray;
pub mod uploads;
pub mod view;
pub mod words;
