//! What an upload's object writes into the log of what it does by itself, when it fails.

use serde::Serialize;

use crate::core::request_log::Level;

/// One line. Deliveries write lines of their own, as requests do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UploadLog<'a> {
    event: &'static str,
    level: Level,
    /// When, in UTC (RFC 3339).
    time: &'a str,
    /// What went wrong; it is tried again.
    cause: &'a str,
}

impl<'a> UploadLog<'a> {
    /// Something that will be tried again has failed.
    #[must_use]
    pub const fn of(time: &'a str, cause: &'a str) -> Self {
        Self {
            event: "upload",
            level: Level::Error,
            time,
            cause,
        }
    }
}
