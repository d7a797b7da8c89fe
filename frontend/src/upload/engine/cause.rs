//! Why a single step did not succeed, before anybody decided what that means for the upload.

use gaze_shared::gateway::ErrorKind;
use gaze_shared::glance_error::GlanceError;

use super::refusal::OverLimit;
use crate::api::ApiError;

/// Why a request, or the reading of the file for it, did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no session, or it has ended (401).
    SignedOut,
    /// Glance answered and refused.
    Glance(GlanceError),
    /// The gateway answered for itself and refused.
    Gateway {
        /// The HTTP status.
        status: u16,
        /// What it refuses.
        kind: ErrorKind,
        /// One sentence for a person.
        message: String,
    },
    /// The data was refused as too much (413), and what Glance said about it was lost on the way,
    /// as an answer to somebody who is still sending often is.
    TooMuch {
        /// The limits that the file exceeds, as far as Glance's usage tells.
        over: Vec<OverLimit>,
    },
    /// Nobody answered who could know.
    Unreachable(Absent),
    /// An answer came that says nothing, or the opposite of the one before.
    Unintelligible,
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
            Self::Glance(error) => Some(error.status),
            Self::Gateway { status, .. } => Some(*status),
            Self::TooMuch { .. } => Some(413),
            Self::Unreachable(_) | Self::Unintelligible | Self::FileUnreadable => None,
        }
    }

    /// Whether the request may have taken effect although no success was heard: the connection
    /// broke, or something in between answered in Glance's place.
    #[must_use]
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Unintelligible => true,
            Self::SignedOut | Self::FileUnreadable | Self::TooMuch { .. } => false,
            Self::Glance(_) | Self::Gateway { .. } => self.status() >= Some(500),
        }
    }

    /// What the other side said, when it said anything.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Glance(error) => error.cause(),
            Self::Gateway { message, .. } => message,
            _ => "",
        }
    }
}

impl From<ApiError> for Cause {
    fn from(error: ApiError) -> Self {
        if error.asks_for_sign_in() {
            return Self::SignedOut;
        }
        match error {
            ApiError::SignInRequired => Self::SignedOut,
            ApiError::Unreachable => Self::Unreachable(Absent::Gateway),
            ApiError::Unreadable { .. } => Self::Unintelligible,
            ApiError::Glance { error, .. } => Self::Glance(error),
            ApiError::Gateway(refusal) => match refusal.error.kind {
                ErrorKind::IdentityUnreachable => Self::Unreachable(Absent::IdentityService),
                ErrorKind::ImageServiceUnreachable => Self::Unreachable(Absent::ImageService),
                kind => Self::Gateway {
                    status: refusal.error.code,
                    kind,
                    message: refusal.error.message,
                },
            },
        }
    }
}
