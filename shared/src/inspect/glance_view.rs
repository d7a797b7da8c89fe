//! What Glance sees in a file, out of all the formats that fit.

use super::detected::Detected;
use super::format_match::FormatMatch;
use super::recognition::{Recognition, Reported};
use crate::units::Bytes;

/// What Glance sees in the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GlanceView {
    Raw,
    Format {
        format: Detected,
        reported: Reported,
        gave_up_after: Option<u64>,
    },
    /// An ISO 9660 with a partition table, which is how a disc boots from a stick.
    HybridIso {
        reported: Reported,
    },
    Several,
    Unchecked,
}

impl GlanceView {
    /// Chooses as Glance does: one format, or an ISO 9660 with a partition table. Any other
    /// combination is refused.
    pub(super) fn of(matches: &[FormatMatch]) -> Self {
        let mut seen = Vec::new();
        for found in matches {
            match found.recognition {
                Recognition::None => {}
                Recognition::Crash => return Self::Unchecked,
                Recognition::Match {
                    reported,
                    gave_up_after,
                } => seen.push(Self::Format {
                    format: found.detected,
                    reported,
                    gave_up_after,
                }),
            }
        }
        match seen.as_slice() {
            [] => Self::Raw,
            [one] => *one,
            [
                Self::Format {
                    format: Detected::Iso,
                    reported,
                    ..
                },
                Self::Format {
                    format: Detected::Gpt,
                    ..
                },
            ] => Self::HybridIso {
                reported: *reported,
            },
            _ => Self::Several,
        }
    }

    pub(super) const fn format(self) -> Option<Detected> {
        match self {
            Self::Format { format, .. } => Some(format),
            Self::HybridIso { .. } => Some(Detected::Iso),
            Self::Raw | Self::Several | Self::Unchecked => None,
        }
    }
}

/// Glance keeps the size of a disk as a signed 64-bit number (`images.virtual_size`, a
/// `BigInteger`). A larger one is answered with 500, and leaves the image `saving` for ever.
pub(super) const LARGEST_RECORDED_SIZE: Bytes = Bytes(i64::MAX as u64);
