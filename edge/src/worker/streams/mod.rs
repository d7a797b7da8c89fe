//! Bytes on their way, which stay on the other side of WebAssembly.

pub(crate) mod body_pipe;
pub(crate) mod data_digest;
pub(crate) mod request_body;
pub(crate) mod upload_store;
