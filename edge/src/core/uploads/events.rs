//! What an upload's object writes into the log of what it does by itself.

use serde::Serialize;

use crate::core::log::request_log::Level;
use gaze_shared::gateway::UploadState;

/// One line. Deliveries write lines of their own, as requests do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UploadLog<'a> {
    event: &'static str,
    level: Level,
    /// When, in UTC (RFC 3339).
    time: &'a str,
    #[serde(flatten)]
    about: Option<UploadNames<'a>>,
    #[serde(flatten)]
    what: UploadEvent<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UploadNames<'a> {
    pub(super) upload_id: &'a str,
    pub(super) image_id: &'a str,
    pub(super) region: &'a str,
    pub(super) user_id: &'a str,
    pub(super) project_id: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "upload", rename_all = "snake_case")]
pub enum UploadEvent<'a> {
    /// Something that is tried again has failed.
    TriedAgain { cause: &'a str },
    /// Its time is over.
    Expired {
        /// How much of it had come.
        offset_bytes: u64,
        /// How long it was to be.
        length_bytes: u64,
        /// How it stood.
        state: UploadState,
    },
}

impl<'a> UploadLog<'a> {
    /// A line about an upload, where it is known which.
    #[must_use]
    pub const fn new(time: &'a str, about: Option<UploadNames<'a>>, what: UploadEvent<'a>) -> Self {
        let level = match what {
            UploadEvent::TriedAgain { .. } => Level::Error,
            UploadEvent::Expired { .. } => Level::Info,
        };
        Self {
            event: "upload",
            level,
            time,
            about,
            what,
        }
    }
}
