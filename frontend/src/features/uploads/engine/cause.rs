//! Why a single step did not succeed, before anybody decided what that means for the upload.

use gaze_shared::gateway::{ErrorKind, GatewayError, OverQuota, TusFailure};
use gaze_shared::glance::error::GlanceError;

use crate::api::ApiError;
use crate::workers::protocol::{ReadFailure, WorkerFault};

/// Why a request, or the reading of the file for it, did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no session, or it has ended (401).
    SignedOut,
    /// Glance answered and refused.
    Glance {
        error: GlanceError,
        /// The seconds after which to try again, where that was said.
        retry_after: Option<u64>,
    },
    /// The gateway answered for itself and refused.
    Gateway {
        error: Box<GatewayError>,
        /// The seconds after which to try again, where that was said.
        retry_after: Option<u64>,
    },
    /// It is too much for the project (413): the gateway says so, or what was said was lost on the way,
    /// as an answer to somebody who is still sending often is.
    TooMuch {
        /// The limits that are exceeded, as far as anybody has told.
        over: Vec<OverQuota>,
    },
    /// Nobody answered who could know.
    Unreachable(Absent),
    /// The gateway had all of the data, and could not bring it to Glance.
    NotDelivered(TusFailure),
    /// An answer came that says nothing, or the opposite of the one before.
    Unintelligible,
    /// What reads the file for the wire broke, which says nothing about the file.
    ReaderBroke(WorkerFault),
    /// The browser could not read the file: it was changed, moved or removed since it was chosen.
    FileUnreadable,
}

/// Who did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The gateway: the network between it and this browser, or itself.
    Gateway,
    /// Keystone, says the gateway.
    IdentityService,
    /// Glance, says the gateway.
    ImageService,
}

impl Cause {
    /// The HTTP status of a refusal; `None` when there was no answer that decides anything.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::SignedOut => Some(401),
            Self::Glance { error, .. } => Some(error.status),
            Self::Gateway { error, .. } => Some(error.error.code),
            Self::TooMuch { .. } => Some(413),
            Self::Unreachable(_)
            | Self::NotDelivered(_)
            | Self::Unintelligible
            | Self::ReaderBroke(_)
            | Self::FileUnreadable => None,
        }
    }

    /// Whether the request may have taken effect although no success was heard: the connection
    /// broke, or something in between answered in Glance's place.
    #[must_use]
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Unintelligible => true,
            Self::SignedOut
            | Self::FileUnreadable
            | Self::ReaderBroke(_)
            | Self::NotDelivered(_)
            | Self::TooMuch { .. } => false,
            Self::Glance { .. } | Self::Gateway { .. } => self.status() >= Some(500),
        }
    }

    /// Whether nobody was there to answer, which mends itself when the network is back.
    #[must_use]
    pub(super) fn is_silence(&self) -> bool {
        *self == Self::Unreachable(Absent::Gateway)
    }

    /// The gateway's own reason, where it was the gateway that refused.
    #[must_use]
    pub(super) fn gateway_kind(&self) -> Option<&ErrorKind> {
        match self {
            Self::Gateway { error, .. } => Some(&error.error.kind),
            _ => None,
        }
    }

    /// The seconds after which to try again, where that was said.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Glance { retry_after, .. } | Self::Gateway { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What the other side said, when it said anything.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Glance { error, .. } => error.cause(),
            Self::Gateway { error, .. } => &error.error.message,
            _ => "",
        }
    }
}

impl From<ReadFailure> for Cause {
    fn from(failure: ReadFailure) -> Self {
        match failure {
            ReadFailure::FileChanged | ReadFailure::NotHere => Self::FileUnreadable,
            ReadFailure::Worker(fault) => Self::ReaderBroke(fault),
        }
    }
}

impl From<ApiError> for Cause {
    fn from(error: ApiError) -> Self {
        if error.asks_for_sign_in() {
            return Self::SignedOut;
        }
        match error {
            ApiError::SignInRequired | ApiError::CookieNotKept { .. } => Self::SignedOut,
            ApiError::Unreachable | ApiError::NoResponse => Self::Unreachable(Absent::Gateway),
            ApiError::Unreadable { .. } => Self::Unintelligible,
            ApiError::Glance {
                error, retry_after, ..
            } => Self::Glance { error, retry_after },
            ApiError::Gateway { error, retry_after } => match error.error.kind {
                ErrorKind::IdentityUnreachable => Self::Unreachable(Absent::IdentityService),
                ErrorKind::ImageServiceUnreachable => Self::Unreachable(Absent::ImageService),
                ErrorKind::OverQuota => Self::TooMuch {
                    over: error.error.over,
                },
                _ => Self::Gateway { error, retry_after },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateway_s_refusal_keeps_its_numbers() {
        let body = r#"{"error":{"code":413,"kind":"over_quota","message":"The quota of this project has no room for this.","details":"image_size_total: limit 64, usage 1, reserved 2, asked 70, unit bytes.","over":[{"resource":"image_size_total","unit":"bytes","limit":64,"usage":1,"reserved":2,"asked":70,"source":"plan"}]},"request_id":"req-1"}"#;
        let cause = Cause::from(ApiError::from_refusal(413, None, None, body));
        let Cause::TooMuch { over } = &cause else {
            panic!("{cause:?}");
        };
        assert_eq!(
            (over[0].limit, over[0].reserved, over[0].excess()),
            (64, 2, 9)
        );
        assert_eq!(cause.status(), Some(413));
        assert!(!cause.leaves_doubt());
    }
}
