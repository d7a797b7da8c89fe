//! What happens to an upload.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::gateway::{OverQuota, TusReport};
use gaze_shared::glance::image::{DiskFormat, Image};
use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::effect::{Attempt, HashRound};
use super::transport::TusAddress;
use crate::workers::protocol::ReadFailure;

/// Something that happened, and that the engine must take into account.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The queue lets this upload transfer now.
    SlotGranted,
    /// How a request goes. What does not belong to the latest attempt is ignored, so that a
    /// straggler never acts on a state that it does not know.
    Request(Attempt, RequestEvent),
    /// Word of a worker that hashes.
    Hash(Algorithm, HashRound, HashReport),
    Command(Command),
    /// The person has chosen the file again, which an earlier page had.
    FileChosen,
    /// Somebody signed in or out, or switched the project or region.
    SessionChanged,
    /// The browser has a network again.
    Online,
    /// About a second has passed.
    Tick,
}

/// How a request goes: all but `Progress` and `AllSent` are its end.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestEvent {
    Created(Box<Image>),
    /// The image as it is now.
    Seen(Box<Image>),
    /// The image as it is now, without data, and the limits that the file would exceed: a gateway
    /// that refuses data and is still being sent to may seem to have vanished.
    OverQuota(Box<Image>, Vec<OverQuota>),
    /// The gateway takes the data here.
    Opened(TusAddress),
    /// The upload of the image that there is, and how it stands.
    Found(Option<(TusAddress, Box<TusReport>)>),
    /// How an upload by tus stands.
    Reported(Box<TusReport>),
    /// The digest of the beginning of the file that was asked for.
    PrefixHashed(HexDigest),
    /// A chunk has arrived: so much of the file the gateway has.
    Appended(Bytes),
    /// The upload by tus has ended.
    Ended,
    /// So many bytes of the file have left this browser.
    Progress(Bytes),
    /// Every byte of the request has left this browser; nobody has answered yet.
    AllSent,
    /// Glance has stored the data.
    Stored,
    Deleted,
    WaitOver,
    Failed(Cause),
}

/// Word of a worker that hashes.
#[derive(Clone, Debug, PartialEq)]
pub enum HashReport {
    /// So many bytes are hashed.
    Progress(Bytes),
    Done {
        digest: HexDigest,
        /// How many bytes it covers.
        bytes: Bytes,
    },
    /// The file could not be read to its end, or the worker broke.
    Failed(ReadFailure),
}

/// What a person can want of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Stop, and leave nothing behind. While only the comparison is left: stop comparing.
    Cancel,
    /// Once more, to the same image where there is one.
    TryAgain,
    /// Once more as another format, with a new image in the place of the old one.
    UploadAs(DiskFormat),
    /// Ask Glance at once what became of the image.
    PollNow,
    /// Compare by one more of the digests that Glance stored; the file is read once more for it.
    AlsoCompare(Algorithm),
    /// Delete the image that this upload made.
    DeleteImage,
    LeaveImage,
}
