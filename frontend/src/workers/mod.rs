//! What reads and writes files beside the page: workers of programs of their own, `src/bin/file_worker.rs` and
//! `src/bin/unpacking_worker.rs`.

mod client;
mod link;
mod once;
pub mod protocol;
#[cfg(test)]
mod protocol_tests;
mod save_worker;
pub mod saving;
#[cfg(test)]
mod saving_tests;
mod worker_url;

pub use client::{FileWorker, Heard};
pub use once::ask_worker;
pub use save_worker::SaveWorker;
