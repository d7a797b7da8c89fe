//! Who calls, and what they may do.

pub mod access_rules;
pub mod connection;
pub mod cookie;
pub mod cors;
pub mod cross_site;
pub mod device;
pub mod keystone;
pub mod pending_sign_in;
pub mod permit;
pub mod policy;
pub mod session;
pub mod sign_in;
pub mod sign_in_limit;
pub mod token_cache;
pub mod unknown_tokens;
pub mod user_name;
