//! Hashing files beside their upload, in workers of their own.

pub mod message;
#[cfg(test)]
mod message_tests;
