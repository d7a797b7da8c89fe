//! What is known while Gaze asks what became of an image: below the stages and the failures, which keep it.

use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::expected::Unexpected;
use crate::transfer::moment::Moment;

/// Asking what became of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePoll {
    pub why: PollReason,
    pub since: Moment,
    /// How often so far.
    pub tries: u32,
    /// Why the last time was in vain; `None` when Glance answered that the image is still moving.
    pub trouble: Option<Cause>,
}

/// Why Gaze asks what became of an image.
#[derive(Clone, Debug, PartialEq)]
pub enum PollReason {
    /// To send the data once the image can take it.
    ToSend,
    /// Because the transfer broke off.
    AfterLoss {
        /// What broke it.
        cause: Cause,
        /// How far it had come.
        sent: Bytes,
    },
    /// Because the transfer was stopped, its file not being the one that was expected: an image that was there
    /// before can have got all of it by then.
    NotExpected(Unexpected),
}
