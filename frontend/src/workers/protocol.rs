//! What the page and a file worker say to each other.
//!
//! Words are one line of text; only the `File` and the bytes of chunks travel beside them, as objects. The worker's
//! program includes this file by path: it must stay free of everything but `gaze_shared`, so that
//! the worker does not ship the dashboard a second time.

use std::fmt;
use std::str::FromStr;

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::inspect::Inspection;

/// The version of these messages. The worker's file has no hash in its name, so a page that is
/// older than the worker must notice that it is.
pub const PROTOCOL: u32 = 6;

/// What the page wants of the worker; the `File` comes with it. A worker does one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A digest of the whole file.
    Hash {
        algorithm: Algorithm,
        /// How many bytes to ask for at a time.
        chunk_bytes: u32,
    },
    /// Chunks of the file, as they are asked for, and a digest of all of it when they have come to its end.
    Read { algorithm: Algorithm },
    /// What the file is, from a few of its bytes.
    Inspect,
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
    /// It is over without a result.
    Failed(ReadFailure),
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
            } => write!(f, "hash {} {chunk_bytes}", algorithm.as_str()),
            Self::Read { algorithm } => write!(f, "read {}", algorithm.as_str()),
            Self::Inspect => f.write_str("inspect"),
        }
    }
}

impl FromStr for Task {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        if text == "inspect" {
            return Ok(Self::Inspect);
        }
        if let Some(algorithm) = text.strip_prefix("read ") {
            let algorithm = algorithm.parse().map_err(|_| UnknownMessage)?;
            return Ok(Self::Read { algorithm });
        }
        let rest = text.strip_prefix("hash ").ok_or(UnknownMessage)?;
        let (algorithm, chunk_bytes) = rest.split_once(' ').ok_or(UnknownMessage)?;
        Ok(Self::Hash {
            algorithm: algorithm.parse().map_err(|_| UnknownMessage)?,
            chunk_bytes: number(chunk_bytes)?,
        })
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
            return Ok(Self::Prefix { end: number(end)? });
        }
        let rest = text.strip_prefix("chunk ").ok_or(UnknownMessage)?;
        let (offset, at_most) = rest.split_once(' ').ok_or(UnknownMessage)?;
        Ok(Self::Chunk {
            offset: number(offset)?,
            at_most: number(at_most)?,
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
            Self::Report(report) => match report {
                Report::Progress { bytes } => write!(f, "progress {bytes}"),
                Report::Hashed { bytes, digest } => {
                    write!(f, "hashed {bytes} {}", digest.as_str())
                }
                Report::Inspected(inspection) => write!(f, "inspected {}", inspection.to_line()),
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
        let (word, rest) = text.split_once(' ').ok_or(UnknownMessage)?;
        let report = match word {
            "ready" => {
                return Ok(Self::Ready {
                    protocol: number(rest)?,
                });
            }
            "chunk" => {
                let (offset, prefix) = rest.split_once(' ').ok_or(UnknownMessage)?;
                return Ok(Self::Chunk {
                    offset: number(offset)?,
                    prefix: (prefix != NO_DIGEST).then(|| HexDigest::from_text(prefix)),
                });
            }
            "prefix" => {
                let (end, digest) = rest.split_once(' ').ok_or(UnknownMessage)?;
                return Ok(Self::Prefix {
                    end: number(end)?,
                    digest: HexDigest::from_text(digest),
                });
            }
            "progress" => Report::Progress {
                bytes: number(rest)?,
            },
            "hashed" => {
                let (bytes, digest) = rest.split_once(' ').ok_or(UnknownMessage)?;
                Report::Hashed {
                    bytes: number(bytes)?,
                    digest: HexDigest::from_text(digest),
                }
            }
            "inspected" => Report::Inspected(Inspection::from_line(rest).ok_or(UnknownMessage)?),
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

fn number<T: FromStr>(text: &str) -> Result<T, UnknownMessage> {
    text.parse().map_err(|_| UnknownMessage)
}
