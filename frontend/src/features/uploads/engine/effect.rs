//! What the engine wants done.

use gaze_shared::digest::Algorithm;
use gaze_shared::glance::image::{ImageCreate, ImageId};
use gaze_shared::units::Bytes;

use super::transport::TusAddress;

/// Numbers the requests of one upload, so that the word of an earlier one can be told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt(pub u32);

/// Numbers the times that the hashing of one upload was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HashRound(pub u32);

/// Something to be done by the shell. Its outcome comes back as an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask something of Glance or of the clock; answered by `Event::Request` with this attempt.
    Request(Attempt, Request),
    /// Stop the transfer under way; nothing more is expected of it.
    AbortSending,
    /// Hash the file in a worker; answered by `Event::Hash` with this round.
    StartHashing(Algorithm, HashRound),
    /// No more chunks of the file are asked for.
    CloseReader,
    /// Stop all hashing of this upload; nothing more is expected of it.
    StopHashing,
    /// Keep what this browser computed, for the image's page.
    SaveLocalReceipt(ImageId),
    /// The session has ended: let the person sign in again without losing anything.
    AskToSignIn,
}

/// A request; at most one of an upload is under way at any time.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// `POST /v2/images`.
    Create(Box<ImageCreate>),
    /// The whole of the data by one streaming `PUT …/file`.
    Send {
        /// The image that the data is for.
        image: ImageId,
        /// The size to declare.
        size: Bytes,
    },
    /// `POST /api/uploads`.
    OpenTus {
        /// The image that the data is for.
        image: ImageId,
        size: Bytes,
    },
    /// `GET /api/uploads`, for the one that has this image.
    FindTus(ImageId),
    /// `GET /api/uploads/{id}`.
    ReadTus(TusAddress),
    /// Hash the beginning of the file.
    HashPrefix {
        end: Bytes,
        /// What the reader hashes of the file as it reads it.
        hashed_by: (Algorithm, HashRound),
    },
    /// `PATCH /api/uploads/{id}`: the next bytes.
    SendChunk(Chunk),
    /// `DELETE /api/uploads/{id}`.
    EndTus(TusAddress),
    /// `GET /v2/images/{id}`.
    ReadImage(ImageId),
    /// The same after a transfer broke off, and when the image is still without data, whether the
    /// project has room for the file at all.
    ReadImageAfterLoss { image: ImageId, size: Bytes },
    /// `DELETE /v2/images/{id}`.
    Delete(ImageId, Protection),
    /// Wait so many milliseconds.
    Wait(u64),
}

/// Some of a file, to be sent to an upload by tus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub to: TusAddress,
    /// Where in the file it begins.
    pub offset: Bytes,
    /// How long it is at most; what was read ahead may be shorter.
    pub at_most: Bytes,
    /// What the reader hashes of the file as it reads it.
    pub hashed_by: (Algorithm, HashRound),
}

/// Whether an image must be unprotected before it can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// It was never protected.
    Off,
    /// It was registered as protected: lift that first, or Glance refuses the deletion (403).
    LiftFirst,
}
