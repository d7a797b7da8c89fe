//! The headers of tus 1.0, the protocol of resumable uploads, read and written.
//!
//! Source: <https://tus.io/protocols/resumable-upload> (core, and the extensions creation,
//! creation-defer-length, checksum, expiration). Only headers are here: no I/O, no clock, no digests.
//!
//! | Header | Type | Refused with |
//! |---|---|---|
//! | `Tus-Resumable` | [`check_version`] | 412 for any version but 1.0.0 |
//! | `Upload-Offset` | [`Bytes`](crate::units::Bytes) | 400; 409 when it is not where the upload stands |
//! | `Upload-Length`, `Upload-Defer-Length` | [`UploadLength`] | 400 |
//! | `Upload-Metadata` | [`Metadata`] | 400 |
//! | `Upload-Checksum` | [`Checksum`] | 400 for an unknown algorithm; 460 when it does not match |
//! | `Upload-Expires` | [`UnixMillis`](crate::time::unix_millis::UnixMillis) | |
//! | `Tus-Extension`, `Tus-Checksum-Algorithm`, `Tus-Max-Size` | [`Capabilities`] | 413 above the size |
//! | `Content-Type` of a `PATCH` | [`Append`] | 415 |
//! | what only extensions that are not offered read | [`check_offered`] | 400 |
//!
//! [`Creation`] and [`Append`] read the headers of a whole request.

mod capabilities;
mod checksum;
mod error;
mod expires;
mod metadata;
mod number;
mod request;

pub use capabilities::{Capabilities, Extension};
pub use checksum::{Checksum, ChecksumAlgorithm};
pub use error::TusError;
pub use expires::to_http_date;
pub use metadata::{BadMetadataKey, Metadata};
pub use request::{Append, Creation, UploadLength, check_offered, check_version};

/// The only version that is spoken here, the value of `Tus-Resumable` and `Tus-Version`.
pub const VERSION: &str = "1.0.0";
/// The `Content-Type` of bytes that are sent by `PATCH`, or with the creation.
pub const CONTENT_TYPE: &str = "application/offset+octet-stream";

/// The names of the headers.
pub mod header {
    /// The version of every request but `OPTIONS`, and of every answer.
    pub const TUS_RESUMABLE: &str = "Tus-Resumable";
    /// The versions that a server speaks; goes with a 412.
    pub const TUS_VERSION: &str = "Tus-Version";
    /// The extensions that a server has.
    pub const TUS_EXTENSION: &str = "Tus-Extension";
    /// The largest upload that a server takes, in bytes.
    pub const TUS_MAX_SIZE: &str = "Tus-Max-Size";
    /// The checksums that a server knows.
    pub const TUS_CHECKSUM_ALGORITHM: &str = "Tus-Checksum-Algorithm";
    /// Where the bytes go, and how far an upload is.
    pub const UPLOAD_OFFSET: &str = "Upload-Offset";
    /// The size of the whole upload, in bytes.
    pub const UPLOAD_LENGTH: &str = "Upload-Length";
    /// `1` where the size is told later.
    pub const UPLOAD_DEFER_LENGTH: &str = "Upload-Defer-Length";
    /// What the upload is: pairs of a key and a value in Base64.
    pub const UPLOAD_METADATA: &str = "Upload-Metadata";
    /// The digest of the bytes of this request.
    pub const UPLOAD_CHECKSUM: &str = "Upload-Checksum";
    /// That the upload is a part of another one, or put together from others.
    pub const UPLOAD_CONCAT: &str = "Upload-Concat";
    /// Names the headers behind the last chunk of a request.
    pub const TRAILER: &str = "Trailer";
    /// Until when an upload that is not complete is kept.
    pub const UPLOAD_EXPIRES: &str = "Upload-Expires";
}
