//! The few lines of JavaScript that the platform demands, and what they look like from here.

pub(crate) mod alarm;
pub(crate) mod ledger_storage;
pub(crate) mod machine;
pub(crate) mod runtime;
pub(crate) mod upload_storage;
