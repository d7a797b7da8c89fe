//! The headers of whole requests.

use super::header::{
    TRAILER, TUS_RESUMABLE, UPLOAD_CHECKSUM, UPLOAD_CONCAT, UPLOAD_DEFER_LENGTH, UPLOAD_LENGTH,
    UPLOAD_METADATA, UPLOAD_OFFSET,
};
use super::number::read_bytes;
use super::{CONTENT_TYPE, Checksum, Extension, Metadata, TusError, VERSION};
use crate::units::Bytes;

/// How long the whole upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UploadLength {
    /// That long.
    Known(Bytes),
    /// It will be told later (`Upload-Defer-Length: 1`).
    Deferred,
}

/// Looks at `Tus-Resumable`, which every request but `OPTIONS` carries.
///
/// # Errors
/// 412 when it is missing or names another version.
pub fn check_version(tus_resumable: Option<&str>) -> Result<(), TusError> {
    if tus_resumable.map(str::trim) == Some(VERSION) {
        Ok(())
    } else {
        Err(TusError::Version)
    }
}

/// Looks for what only an extension reads that the server does not offer: to pass over it would do
/// something else than what was asked for, such as to take a part of a file for the whole.
///
/// # Errors
/// 400 for the first header of such an extension.
pub fn check_offered<'a>(
    offered: &[Extension],
    header: impl Fn(&str) -> Option<&'a str>,
) -> Result<(), TusError> {
    let is_checksum = |trailer: &str| trailer.trim().eq_ignore_ascii_case(UPLOAD_CHECKSUM);
    let names_checksum = |trailers: &str| trailers.split(',').any(is_checksum);
    for (extension, name, is_used) in [
        (
            Extension::Concatenation,
            UPLOAD_CONCAT,
            header(UPLOAD_CONCAT).is_some(),
        ),
        (
            Extension::CreationDeferLength,
            UPLOAD_DEFER_LENGTH,
            header(UPLOAD_DEFER_LENGTH).is_some(),
        ),
        (
            Extension::ChecksumTrailer,
            TRAILER,
            header(TRAILER).is_some_and(names_checksum),
        ),
    ] {
        if is_used && !offered.contains(&extension) {
            return Err(TusError::NotOffered(name));
        }
    }
    Ok(())
}

impl UploadLength {
    /// Reads `Upload-Length` and `Upload-Defer-Length`, of which a creation has exactly one.
    ///
    /// # Errors
    /// 400 for none, for both, and for values that they do not take.
    pub fn read(length: Option<&str>, defer: Option<&str>) -> Result<Self, TusError> {
        match (length, defer.map(str::trim)) {
            (Some(length), None) => read_bytes(UPLOAD_LENGTH, length).map(Self::Known),
            (None, Some("1")) => Ok(Self::Deferred),
            (None, Some(_)) => Err(TusError::Malformed(UPLOAD_DEFER_LENGTH)),
            (Some(_), Some(_)) => Err(TusError::LengthTwice),
            (None, None) => Err(TusError::Missing(UPLOAD_LENGTH)),
        }
    }

    /// The header that says it.
    #[must_use]
    pub fn header(self) -> (&'static str, String) {
        match self {
            Self::Known(length) => (UPLOAD_LENGTH, length.0.to_string()),
            Self::Deferred => (UPLOAD_DEFER_LENGTH, "1".to_owned()),
        }
    }

    /// What it is after a request has told a length: once it is known it stays.
    ///
    /// # Errors
    /// 400 for another length than before.
    pub fn settled(self, declared: Option<Bytes>) -> Result<Self, TusError> {
        match (self, declared) {
            (Self::Known(known), Some(declared)) if known != declared => Err(TusError::LengthTwice),
            (Self::Deferred, Some(declared)) => Ok(Self::Known(declared)),
            (unchanged, _) => Ok(unchanged),
        }
    }
}

/// The headers of the `POST` that makes an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// How long it will be.
    pub length: UploadLength,
    pub metadata: Metadata,
}

impl Creation {
    /// Reads the headers; `header` gives a header's value by its name, in any case of letters.
    ///
    /// # Errors
    /// See [`TusError`].
    pub fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Result<Self, TusError> {
        check_version(header(TUS_RESUMABLE))?;
        Ok(Self {
            length: UploadLength::read(header(UPLOAD_LENGTH), header(UPLOAD_DEFER_LENGTH))?,
            metadata: header(UPLOAD_METADATA).unwrap_or_default().parse()?,
        })
    }

    /// The headers to send.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![(TUS_RESUMABLE, VERSION.to_owned()), self.length.header()];
        if !self.metadata.is_empty() {
            headers.push((UPLOAD_METADATA, self.metadata.to_string()));
        }
        headers
    }
}

/// The headers of a `PATCH` that brings bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// Where the bytes go.
    pub offset: Bytes,
    /// The length of the whole upload, where it was not told before.
    pub length: Option<Bytes>,
    /// The digest of these bytes.
    pub checksum: Option<Checksum>,
}

impl Append {
    /// Reads the headers; `header` gives a header's value by its name, in any case of letters.
    ///
    /// # Errors
    /// See [`TusError`].
    pub fn read<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Result<Self, TusError> {
        check_version(header(TUS_RESUMABLE))?;
        let content_type = header("Content-Type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case(CONTENT_TYPE) {
            return Err(TusError::ContentType);
        }
        let offset = header(UPLOAD_OFFSET).ok_or(TusError::Missing(UPLOAD_OFFSET))?;
        Ok(Self {
            offset: read_bytes(UPLOAD_OFFSET, offset)?,
            length: header(UPLOAD_LENGTH)
                .map(|length| read_bytes(UPLOAD_LENGTH, length))
                .transpose()?,
            checksum: header(UPLOAD_CHECKSUM).map(str::parse).transpose()?,
        })
    }

    /// The headers to send.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            (TUS_RESUMABLE, VERSION.to_owned()),
            ("Content-Type", CONTENT_TYPE.to_owned()),
            (UPLOAD_OFFSET, self.offset.0.to_string()),
        ];
        if let Some(length) = self.length {
            headers.push((UPLOAD_LENGTH, length.0.to_string()));
        }
        if let Some(checksum) = &self.checksum {
            headers.push((UPLOAD_CHECKSUM, checksum.to_string()));
        }
        headers
    }

    /// Holds the request against the upload: where it stands, how long it will be, and how many
    /// bytes come, where that was declared. Answers the length that it has from now on.
    ///
    /// # Errors
    /// 409 for another offset, 400 for a length that changes and for bytes beyond the end.
    pub fn check(
        &self,
        stands_at: Bytes,
        length: UploadLength,
        coming: Option<Bytes>,
    ) -> Result<UploadLength, TusError> {
        if self.offset != stands_at {
            return Err(TusError::Offset {
                expected: stands_at,
                found: self.offset,
            });
        }
        let length = length.settled(self.length)?;
        // Of what is not declared it shows when it comes.
        let coming = coming.unwrap_or(Bytes::ZERO);
        match (length, stands_at.0.checked_add(coming.0)) {
            (UploadLength::Known(length), Some(end)) if end <= length.0 => {}
            (UploadLength::Deferred, Some(_)) => {}
            _ => return Err(TusError::BeyondLength),
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests;
