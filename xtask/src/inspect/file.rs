//! Reading an image file: a few pieces for the inspection, all of it for the digests.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use gaze_shared::digest::{Algorithm, Hasher, HexDigest};
use gaze_shared::inspect::{ByteRange, Details, Inspection, Inspector};
use gaze_shared::units::Bytes;

/// Large enough that the system's calls do not count beside the digests.
const HASH_PIECE_BYTES: usize = 1 << 20;

/// Why a file cannot be inspected. `Display` is one sentence.
#[derive(Debug)]
pub(crate) struct Unreadable {
    path: PathBuf,
    cause: UnreadableCause,
}

#[derive(Debug)]
enum UnreadableCause {
    Folder,
    /// A pipe or a terminal, of which only what comes next can be read.
    Stream,
    Io(io::Error),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.display();
        match &self.cause {
            UnreadableCause::Folder => write!(formatter, "{path} is a folder, not an image file"),
            UnreadableCause::Stream => write!(
                formatter,
                "{path} cannot be read in parts; save it to a file first"
            ),
            UnreadableCause::Io(error) => write!(formatter, "Cannot read {path}: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// An inspection, and what it cost.
#[derive(Debug)]
pub(crate) struct InspectedFile {
    pub(crate) inspection: Inspection,
    pub(crate) details: Details,
    pub(crate) reads: u32,
    pub(crate) bytes_read: u64,
}

/// Inspects a file of this size of which `read` gives parts.
///
/// # Errors
/// Those of `read`.
pub(crate) fn inspect_by<E>(
    size: u64,
    mut read: impl FnMut(ByteRange) -> Result<Vec<u8>, E>,
) -> Result<InspectedFile, E> {
    let mut inspector = Inspector::new(Bytes(size));
    let (mut reads, mut bytes_read) = (0, 0);
    while let Some(range) = inspector.wants() {
        let bytes = read(range)?;
        reads += 1;
        bytes_read += bytes.len() as u64;
        inspector.give(range, &bytes);
    }
    Ok(InspectedFile {
        inspection: inspector.conclude(),
        details: inspector.details(),
        reads,
        bytes_read,
    })
}

#[derive(Debug)]
pub(crate) struct ImageFile {
    path: PathBuf,
    file: File,
    size: u64,
}

impl ImageFile {
    pub(crate) fn open(path: &Path) -> Result<Self, Unreadable> {
        let unreadable = |cause| Unreadable {
            path: path.to_owned(),
            cause,
        };
        // A pipe is not even opened: that would wait for somebody to write to it.
        let metadata =
            std::fs::metadata(path).map_err(|error| unreadable(UnreadableCause::Io(error)))?;
        if metadata.is_dir() {
            return Err(unreadable(UnreadableCause::Folder));
        }
        if is_stream(&metadata) {
            return Err(unreadable(UnreadableCause::Stream));
        }
        let opened = File::open(path).and_then(|mut file| {
            // The end, because the length of a block device is not in its metadata.
            let size = file.seek(SeekFrom::End(0))?;
            Ok((file, size))
        });
        let (file, size) = opened.map_err(|error| unreadable(UnreadableCause::Io(error)))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            size,
        })
    }

    pub(super) fn inspect(&mut self) -> Result<InspectedFile, Unreadable> {
        inspect_by(self.size, |range| self.read(range)).map_err(|error| self.unreadable(error))
    }

    /// Fewer bytes than wanted when the file has become shorter.
    fn read(&mut self, range: ByteRange) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        (&mut self.file)
            .take(range.length())
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub(crate) fn size(&self) -> Bytes {
        Bytes(self.size)
    }

    /// The digests of all of the file, in one pass.
    pub(crate) fn digests(&mut self) -> Result<Vec<(Algorithm, HexDigest)>, Unreadable> {
        self.hash().map_err(|error| self.unreadable(error))
    }

    fn hash(&mut self) -> io::Result<Vec<(Algorithm, HexDigest)>> {
        let algorithms = [Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512];
        let mut hashers = algorithms.map(|algorithm| (algorithm, Hasher::new(algorithm)));
        self.file.seek(SeekFrom::Start(0))?;
        let mut piece = vec![0; HASH_PIECE_BYTES];
        loop {
            let count = match self.file.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            for (_, hasher) in &mut hashers {
                hasher.update(&piece[..count]);
            }
        }
        let finished = hashers.map(|(algorithm, hasher)| (algorithm, hasher.finish()));
        Ok(finished.into())
    }

    fn unreadable(&self, error: io::Error) -> Unreadable {
        Unreadable {
            path: self.path.clone(),
            cause: UnreadableCause::Io(error),
        }
    }
}

#[cfg(unix)]
fn is_stream(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = metadata.file_type();
    kind.is_fifo() || kind.is_socket() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(_: &std::fs::Metadata) -> bool {
    false
}
