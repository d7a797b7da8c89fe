//! How many requests a project may make in a minute, and has made.

mod rate;
mod request_limits;
pub mod requests;

pub use rate::rate_limit_fields;
pub use request_limits::{RequestLimit, RequestLimits};
