//! What there is to send of a file, and what is chosen of it.

use std::fmt;

use gaze_shared::inspect::Inspection;
use send_wrapper::SendWrapper;

use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::source::{ConversionFailure, UploadSource};

/// What there is to send beside the bytes of the file.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pages::new_image) enum ConversionState {
    NotOffered,
    /// Whether what is in it can be sent is not known.
    Undecided(Undecided),
    /// It was worked out, and is not worth sending.
    NotWorthIt(Conversion),
    /// Others are worked out before it.
    Awaited(Conversion),
    /// Whole percent of the file that have been read for it.
    UnderWay(Conversion, u8),
    Ready(Box<Converted>),
    Failed(Conversion, ConversionFailure),
}

/// Why it is not known what can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) enum Undecided {
    /// The gateway has been asked what it takes.
    Awaited,
    /// It has not told.
    NotTold,
}

impl ConversionState {
    /// What was, is or will be worked out.
    pub(super) fn conversion(&self) -> Conversion {
        match self {
            Self::NotOffered | Self::Undecided(_) => Conversion::None,
            Self::NotWorthIt(conversion)
            | Self::Awaited(conversion)
            | Self::UnderWay(conversion, _)
            | Self::Failed(conversion, _) => *conversion,
            Self::Ready(converted) => converted.source.conversion(),
        }
    }

    /// What this becomes when something else can be sent than before; `None` where it stays as it is.
    pub(super) fn followed_by(&self, offered: ConversionState) -> Option<ConversionState> {
        let is_same = match &offered {
            // What is worked out already stays.
            Self::Awaited(conversion) => self.conversion() == *conversion,
            offered => self == offered,
        };
        (!is_same).then_some(offered)
    }
}

/// The data that can be sent in the place of the file's bytes.
#[derive(Clone)]
pub(in crate::pages::new_image) struct Converted {
    pub(in crate::pages::new_image) source: SendWrapper<UploadSource>,
    pub(in crate::pages::new_image) inspection: Inspection,
}

impl fmt::Debug for Converted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.source.conversion(), f)
    }
}

impl PartialEq for Converted {
    fn eq(&self, other: &Self) -> bool {
        *self.source == *other.source
    }
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) enum SendAs {
    ChosenFile,
    Converted,
}

#[cfg(test)]
mod tests {
    use gaze_shared::unpack::Compression;

    use super::*;

    const UNPACKED: Conversion = Conversion::Unpacked(Compression::Xz);

    #[test]
    fn what_is_offered_follows_what_becomes_known() {
        let awaited = ConversionState::Undecided(Undecided::Awaited);
        let not_told = ConversionState::Undecided(Undecided::NotTold);
        for (now, offered) in [
            (ConversionState::NotOffered, &awaited),
            (awaited.clone(), &not_told),
            (not_told.clone(), &ConversionState::Awaited(UNPACKED)),
            (awaited.clone(), &ConversionState::NotOffered),
            (
                ConversionState::UnderWay(Conversion::Qcow2, 7),
                &ConversionState::NotOffered,
            ),
            (
                ConversionState::NotWorthIt(Conversion::Qcow2),
                &ConversionState::NotOffered,
            ),
        ] {
            assert_eq!(now.followed_by(offered.clone()).as_ref(), Some(offered));
            assert_eq!(offered.followed_by(offered.clone()), None);
        }
    }

    #[test]
    fn what_is_worked_out_is_not_worked_out_again() {
        let offered = ConversionState::Awaited(Conversion::Qcow2);
        let failure =
            ConversionFailure::NotRead(crate::workers::protocol::ReadFailure::FileChanged);
        for now in [
            ConversionState::UnderWay(Conversion::Qcow2, 7),
            ConversionState::NotWorthIt(Conversion::Qcow2),
            ConversionState::Failed(Conversion::Qcow2, failure),
        ] {
            assert_eq!(now.followed_by(offered.clone()), None);
        }
    }
}
