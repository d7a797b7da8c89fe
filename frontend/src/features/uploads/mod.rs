//! Sending files into images and verifying what was stored.
//!
//! [`engine`] decides, natively testable; [`runner`] carries out by [`transports`] and [`hashing`];
//! [`store`] is what pages see; [`tray`] and [`view`] show it. [`session_estimate`] says whether one
//! outlives the session.
//! [`receipts`] and [`cloud_algorithm`] outlive the tab.

mod cloud_algorithm;
pub mod engine;
pub mod hashing;
pub(crate) mod random_id;
pub mod receipts;
mod runner;
pub mod session_estimate;
pub mod store;
pub mod transports;
pub mod tray;
mod upload_engine;
pub mod view;
pub mod watched;
pub mod words;
