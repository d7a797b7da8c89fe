//! What the page and a hash worker say to each other.
//!
//! Words are one line of text; only the `File` travels beside them, as an object. The worker's
//! program includes this file by path: it must stay free of everything but `gaze_shared::digest`,
//! so that the worker does not ship the dashboard a second time.

use std::fmt;
use std::str::FromStr;

use gaze_shared::digest::{Algorithm, HexDigest};

/// The version of these messages. The worker's file has no hash in its name, so a page that is
/// older than the worker must notice that it is.
pub const PROTOCOL: u32 = 1;

/// What the page tells the worker; the `File` comes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// What to compute.
    pub algorithm: Algorithm,
    /// How many bytes to ask for at a time.
    pub chunk_bytes: u32,
}

/// What the worker tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// It runs and listens. Messages from before are lost, because WebAssembly starts after the
    /// worker's message queue is open.
    Ready {
        /// Its version of the messages.
        protocol: u32,
    },
    /// So many bytes are hashed.
    Progress {
        /// From the start of the file.
        bytes: u64,
    },
    /// The whole file is hashed.
    Done {
        /// The file's length as read.
        bytes: u64,
        /// The digest.
        digest: HexDigest,
    },
    /// It is over without a digest.
    Failed(ReadFailure),
}

/// Why a file could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// The file was changed, moved or removed since it was chosen (`NotReadableError`,
    /// `NotFoundError`).
    FileChanged,
    /// The worker could not be started, broke, or is of another version than the page.
    Worker(String),
}

/// Text that is none of these messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMessage;

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "start {} {}", self.algorithm.as_str(), self.chunk_bytes)
    }
}

impl FromStr for Start {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        let rest = text.strip_prefix("start ").ok_or(UnknownMessage)?;
        let (algorithm, chunk_bytes) = rest.split_once(' ').ok_or(UnknownMessage)?;
        Ok(Self {
            algorithm: algorithm.parse().map_err(|_| UnknownMessage)?,
            chunk_bytes: number(chunk_bytes)?,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready { protocol } => write!(f, "ready {protocol}"),
            Self::Progress { bytes } => write!(f, "progress {bytes}"),
            Self::Done { bytes, digest } => write!(f, "done {bytes} {}", digest.as_str()),
            Self::Failed(ReadFailure::FileChanged) => f.write_str("failed file-changed"),
            Self::Failed(ReadFailure::Worker(why)) => write!(f, "failed worker {why}"),
        }
    }
}

impl FromStr for Report {
    type Err = UnknownMessage;

    fn from_str(text: &str) -> Result<Self, UnknownMessage> {
        let (word, rest) = text.split_once(' ').ok_or(UnknownMessage)?;
        match word {
            "ready" => Ok(Self::Ready {
                protocol: number(rest)?,
            }),
            "progress" => Ok(Self::Progress {
                bytes: number(rest)?,
            }),
            "done" => {
                let (bytes, digest) = rest.split_once(' ').ok_or(UnknownMessage)?;
                Ok(Self::Done {
                    bytes: number(bytes)?,
                    digest: HexDigest::from_text(digest),
                })
            }
            "failed" if rest == "file-changed" => Ok(Self::Failed(ReadFailure::FileChanged)),
            "failed" => {
                let why = rest.strip_prefix("worker ").ok_or(UnknownMessage)?;
                Ok(Self::Failed(ReadFailure::Worker(why.to_owned())))
            }
            _ => Err(UnknownMessage),
        }
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, UnknownMessage> {
    text.parse().map_err(|_| UnknownMessage)
}
