//! What reads files beside the page: workers of programs of their own, `src/bin/file_worker.rs` and
//! `src/bin/unpacking_worker.rs`.

mod client;
mod once;
pub mod protocol;
#[cfg(test)]
mod protocol_tests;
mod worker_url;

pub use client::{FileWorker, Heard};
pub use once::ask_worker;
