//! A file that a person has chosen, and the data that is sent of it.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::Inspection;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::Compression;
use web_sys::File;

use super::engine::conversion::Conversion;
use super::engine::expected::ExpectedDigest;
use super::engine::target::{FileFacts, SeenContent};
use crate::ui::file_size::size_of;
use crate::workers::protocol::{FileContent, ReadFailure, Report, Task, UnpackFault};
use crate::workers::{Heard, ask_worker};

/// How much a worker that hashes asks the browser for at a time. Measured in Chromium: see `docs/uploads.md`.
pub const CHUNK_BYTES: u32 = 1 << 20;

/// A file, and how the data of an image is made of it.
#[derive(Clone, PartialEq)]
pub struct UploadSource {
    chosen: File,
    /// What is read: the chosen file, or another that is made of ranges of it.
    read: File,
    conversion: Conversion,
    size: Bytes,
}

/// Why a file is not what was to be sent of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversionFailure {
    NotRead(ReadFailure),
    NotUnpacked(UnpackFault),
}

impl ConversionFailure {
    /// Whether the same may come to a good end when it is tried once more.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NotRead(why) if why.may_pass())
    }
}

impl From<ReadFailure> for ConversionFailure {
    fn from(why: ReadFailure) -> Self {
        Self::NotRead(why)
    }
}

impl UploadSource {
    /// The bytes of the file.
    #[must_use]
    pub fn as_it_is(file: File) -> Self {
        Self {
            size: size_of(&file),
            read: file.clone(),
            chosen: file,
            conversion: Conversion::None,
        }
    }

    /// What is in a compressed file, which was measured.
    #[must_use]
    pub fn unpacked(file: File, compression: Compression, size: Bytes) -> Self {
        Self {
            size,
            conversion: Conversion::Unpacked(compression),
            ..Self::as_it_is(file)
        }
    }

    /// The raw disk `disk` as the file of another format that `written` is.
    #[must_use]
    pub fn qcow2(disk: File, written: File) -> Self {
        Self {
            size: size_of(&written),
            read: written,
            chosen: disk,
            conversion: Conversion::Qcow2,
        }
    }

    /// The file of the person's disk.
    #[must_use]
    pub fn chosen(&self) -> &File {
        &self.chosen
    }

    /// What a worker reads, and takes for [`Self::content`].
    #[must_use]
    pub fn read(&self) -> &File {
        &self.read
    }

    #[must_use]
    pub fn content(&self) -> FileContent {
        match self.conversion {
            Conversion::None | Conversion::Qcow2 => FileContent::AsItIs,
            Conversion::Unpacked(compression) => FileContent::Unpacked {
                compression,
                size: self.size,
            },
        }
    }

    #[must_use]
    pub fn conversion(&self) -> Conversion {
        self.conversion
    }

    /// How long the data is that is sent.
    #[must_use]
    pub fn size(&self) -> Bytes {
        self.size
    }

    #[must_use]
    pub fn facts(&self, seen: Option<SeenContent>) -> FileFacts {
        FileFacts {
            name: self.chosen.name(),
            size: self.size,
            size_on_disk: size_of(&self.chosen),
            conversion: self.conversion,
            seen,
        }
    }

    /// What an earlier page has made of a file, once more: its data is as long as it was then, and what was expected
    /// of the file holds again, or it is another one. That the data is the same as far as it has arrived, the digests
    /// tell.
    ///
    /// # Errors
    /// The file cannot be read, or another one is made of it.
    pub async fn made_again(
        file: File,
        conversion: Conversion,
        size: Bytes,
        expected: Option<ExpectedDigest>,
        on_progress: impl Fn(Bytes) + 'static,
    ) -> Result<Self, ReadFailure> {
        let source = match conversion {
            Conversion::None => Self::as_it_is(file),
            Conversion::Unpacked(compression) => Self::unpacked(file, compression, size),
            Conversion::Qcow2 => match write_qcow2(file.clone(), on_progress).await? {
                Some(written) => Self::qcow2(file, written),
                None => return Err(ReadFailure::FileChanged),
            },
        };
        let is_expected = match expected.filter(|_| conversion != Conversion::None) {
            None => true,
            Some(expected) => source.holds(&expected).await?,
        };
        if source.size == size && is_expected {
            Ok(source)
        } else {
            Err(ReadFailure::FileChanged)
        }
    }

    /// Whether the chosen file, or what is in it, has a digest.
    async fn holds(&self, expected: &ExpectedDigest) -> Result<bool, ReadFailure> {
        let algorithm = expected.algorithm;
        let chosen = Self::as_it_is(self.chosen.clone());
        Ok(chosen.digest(algorithm, |_| ()).await? == expected.digest
            || matches!(self.conversion, Conversion::Unpacked(_))
                && self.digest(algorithm, |_| ()).await? == expected.digest)
    }

    /// A digest of the data that is sent. `on_progress` hears how much of it is hashed.
    ///
    /// # Errors
    /// The file cannot be read, or has other bytes than when it was chosen.
    pub async fn digest(
        &self,
        algorithm: Algorithm,
        on_progress: impl Fn(Bytes) + 'static,
    ) -> Result<HexDigest, ReadFailure> {
        let task = Task::Hash {
            algorithm,
            chunk_bytes: CHUNK_BYTES,
            content: self.content(),
        };
        match ask_worker(task, self.read.clone(), on_progress).await? {
            Heard::Report(Report::Hashed { bytes, digest }) if bytes == self.size.0 => Ok(digest),
            Heard::Report(Report::Hashed { .. }) => Err(ReadFailure::FileChanged),
            _ => Err(ReadFailure::mistaken()),
        }
    }
}

/// Writes a raw disk as qcow2; `None` where that would not be much smaller. `on_progress` hears how much of the
/// disk has been read.
///
/// # Errors
/// The disk cannot be read.
pub async fn write_qcow2(
    disk: File,
    on_progress: impl Fn(Bytes) + 'static,
) -> Result<Option<File>, ReadFailure> {
    match ask_worker(Task::WriteQcow2, disk, on_progress).await? {
        Heard::Qcow2(written) => Ok(Some(written)),
        Heard::Report(Report::NothingToSave) => Ok(None),
        _ => Err(ReadFailure::mistaken()),
    }
}

/// Looks at what is in a compressed file, and how much, of which `most` is allowed. `on_progress` hears how much of
/// the file has been read.
///
/// # Errors
/// The file cannot be read, or does not lead to its content.
pub async fn measure(
    file: File,
    compression: Compression,
    most: Bytes,
    on_progress: impl Fn(Bytes) + 'static,
) -> Result<Inspection, ConversionFailure> {
    let task = Task::Measure { compression, most };
    match ask_worker(task, file, on_progress).await? {
        Heard::Report(Report::Measured(inspection)) => Ok(inspection),
        Heard::Report(Report::NotUnpacked(fault)) => Err(ConversionFailure::NotUnpacked(fault)),
        _ => Err(ReadFailure::mistaken().into()),
    }
}
