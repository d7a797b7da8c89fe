//! Why nothing is read.

use super::algorithm::NamedAlgorithm;

/// Why a text is no list of checksums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SumsError {
    /// It has no characters.
    Empty,
    /// It has more bytes than [`super::TEXT_LIMIT`].
    TooLarge,
    NotText,
    /// None of its lines has a checksum, for this reason.
    NoChecksum(LineFault),
}

/// Why no checksum is read from a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineFault {
    /// It is in none of the styles.
    Unrecognised,
    /// No algorithm makes digests of so many hexadecimal digits.
    UnknownLength { digits: usize },
    /// The algorithm that is named does not make digests of so many hexadecimal digits.
    WrongLength {
        algorithm: NamedAlgorithm,
        digits: usize,
    },
}
