//! What reads files beside the page: workers of a program of their own, `src/bin/file_worker.rs`.

mod client;
pub mod message;
#[cfg(test)]
mod message_tests;
mod worker_url;

pub use client::FileWorker;
