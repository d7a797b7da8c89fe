//! What the page and a file worker say to each other.
//!
//! Words are one line of text; only the `File` and the bytes of chunks travel beside them, as objects. The worker's
//! program includes this file by path: it must stay free of everything but `gaze_shared`, so that
//! the worker does not ship the dashboard a second time.

use std::fmt;
use std::str::FromStr;

use gaze_shared::appliance::ManifestVerdict;
use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::Inspection;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::Compression;

/// The version of these messages. The worker's file has no hash in its name, so a page that is
/// older than the worker must notice that it is.
pub const PROTOCOL: u32 = 8;

/// What is taken for the data of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Its bytes.
    AsItIs,
    /// What a compressor made it of.
    Unpacked {
        compression: Compression,
        /// How much comes out of it.
        size: Bytes,
    },
}

/// What the page wants of the worker; the `File` comes with it. A worker does one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A digest of the whole content.
    Hash {
        algorithm: Algorithm,
        /// How many bytes to ask for at a time.
        chunk_bytes: u32,
        content: FileContent,
    },
    /// Chunks of the content, as they are asked for, and a digest of all of it when they have come to its end.
    Read {
        algorithm: Algorithm,
        content: FileContent,
    },
    /// What the file is, from a few of its bytes.
    Inspect,
    /// What is in a compressed file, and how much: it is unpacked to its end, and nothing of it is kept.
    Measure {
        compression: Compression,
        /// What may be in it: more than that is not unpacked.
        most: Bytes,
    },
    /// The file, a raw disk, as a qcow2 file without its empty clusters.
    WriteQcow2,
    /// Whether the file, a virtual appliance, is as its manifest says.
    CheckManifest,
}

/// What a worker that reads is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadRequest {
    Chunk {
        /// Where in the file it begins, in bytes.
        offset: u64,
        /// How long it is at most, in bytes.
        at_most: u32,
    },
    /// A digest of the beginning of the file, before any chunk.
    Prefix {
        /// How long that is, in bytes.
        end: u64,
    },
}

/// What the worker tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// It runs and listens. Messages from before are lost, because WebAssembly starts after the
    /// worker's message queue is open.
    Ready {
        /// Its version of the messages.
        protocol: u32,
    },
    /// A chunk of the file; its bytes come with it.
    Chunk {
        /// Where in the file it begins.
        offset: u64,
        /// The digest of the file up to its end; `None` where the hash is further on already.
        prefix: Option<HexDigest>,
    },
    /// A digest of the beginning of the file.
    Prefix {
        /// How long that is.
        end: u64,
        digest: HexDigest,
    },
    /// The qcow2 file that was asked for; it comes with this.
    Qcow2Written,
    /// How its task goes.
    Report(Report),
}

/// How a task goes. All but progress is the last that is heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// So many bytes are hashed.
    Progress {
        /// From the start of the file.
        bytes: u64,
    },
    /// The whole file is hashed.
    Hashed {
        /// The file's length as read.
        bytes: u64,
        digest: HexDigest,
    },
    Inspected(Inspection),
    /// What is in a compressed file.
    Measured(Inspection),
    /// A compressed file does not lead to its content.
    NotUnpacked(UnpackFault),
    /// As qcow2 the file would not be much smaller.
    NothingToSave,
    /// What an appliance is beside its manifest.
    ManifestChecked(ManifestVerdict),
    /// It is over without a result.
    Failed(ReadFailure),
}

/// What is wrong with a compressed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpackFault {
    CutOff,
    Damaged,
    /// Unpacking it takes more memory than a worker may have.
    TooMuchMemory,
    /// It holds more than it may.
    TooMuch(Bytes),
}

/// Why a file could not be hashed or inspected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// The file was changed, moved or removed since it was chosen (`NotReadableError`,
    /// `NotFoundError`).
    FileChanged,
    /// The page does not have the file: an earlier one had it. No worker says so.
    NotHere,
    /// The worker failed, which says nothing about the file.
    Worker(WorkerFault),
}

