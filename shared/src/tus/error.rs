//! Why a request is refused, with the status of the protocol.

use crate::units::Bytes;

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TusError {
    /// 412, with `Tus-Version` beside it.
    Version,
    /// 415.
    ContentType,
    /// A header that is needed is not there: 400.
    Missing(&'static str),
    /// A header cannot be read: 400.
    Malformed(&'static str),
    /// Both the length and its deferral, or a length that changes: 400.
    LengthTwice,
    /// A header of an extension that the server does not offer: 400. Whoever sends it counts on what is not
    /// done here.
    NotOffered(&'static str),
    /// The checksum's algorithm is none of those that the server names: 400.
    UnknownAlgorithm(String),
    /// There would be more bytes than the upload has: 400.
    BeyondLength,
    /// The bytes do not go where the upload stands: 409.
    Offset {
        /// Where it stands.
        expected: Bytes,
        /// Where the bytes were to go.
        found: Bytes,
    },
    /// The upload is larger than the server takes: 413.
    TooLarge(Bytes),
    /// The bytes are not those that the checksum was made of: 460, a status of the protocol's own.
    ChecksumMismatch,
}

impl TusError {
    /// The HTTP status with which the protocol refuses it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Version => 412,
            Self::ContentType => 415,
            Self::Missing(_)
            | Self::Malformed(_)
            | Self::LengthTwice
            | Self::NotOffered(_)
            | Self::UnknownAlgorithm(_)
            | Self::BeyondLength => 400,
            Self::Offset { .. } => 409,
            Self::TooLarge(_) => 413,
            Self::ChecksumMismatch => 460,
        }
    }
}
