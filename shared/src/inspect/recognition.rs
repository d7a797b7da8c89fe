//! How the inspectors of oslo.utils end, of which Glance asks them all.

use crate::units::Bytes;

/// How much of the data oslo.utils gets to see at once. It works on the pieces in which a store
/// reads, and some of its limits and faults depend on their length; this is the length of the file
/// store and of Swift (`filesystem_store_chunk_size`, `Store.CHUNKSIZE`).
pub(super) const CHUNK_BYTES: u64 = 64 * 1024;

/// How the inspector of one format ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recognition {
    /// It does not see its format; what we see is for the person only.
    None,
    /// It sees its format.
    Match {
        reported: Reported,
        /// The bytes after which it gave up on the stream; `None` when it went to the end.
        gave_up_after: Option<u64>,
    },
    /// It raises an `AttributeError` when it is asked, which Glance takes for data of a container
    /// that is not inspected.
    Crash,
}

impl Recognition {
    pub(super) const fn reporting(reported: Reported) -> Self {
        Self::Match {
            reported,
            gave_up_after: None,
        }
    }
}

/// The virtual size that an inspector tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reported {
    /// A size; 0 means that it does not know.
    Size(u64),
    /// The size of the file: the inspector does not read any other.
    FileSize,
    /// It fails to read it.
    Failure,
}

impl Reported {
    pub(super) const fn size(self, file_size: Bytes) -> u64 {
        match self {
            Self::Size(size) => size,
            Self::FileSize => file_size.0,
            Self::Failure => 0,
        }
    }
}
