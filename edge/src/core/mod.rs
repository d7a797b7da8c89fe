//! Every decision of the gateway, as functions from values to values.
//!
//! Arrows: `config` and `errors` know all others but one another's users; `uploads -> quota -> guard -> auth ->
//! routes -> {http, crypto}`.

pub mod auth;
pub mod config;
pub mod crypto;
pub mod errors;
pub mod guard;
pub mod health;
pub mod http;
pub mod log;
pub mod quota;
pub mod routes;
pub mod uploads;
pub mod verification;

/// Seconds since 1970-01-01T00:00:00Z. The core is told the time and never asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixSeconds(pub i64);
