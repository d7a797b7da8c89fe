//! What the page and a file worker say to each other about an image's data that is written to the disk, as text.
//!
//! The worker asks for the data, hashes it and writes it, in this order and once each; the page decides. It
//! counts what it asks for (`attempt`), so that the word of an earlier answer can be told apart.
//! Compiled into the worker too (`src/bin/file_worker.rs`), so it uses nothing but `gaze_shared`.

use std::fmt;
use std::str::FromStr;

use gaze_shared::digest::{Algorithm, HexDigest};

/// The word that a task of this kind begins with; the handle of the file comes with it.
const SAVE: &str = "save ";
/// Stands where something could.
const NONE: &str = "-";

/// Write an image's data to a file. Without an algorithm nothing is hashed, because there is nothing to
/// compare it with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaveTask(pub Option<Algorithm>);

/// What a worker that saves is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveRequest {
    /// Ask for the data, from its beginning or from a byte on.
    Fetch {
        attempt: u32,
        /// The byte from which on; `None` asks for all of it.
        from: Option<u64>,
        /// Where it is on this origin.
        path: String,
    },
    /// Write what is answered.
    Take {
        attempt: u32,
        /// How many bytes are read past first, because they are written already.
        skip: u64,
        /// How many bytes are written at most.
        at_most: u64,
    },
    /// Read no more of the answer.
    Abandon { attempt: u32 },
    /// Tell the digest of all that is written.
    Conclude,
    /// Put the file in its place.
    Keep,
    /// Leave nothing of what is written.
    Discard,
}

/// What the worker tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveMessage {
    /// The head of an answer with a status below 400 is here. The page says whether to take it.
    Answered { attempt: u32, head: AnswerHead },
    /// An answer with a status from 400 on.
    Refused { attempt: u32, refusal: Refusal },
    /// So much of the file is written, counted from its beginning. Also said while bytes are read past.
    Written { bytes: u64 },
    /// The answer has ended, or as much of it was written as was asked for.
    Ended { attempt: u32, bytes: u64 },
    /// There was no answer, it broke off, or it was abandoned.
    Broke { attempt: u32, bytes: u64 },
    /// The digest of all that is written, where it was hashed.
    Concluded {
        bytes: u64,
        digest: Option<HexDigest>,
    },
    /// The file is in its place.
    Kept,
    /// Nothing is left of what was written.
    Discarded,
    /// The file cannot be written; nothing more is heard.
    Failed(SaveFailure),
}

/// What an answer says of the data that follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerHead {
    pub status: u16,
    pub content_range: Option<ContentRange>,
    /// The length of what follows, in bytes.
    pub length: Option<u64>,
    /// The MD5 of the whole data, also where a part of it follows: that is what Glance sends as `Content-MD5`
    /// (`glance/api/v2/image_data.py`, `ResponseSerializer.download`).
    pub md5: Option<HexDigest>,
}

/// Which part of the whole an answer is (RFC 9110 section 14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    pub first: u64,
    pub last: u64,
    /// The length of the whole, where it is told.
    pub total: Option<u64>,
}

/// A refusal, unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// The id under which the edge and Glance logged the request.
    pub request_id: Option<String>,
    /// The header of this name.
    pub retry_after: Option<String>,
    pub body: String,
}

/// Why a file cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveFailure {
    /// The browser or the person does not let this page write to it (`NotAllowedError`).
    NotPermitted,
    /// The disk has no room for it (`QuotaExceededError`).
    NoRoom,
    /// It was moved or removed, or the disk failed.
    NotWritten,
}

/// Text that is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownText;

impl fmt::Display for SaveTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SAVE}{}", self.0.map_or(NONE, Algorithm::as_str))
    }
}

impl FromStr for SaveTask {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        optional(text.strip_prefix(SAVE).ok_or(UnknownText)?).map(Self)
    }
}

impl fmt::Display for ContentRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes {}-{}/", self.first, self.last)?;
        match self.total {
            Some(total) => write!(f, "{total}"),
            None => f.write_str("*"),
        }
    }
}

impl FromStr for ContentRange {
    type Err = UnknownText;

    /// Reads the header. What cannot be true is none.
    fn from_str(text: &str) -> Result<Self, UnknownText> {
        let range = text.trim().strip_prefix("bytes ").ok_or(UnknownText)?;
        let (bounds, total) = range.split_once('/').ok_or(UnknownText)?;
        let (first, last) = bounds.split_once('-').ok_or(UnknownText)?;
        let (first, last) = (parsed(first)?, parsed(last)?);
        let total: Option<u64> = match total {
            "*" => None,
            total => Some(parsed(total)?),
        };
        let is_possible = first <= last && total.is_none_or(|total| last < total);
        is_possible
            .then_some(Self { first, last, total })
            .ok_or(UnknownText)
    }
}

