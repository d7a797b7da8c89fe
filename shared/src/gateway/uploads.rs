//! `GET /api/uploads` and `GET /api/uploads/{id}`: what tus itself has no words for.

use serde::{Deserialize, Serialize};

use crate::units::Bytes;

/// How an upload stands, for its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TusReport {
    /// The image that it is the data of.
    pub image_id: String,
    /// The region whose Glance gets it.
    pub region: String,
    /// How long it is.
    pub length: Bytes,
    /// How much of it has come.
    pub offset: Bytes,
    /// What happens to it.
    pub state: UploadState,
    /// How often it was sent to Glance.
    pub deliveries: u32,
    /// When it is forgotten, in UTC.
    pub expires_at: String,
    /// Why it failed, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<TusFailure>,
    /// The same as a sentence, for who reads no codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The caller's uploads that are under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadList {
    /// The newest first.
    pub uploads: Vec<ListedUpload>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedUpload {
    /// Its address.
    pub location: String,
    #[serde(flatten)]
    pub report: TusReport,
}

/// What happens to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Bytes come.
    Receiving,
    /// All bytes have come, and are sent to Glance.
    Delivering,
    /// All bytes have come, and no token is left to send them with: the next call of the owner brings one.
    WaitingForToken,
    /// Glance has them.
    Stored,
    /// Glance does not take them.
    Failed,
}

/// Why an upload will never be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TusFailure {
    /// The image was deleted.
    ImageGone,
    /// Somebody else has given the image its data.
    ImageTaken,
    /// Glance does not want it.
    Refused { status: u16 },
    /// It failed too often.
    GaveUp,
    /// The gateway's store has lost some of it.
    BytesMissing,
}
