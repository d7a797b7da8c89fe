//! What reads files beside the page: workers of a program of their own, `src/bin/file_worker.rs`.

mod client;
pub mod protocol;
#[cfg(test)]
mod protocol_tests;
mod worker_url;

pub use client::{FileWorker, Heard};
