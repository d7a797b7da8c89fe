//! Sending files into images and verifying what was stored.

pub mod engine;
pub mod hashing;
pub mod tray;
