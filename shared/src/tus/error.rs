//! Why a request is refused, with the status of the protocol.

use crate::units::Bytes;

/// A request whose headers are wrong. `Display` is a sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TusError {
    /// 412, with `Tus-Version` beside it.
    #[error("This server speaks version {} of the tus protocol.", super::VERSION)]
    Version,
    /// 415.
    #[error("The bytes of an upload are sent as {}.", super::CONTENT_TYPE)]
    ContentType,
    /// A header that is needed is not there: 400.
    #[error("The header {0} is missing.")]
    Missing(&'static str),
    /// A header cannot be read: 400.
    #[error("The header {0} has a value that it does not take.")]
    Malformed(&'static str),
    /// Both the length and its deferral, or a length that changes: 400.
    #[error("The length of an upload is told once, and then stays.")]
    LengthTwice,
    /// A header of an extension that the server does not offer: 400. Whoever sends it counts on what is not
    /// done here.
    #[error("The header {0} belongs to an extension of tus that this server does not offer.")]
    NotOffered(&'static str),
    /// The checksum's algorithm is none of those that the server names: 400.
    #[error("This server does not know the checksum algorithm {0}.")]
    UnknownAlgorithm(String),
    /// There would be more bytes than the upload has: 400.
    #[error("There are more bytes than the upload has room for.")]
    BeyondLength,
    /// The bytes do not go where the upload stands: 409.
    #[error("The upload stands at byte {expected}, and these bytes are for byte {found}.", expected = expected.0, found = found.0)]
    Offset {
        /// Where it stands.
        expected: Bytes,
        /// Where the bytes were to go.
        found: Bytes,
    },
    /// The upload is larger than the server takes: 413.
    #[error("An upload may have at most {0}.")]
    TooLarge(Bytes),
    /// The bytes are not those that the checksum was made of: 460, a status of the protocol's own.
    #[error("The bytes that arrived are not those that were sent. Send them again.")]
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
