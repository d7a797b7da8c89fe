//! Secrets, and what seals them.

pub mod seal;
pub mod secret;
