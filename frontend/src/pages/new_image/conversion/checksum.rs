//! How far the comparison of a chosen file with an expected checksum is.

use std::any::Any;
use std::rc::Rc;

use send_wrapper::SendWrapper;

use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::workers::protocol::ReadFailure;

/// What works on a file while it is chosen, and ends when it is dropped.
pub(super) type Work = SendWrapper<Rc<dyn Any>>;

/// How far the comparison is.
#[derive(Clone)]
pub(in crate::pages::new_image) enum ChecksumCheck {
    /// Nothing is expected, or the upload itself compares.
    NotNeeded,
    Hashing {
        expected: ExpectedDigest,
        percent: u8,
        /// What hashes, which ends with this.
        _work: Work,
    },
    Held(ExpectedDigest),
    Broken(ExpectedDigest),
    Unreadable(ExpectedDigest, ReadFailure),
}

impl ChecksumCheck {
    /// Whether it did not come to its end, and may when it is made once more.
    pub(in crate::pages::new_image) fn may_pass(&self) -> bool {
        matches!(self, Self::Unreadable(_, why) if why.may_pass())
    }

    /// What is compared with.
    pub(super) fn expected(&self) -> Option<&ExpectedDigest> {
        match self {
            Self::NotNeeded => None,
            Self::Hashing { expected, .. }
            | Self::Held(expected)
            | Self::Broken(expected)
            | Self::Unreadable(expected, _) => Some(expected),
        }
    }
}
