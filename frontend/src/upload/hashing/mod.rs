//! Hashing files beside their upload, in workers of their own. The workers' program is
//! `src/bin/hash_worker.rs`.

pub mod message;
#[cfg(test)]
mod message_tests;
pub mod pool;
mod worker_url;
