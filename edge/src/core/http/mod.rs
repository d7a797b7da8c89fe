//! HTTP as such: methods, addresses, headers and bodies, whatever the request is about.

pub mod arrival;
pub mod base_url;
pub mod client_address;
pub mod content_range;
pub mod counted_network;
pub mod header_lines;
pub mod headers;
pub mod method;
pub mod path;
pub mod request_id;
pub mod request_url;
pub mod static_file;
pub mod version_document;
pub mod webob;
