//! Every decision of the gateway, as functions from values to values.

pub mod access_rules;
pub mod audit_log;
pub mod client_address;
pub mod connection;
pub mod content_range;
pub mod cookie;
pub mod cors;
pub mod counted_network;
pub mod cross_site;
pub mod device;
pub mod disks;
pub mod dns;
pub mod guard;
pub mod header_lines;
pub mod headers;
pub mod health;
pub mod held_lines;
pub mod keystone;
pub mod path;
pub mod pending_sign_in;
pub mod permit;
pub mod plain_text;
pub mod problem;
pub mod query;
pub mod quota;
pub mod request_id;
pub mod request_log;
pub mod request_url;
pub mod route;
pub mod seal;
pub mod secret;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod sign_in_limit;
pub mod static_file;
pub mod timing;
pub mod token_cache;
pub mod unknown_tokens;
pub mod uploads;
pub mod user_name;
pub mod version_document;
pub mod waiting_log;
pub mod webob;

/// Seconds since 1970-01-01T00:00:00Z. The core is told the time and never asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixSeconds(pub i64);
