//! What an earlier page has done of an upload.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;

use super::transport::TusAddress;

/// An upload as an earlier page has left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierUpload {
    /// The image that it had registered, or was about to.
    pub image: ImageId,
    /// Where the gateway keeps what has come, when it was known.
    pub address: Option<TusAddress>,
    /// What of the file it has read to send it.
    pub prefixes: Vec<PrefixDigest>,
}

/// The digest of the beginning of a file, as it was read for the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixDigest {
    /// How long that is.
    pub end: Bytes,
    pub algorithm: Algorithm,
    pub digest: HexDigest,
}

/// Whether this page has the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileAccess {
    Here,
    /// An earlier page had it.
    NotHere,
}