/// What is wrong with a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerFault {
    /// It could not be started, or broke.
    NotRunning,
    /// It is of another version than the page.
    OtherVersion,
    /// It answered something that it was not asked.
    WrongAnswer,
    /// The browser stopped reading the file.
    StoppedReading,
    /// The browser read more of the file than it was asked for.
    ReadTooMuch,
}

impl WorkerFault {
    pub(super) const ALL: [Self; 5] = [
        Self::NotRunning,
        Self::OtherVersion,
        Self::WrongAnswer,
        Self::StoppedReading,
        Self::ReadTooMuch,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::NotRunning => "not-running",
            Self::OtherVersion => "other-version",
            Self::WrongAnswer => "wrong-answer",
            Self::StoppedReading => "stopped-reading",
            Self::ReadTooMuch => "read-too-much",
        }
    }
}

/// Stands where a digest could.
const NO_DIGEST: &str = "-";

/// Text that is none of these messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMessage;

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash {
                algorithm,
                chunk_bytes,
                content,
            } => write!(f, "hash {algorithm} {chunk_bytes} {content}"),
            Self::Read { algorithm, content } => write!(f, "read {algorithm} {content}"),
            Self::Inspect => f.write_str("inspect"),
            Self::Measure { compression, most } => {
                write!(f, "measure {compression} {}", most.0)
            }
            Self::WriteQcow2 => f.write_str("write-qcow2"),
            Self::CheckManifest => f.write_str("check-manifest"),
        }
    }
}

impl FromStr for Task {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        let mut words = text.split(' ');
        let mut word = || words.next().ok_or(UnknownMessage);
        Ok(match word()? {
            "inspect" => Self::Inspect,
            "write-qcow2" => Self::WriteQcow2,
            "check-manifest" => Self::CheckManifest,
            "measure" => Self::Measure {
                compression: parsed(word()?)?,
                most: Bytes(parsed(word()?)?),
            },
            "read" => Self::Read {
                algorithm: parsed(word()?)?,
                content: FileContent::read(&mut word)?,
            },
            "hash" => Self::Hash {
                algorithm: parsed(word()?)?,
                chunk_bytes: parsed(word()?)?,
                content: FileContent::read(&mut word)?,
            },
            _ => return Err(UnknownMessage),
        })
    }
}

const AS_IT_IS: &str = "as-it-is";

impl fmt::Display for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsItIs => f.write_str(AS_IT_IS),
            Self::Unpacked { compression, size } => write!(f, "{compression} {}", size.0),
        }
    }
}

impl FileContent {
    fn read<'text>(
        word: &mut impl FnMut() -> Result<&'text str, UnknownMessage>,
    ) -> Result<Self, UnknownMessage> {
        match word()? {
            AS_IT_IS => Ok(Self::AsItIs),
            compression => Ok(Self::Unpacked {
                compression: parsed(compression)?,
                size: Bytes(parsed(word()?)?),
            }),
        }
    }
}

impl UnpackFault {
    fn read(text: &str) -> Result<Self, UnknownMessage> {
        match text.split_once(' ') {
            None if text == "cut-off" => Ok(Self::CutOff),
            None if text == "damaged" => Ok(Self::Damaged),
            None if text == "too-much-memory" => Ok(Self::TooMuchMemory),
            Some(("too-much", most)) => Ok(Self::TooMuch(Bytes(parsed(most)?))),
            _ => Err(UnknownMessage),
        }
    }
}

impl fmt::Display for UnpackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutOff => f.write_str("cut-off"),
            Self::Damaged => f.write_str("damaged"),
            Self::TooMuchMemory => f.write_str("too-much-memory"),
            Self::TooMuch(most) => write!(f, "too-much {}", most.0),
        }
    }
}

impl fmt::Display for ReadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chunk { offset, at_most } => write!(f, "chunk {offset} {at_most}"),
            Self::Prefix { end } => write!(f, "prefix {end}"),
        }
    }
}

