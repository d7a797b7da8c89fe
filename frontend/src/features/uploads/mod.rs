//! Sending files into images and verifying what was stored.
//!
//! [`engine`] decides, natively testable; [`runner`] carries out by [`transports`] and [`hash_pool`];
//! [`source`] is a file and what is sent of it; [`store`] is what pages see; [`tray`] and [`view`] show it. [`session_estimate`] says whether one
//! outlives the session.
//! [`local_receipts`] and [`cloud_algorithm`] outlive the tab.

mod chunk_reader;
pub mod cloud_algorithm;
pub mod engine;
pub mod file_hash;
pub mod hash_pool;
mod keeping;
pub mod local_receipts;
pub(crate) mod random_id;
pub mod resume;
mod runner;
pub mod session_estimate;
pub mod source;
pub mod store;
pub mod transports;
pub mod tray;
mod upload_runner;
pub mod view;
pub mod watched;
pub mod words;
