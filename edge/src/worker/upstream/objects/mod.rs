//! The Worker's side of its Durable Objects.

pub(crate) mod claims;
pub(crate) mod directory;
pub(crate) mod ledger;
mod stub;
pub(crate) mod upload;
pub(crate) mod upload_keys;
pub(crate) mod verifications;