impl FromStr for ReadRequest {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        if let Some(end) = text.strip_prefix("prefix ") {
            return Ok(Self::Prefix { end: parsed(end)? });
        }
        let rest = text.strip_prefix("chunk ").ok_or(UnknownMessage)?;
        let (offset, at_most) = rest.split_once(' ').ok_or(UnknownMessage)?;
        Ok(Self::Chunk {
            offset: parsed(offset)?,
            at_most: parsed(at_most)?,
        })
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready { protocol } => write!(f, "ready {protocol}"),
            Self::Chunk { offset, prefix } => {
                let prefix = prefix.as_ref().map_or(NO_DIGEST, HexDigest::as_str);
                write!(f, "chunk {offset} {prefix}")
            }
            Self::Prefix { end, digest } => write!(f, "prefix {end} {}", digest.as_str()),
            Self::Qcow2Written => f.write_str("qcow2-written"),
            Self::Report(report) => match report {
                Report::Progress { bytes } => write!(f, "progress {bytes}"),
                Report::Hashed { bytes, digest } => {
                    write!(f, "hashed {bytes} {}", digest.as_str())
                }
                Report::Inspected(inspection) => write!(f, "inspected {}", inspection.to_line()),
                Report::Measured(content) => write!(f, "measured {}", content.to_line()),
                Report::NotUnpacked(fault) => write!(f, "not-unpacked {fault}"),
                Report::NothingToSave => f.write_str("nothing-to-save"),
                Report::ManifestChecked(verdict) => {
                    write!(f, "manifest {}", verdict.to_line())
                }
                Report::Failed(ReadFailure::FileChanged) => f.write_str("failed file-changed"),
                Report::Failed(ReadFailure::NotHere) => f.write_str("failed not-here"),
                Report::Failed(ReadFailure::Worker(fault)) => {
                    write!(f, "failed worker {}", fault.word())
                }
            },
        }
    }
}

impl FromStr for Message {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let report = match word {
            "qcow2-written" => return Ok(Self::Qcow2Written),
            "ready" => {
                return Ok(Self::Ready {
                    protocol: parsed(rest)?,
                });
            }
            "chunk" => {
                let (offset, prefix) = rest.split_once(' ').ok_or(UnknownMessage)?;
                return Ok(Self::Chunk {
                    offset: parsed(offset)?,
                    prefix: (prefix != NO_DIGEST).then(|| HexDigest::from_text(prefix)),
                });
            }
            "prefix" => {
                let (end, digest) = rest.split_once(' ').ok_or(UnknownMessage)?;
                return Ok(Self::Prefix {
                    end: parsed(end)?,
                    digest: HexDigest::from_text(digest),
                });
            }
            "progress" => Report::Progress {
                bytes: parsed(rest)?,
            },
            "hashed" => {
                let (bytes, digest) = rest.split_once(' ').ok_or(UnknownMessage)?;
                Report::Hashed {
                    bytes: parsed(bytes)?,
                    digest: HexDigest::from_text(digest),
                }
            }
            "inspected" => Report::Inspected(Inspection::from_line(rest).ok_or(UnknownMessage)?),
            "measured" => Report::Measured(Inspection::from_line(rest).ok_or(UnknownMessage)?),
            "not-unpacked" => Report::NotUnpacked(UnpackFault::read(rest)?),
            "nothing-to-save" => Report::NothingToSave,
            "manifest" => {
                let verdict = ManifestVerdict::from_line(rest).ok_or(UnknownMessage)?;
                Report::ManifestChecked(verdict)
            }
            "failed" if rest == "file-changed" => Report::Failed(ReadFailure::FileChanged),
            "failed" if rest == "not-here" => Report::Failed(ReadFailure::NotHere),
            "failed" => {
                let word = rest.strip_prefix("worker ").ok_or(UnknownMessage)?;
                let mut faults = WorkerFault::ALL.into_iter();
                let fault = faults.find(|fault| fault.word() == word);
                Report::Failed(ReadFailure::Worker(fault.ok_or(UnknownMessage)?))
            }
            _ => return Err(UnknownMessage),
        };
        Ok(Self::Report(report))
    }
}

fn parsed<T: FromStr>(text: &str) -> Result<T, UnknownMessage> {
    text.parse().map_err(|_| UnknownMessage)
}
