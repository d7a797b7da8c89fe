//! The lines of the log.

pub mod audit_log;
pub mod delivery;
pub mod log_buffer;
pub mod plain_text;
pub mod request_log;
pub mod timing;
pub mod verification;
pub mod waiting_log;
