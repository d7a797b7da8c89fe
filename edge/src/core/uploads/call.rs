//! What the Worker and the object of an upload say to each other.

use gaze_shared::quota::ReservationId;
use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::tus::TusError;
use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

use crate::core::uploads::segment::Segment;
use gaze_shared::gateway::{TusFailure, TusReport};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploader {
    /// Keystone's id of the user.
    pub user_id: String,
    /// Keystone's id of the project that they work in.
    pub project_id: String,
}

impl Uploader {
    /// Somebody who works in a project.
    #[must_use]
    pub fn new(user_id: &str, project_id: &str) -> Self {
        Self {
            user_id: user_id.to_owned(),
            project_id: project_id.to_owned(),
        }
    }
}

/// A reservation that a request has made, and that is the upload's to keep from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationRef {
    /// The project whose quota it is: the owner's of the image.
    pub project_id: String,
    /// The reservation; `None` where nobody was asked.
    // Stored with the upload, in older ones by this name.
    #[serde(alias = "reservation")]
    pub id: Option<ReservationId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUpload {
    pub id: String,
    pub by: Uploader,
    /// The region whose Glance gets it.
    pub region: String,
    /// The image that it is the data of.
    pub image_id: String,
    /// How long it is.
    pub length: Bytes,
    /// The metadata as it came.
    pub metadata: String,
    /// For how long it is kept after the last bytes came.
    pub lifetime_ms: u64,
    /// Its reservation; `None` where nobody counts.
    // Stored with the upload, in older ones by this name.
    #[serde(alias = "room")]
    pub reservation: Option<ReservationRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadObjectRequest {
    pub by: Uploader,
    /// The asker's token, sealed: what Glance is called with from now on. `None` of somebody who may only
    /// look.
    pub token: Option<String>,
    pub call: UploadCall,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadCall {
    Create(Box<NewUpload>),
    /// Tell how far it is.
    Show,
    /// Bytes are about to come.
    Append {
        /// Where they go.
        offset: Bytes,
        /// How many there are, where the request says so.
        bytes: Option<Bytes>,
        /// The length of the whole, where the request tells it again.
        length: Option<Bytes>,
        /// A reservation in the place of that which was lost.
        reservation: Option<ReservationRef>,
    },
    /// Bytes have come, and are in the store.
    Commit {
        /// Who was granted the writing.
        writer: u64,
        segments: Vec<Segment>,
    },
    /// Forget it.
    Terminate,
    /// Tell whether it is under way, and how far. Asked by the gateway itself, on nobody's behalf.
    Peek,
    /// Its image was deleted. Told by the gateway itself, too.
    ImageGone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadAnswer {
    /// How far it is.
    Progress(Box<UploadProgress>),
    /// The bytes may come.
    Granted {
        /// The right to write.
        grant: WriteGrant,
        /// What has become of the reservation that was brought along.
        reservation: ReservationUse,
    },
    /// What has come counts.
    Committed {
        /// How far it is.
        progress: Box<UploadProgress>,
        /// The number of the next segment.
        number: u64,
    },
    /// Its reservation was lost: nobody has kept it for too long. Ask for a new one first.
    NeedsReservation {
        /// The image that it is the data of.
        image_id: String,
        /// The region whose quota it is.
        region: String,
        /// How long it is.
        length: Bytes,
    },
    /// It is forgotten.
    Terminated {
        /// The image that it was the data of.
        image_id: String,
    },
    /// How far it is, while it is under way.
    Peeked(Option<Box<UploadProgress>>),
    /// It may not be.
    Refused(UploadRefusal),
}

/// The right to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteGrant {
    /// Who writes from now on: whoever wrote before does no more.
    pub writer: u64,
    /// The number of the next segment. One at a time: each is an object that somebody has to delete.
    pub number: u64,
    /// How many bytes the upload takes still.
    pub left: Bytes,
}

/// What has become of a reservation that a request has brought along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReservationUse {
    /// The upload keeps it.
    Taken,
    /// The upload has a reservation, or there was none: it is the request's still.
    NotTaken,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadProgress {
    /// Where the next bytes go.
    pub offset: Bytes,
    /// How long it is.
    pub length: Bytes,
    /// The metadata as it came.
    pub metadata: String,
    /// When it ends.
    pub expires_at: UnixMillis,
    /// What its owner is told, but for the reason in words.
    pub report: TusReport,
}

/// Why something may not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadRefusal {
    /// There is no such upload, for who asks.
    NotFound,
    /// The bytes are for another place.
    Offset {
        /// Where the upload stands.
        expected: Bytes,
        /// Where they were to go.
        found: Bytes,
    },
    /// There would be more bytes than the upload has.
    BeyondLength,
    /// The length changes.
    LengthTwice,
    /// Another request has gone on with the upload since.
    Superseded,
    /// It has come to nothing, and takes no more.
    Failed(TusFailure),
}

impl From<TusError> for UploadRefusal {
    /// Of the errors that holding a request against the upload can have.
    fn from(error: TusError) -> Self {
        match error {
            TusError::Offset { expected, found } => Self::Offset { expected, found },
            TusError::LengthTwice => Self::LengthTwice,
            _ => Self::BeyondLength,
        }
    }
}
