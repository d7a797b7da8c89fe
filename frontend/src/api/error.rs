//! Why a call did not succeed. What a person is told about it is in `session::error_view`.

use gaze_shared::gateway::{ErrorKind, GatewayError};
use gaze_shared::glance::error::GlanceError;

/// Why a call did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// There is no session, and the person chose not to sign in again.
    SignInRequired,
    /// The edge itself refused or could not reach what is behind it.
    Gateway {
        error: Box<GatewayError>,
        /// The seconds after which to try again, where that was said.
        retry_after: Option<u64>,
    },
    /// Glance refused, or something that answered in its place.
    Glance {
        /// What Glance said.
        error: GlanceError,
        /// The seconds after which to try again, where that was said.
        retry_after: Option<u64>,
        /// The id under which the edge and Glance logged the request.
        request_id: Option<String>,
    },
    /// The browser has not kept the cookie of a sign-in.
    CookieNotKept {
        /// The id under which the edge logged the request.
        request_id: Option<String>,
    },
    /// The edge did not answer: no network, or the server is away.
    Unreachable,
    /// No answer has come in the time that a person waits for one. It may still come.
    NoResponse,
    /// The answer is not what the API promises.
    Unreadable {
        /// What could not be read, for a bug report.
        detail: String,
        /// The id under which the edge and Glance logged the request.
        request_id: Option<String>,
    },
}

impl ApiError {
    /// Reads a refusal (status 400 and above) of the edge or of Glance.
    #[must_use]
    pub fn from_refusal(
        status: u16,
        request_id: Option<String>,
        retry_after: Option<u64>,
        body: &str,
    ) -> Self {
        if let Ok(error) = serde_json::from_str::<GatewayError>(body) {
            let error = Box::new(error);
            return Self::Gateway { error, retry_after };
        }
        Self::Glance {
            error: GlanceError::parse(status, body),
            retry_after,
            request_id,
        }
    }

    /// Whether signing in again and repeating the call is the way on.
    #[must_use]
    pub fn asks_for_sign_in(&self) -> bool {
        match self {
            Self::Gateway { error, .. } => matches!(
                error.error.kind,
                ErrorKind::SignInRequired | ErrorKind::SessionExpired
            ),
            // A token that Keystone revoked in the middle of a session: Glance itself answers.
            Self::Glance { error, .. } => error.status == 401,
            Self::SignInRequired
            | Self::CookieNotKept { .. }
            | Self::Unreachable
            | Self::NoResponse
            | Self::Unreadable { .. } => false,
        }
    }

    /// The edge's own reason, where it was the edge that refused.
    #[must_use]
    pub fn kind(&self) -> Option<&ErrorKind> {
        match self {
            Self::Gateway { error, .. } => Some(&error.error.kind),
            _ => None,
        }
    }

    /// What the second step of a sign-in must bring.
    #[must_use]
    pub fn receipt(&self) -> Option<String> {
        match self {
            Self::Gateway { error, .. } => error.receipt.clone(),
            _ => None,
        }
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Gateway { error, .. } => Some(error.error.code),
            Self::Glance { error, .. } => Some(error.status),
            Self::SignInRequired
            | Self::CookieNotKept { .. }
            | Self::Unreachable
            | Self::NoResponse
            | Self::Unreadable { .. } => None,
        }
    }

    /// The seconds after which to try again, where that was said.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Gateway { retry_after, .. } | Self::Glance { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether a change may have been made although this came in the place of an answer.
    #[must_use]
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Unreachable | Self::NoResponse | Self::Unreadable { .. } => true,
            Self::Gateway { error, .. } => matches!(
                error.error.kind,
                ErrorKind::ImageServiceUnreachable | ErrorKind::Internal
            ),
            Self::Glance { error, .. } => matches!(error.status, 408 | 500..),
            Self::SignInRequired | Self::CookieNotKept { .. } => false,
        }
    }

    /// The id to give to whoever runs the cloud.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let id = match self {
            Self::Gateway { error, .. } => Some(error.request_id.as_str()),
            Self::Glance { request_id, .. }
            | Self::CookieNotKept { request_id }
            | Self::Unreadable { request_id, .. } => request_id.as_deref(),
            Self::SignInRequired | Self::Unreachable | Self::NoResponse => None,
        };
        id.filter(|id| !id.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPIRED: &str = r#"{"error":{"code":401,"kind":"session_expired","message":"Your session has ended.","details":"Sign in again."},"request_id":"req-1"}"#;

    #[test]
    fn an_ended_session_asks_for_a_sign_in_and_names_its_request() {
        let error = ApiError::from_refusal(401, None, None, EXPIRED);
        assert!(error.asks_for_sign_in());
        assert_eq!(error.kind(), Some(&ErrorKind::SessionExpired));
        assert_eq!(error.request_id(), Some("req-1"));
    }

    #[test]
    fn a_wrong_password_does_not_open_the_sign_in_dialog_again() {
        let body = EXPIRED.replace("session_expired", "invalid_credentials");
        let error = ApiError::from_refusal(401, None, None, &body);
        assert!(!error.asks_for_sign_in());
        assert_eq!(error.kind(), Some(&ErrorKind::InvalidCredentials));
    }

    #[test]
    fn a_token_that_keystone_revoked_asks_for_a_sign_in() {
        let body = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;
        assert!(ApiError::from_refusal(401, None, None, body).asks_for_sign_in());
    }

    #[test]
    fn only_who_answered_can_say_that_nothing_was_done() {
        let glance = |status| ApiError::from_refusal(status, None, None, "");
        for (error, is_known) in [
            (ApiError::Unreachable, false),
            (glance(504), false),
            (glance(403), true),
            (ApiError::SignInRequired, true),
        ] {
            assert_eq!(error.leaves_doubt(), !is_known, "{error:?}");
        }
    }
}
