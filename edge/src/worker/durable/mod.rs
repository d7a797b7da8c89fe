//! The Durable Objects: what is decided one call after the other, and survives the isolate.

mod alarm;
mod image_upload;
pub(crate) mod image_verifications;
pub(crate) mod quota_ledger;
pub(crate) mod upload_directory;
pub(crate) mod upload_keys;