impl fmt::Display for SaveRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch {
                attempt,
                from,
                path,
            } => write!(f, "fetch {attempt} {} {path}", Or(from.as_ref())),
            Self::Take {
                attempt,
                skip,
                at_most,
            } => write!(f, "take {attempt} {skip} {at_most}"),
            Self::Abandon { attempt } => write!(f, "abandon {attempt}"),
            Self::Conclude => f.write_str("conclude"),
            Self::Keep => f.write_str("keep"),
            Self::Discard => f.write_str("discard"),
        }
    }
}

impl FromStr for SaveRequest {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        let mut words = text.splitn(4, ' ');
        let mut next = || words.next().ok_or(UnknownText);
        Ok(match next()? {
            "fetch" => Self::Fetch {
                attempt: parsed(next()?)?,
                from: optional(next()?)?,
                path: next()?.to_owned(),
            },
            "take" => Self::Take {
                attempt: parsed(next()?)?,
                skip: parsed(next()?)?,
                at_most: parsed(next()?)?,
            },
            "abandon" => Self::Abandon {
                attempt: parsed(next()?)?,
            },
            "conclude" => Self::Conclude,
            "keep" => Self::Keep,
            "discard" => Self::Discard,
            _ => return Err(UnknownText),
        })
    }
}

impl fmt::Display for SaveMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { attempt, head } => {
                let AnswerHead {
                    status,
                    content_range,
                    length,
                    md5,
                } = head;
                let (length, md5) = (Or(length.as_ref()), Or(md5.as_ref()));
                let range = Or(content_range.as_ref());
                write!(f, "answered {attempt} {status} {length} {md5} {range}")
            }
            Self::Refused { attempt, refusal } => {
                let (id, retry) = (&refusal.request_id, &refusal.retry_after);
                let (id, retry) = (Or(id.as_ref()), Or(retry.as_ref()));
                let (status, body) = (refusal.status, &refusal.body);
                // No header has a line's end in it.
                write!(f, "refused {attempt} {status}\n{id}\n{retry}\n{body}")
            }
            Self::Written { bytes } => write!(f, "written {bytes}"),
            Self::Ended { attempt, bytes } => write!(f, "ended {attempt} {bytes}"),
            Self::Broke { attempt, bytes } => write!(f, "broke {attempt} {bytes}"),
            Self::Concluded { bytes, digest } => {
                write!(f, "concluded {bytes} {}", Or(digest.as_ref()))
            }
            Self::Kept => f.write_str("kept"),
            Self::Discarded => f.write_str("discarded"),
            Self::Failed(failure) => write!(f, "not-saved {}", failure.word()),
        }
    }
}

impl FromStr for SaveMessage {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        if let Some(refused) = text.strip_prefix("refused ") {
            return read_refused(refused);
        }
        let mut words = text.splitn(6, ' ');
        let mut next = || words.next().ok_or(UnknownText);
        Ok(match next()? {
            "answered" => Self::Answered {
                attempt: parsed(next()?)?,
                head: AnswerHead {
                    status: parsed(next()?)?,
                    length: optional(next()?)?,
                    md5: present(next()?).map(HexDigest::from_text),
                    content_range: optional(next()?)?,
                },
            },
            "written" => Self::Written {
                bytes: parsed(next()?)?,
            },
            "ended" => Self::Ended {
                attempt: parsed(next()?)?,
                bytes: parsed(next()?)?,
            },
            "broke" => Self::Broke {
                attempt: parsed(next()?)?,
                bytes: parsed(next()?)?,
            },
            "concluded" => Self::Concluded {
                bytes: parsed(next()?)?,
                digest: present(next()?).map(HexDigest::from_text),
            },
            "kept" => Self::Kept,
            "discarded" => Self::Discarded,
            "not-saved" => Self::Failed(SaveFailure::of_word(next()?)?),
            _ => return Err(UnknownText),
        })
    }
}

fn read_refused(text: &str) -> Result<SaveMessage, UnknownText> {
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().ok_or(UnknownText);
    let (attempt, status) = next()?.split_once(' ').ok_or(UnknownText)?;
    Ok(SaveMessage::Refused {
        attempt: parsed(attempt)?,
        refusal: Refusal {
            status: parsed(status)?,
            request_id: present(next()?).map(str::to_owned),
            retry_after: present(next()?).map(str::to_owned),
            body: next()?.to_owned(),
        },
    })
}

impl SaveFailure {
    pub(super) const ALL: [Self; 3] = [Self::NotPermitted, Self::NoRoom, Self::NotWritten];

    const fn word(self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::NoRoom => "no-room",
            Self::NotWritten => "not-written",
        }
    }

    fn of_word(word: &str) -> Result<Self, UnknownText> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.word() == word).ok_or(UnknownText)
    }
}

/// Writes what may not be there.
struct Or<'a, T>(Option<&'a T>);

impl<T: fmt::Display> fmt::Display for Or<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str(NONE),
        }
    }
}

fn present(word: &str) -> Option<&str> {
    (word != NONE).then_some(word)
}

fn optional<T: FromStr>(word: &str) -> Result<Option<T>, UnknownText> {
    present(word).map(parsed).transpose()
}

fn parsed<T: FromStr>(word: &str) -> Result<T, UnknownText> {
    word.parse().map_err(|_| UnknownText)
}
