//! Every cause for which the gateway itself answers, and the one place that makes the answer.

use gaze_shared::gateway::{ErrorBody, ErrorKind, GatewayError};

use super::cross_site::CrossSite;
use super::guard::Refusal;
use super::route::NoRoute;
use super::secret::Secret;
use super::settings::BadSetting;
use super::webob::HttpError;

/// What somebody tried to sign in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A user name and a password.
    Password,
    /// The same with the code of an authenticator.
    PasswordAndPasscode,
    /// The code alone, in the second step.
    Passcode,
    /// An application credential.
    ApplicationCredential,
    /// A token.
    Token,
}

/// One cause. `Display` is for the log; what a client is told is in [`Problem::answer`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no such route.
    #[error("no route: {0}")]
    NoRoute(#[from] NoRoute),
    /// A header that must not pass.
    #[error("header refused: {0}")]
    HeaderRefused(&'static str),
    /// The request body cannot be read as what the route takes.
    #[error("malformed body: {0}")]
    MalformedBody(String),
    /// The request body is larger than the route takes.
    #[error("body of more than {limit_bytes} bytes")]
    BodyTooLarge {
        /// The most that the route takes.
        limit_bytes: u64,
    },
    /// There is a request body where Glance takes none.
    #[error("a body where none is expected")]
    BodyNotExpected,
    /// The document, or a header with it, must not reach Glance.
    #[error("refused: {0}")]
    Guarded(#[from] Refusal),
    /// The call does not come from the dashboard.
    #[error("cross-site call refused: {0}")]
    CrossSite(#[from] CrossSite),
    /// Neither a session nor a token.
    #[error("no credentials")]
    NoCredentials,
    /// There is a session, and it has ended.
    #[error("the session has ended")]
    SessionExpired,
    /// Keystone does not know the token.
    #[error("the token is not valid")]
    InvalidToken,
    /// Keystone refused the sign-in.
    #[error("Keystone refused the credentials: {0:?}")]
    InvalidCredentials(CredentialKind),
    /// The password is right, and Keystone asks for a code too.
    #[error("a second factor is required")]
    SecondFactorRequired {
        /// What the second step must bring.
        receipt: Secret,
    },
    /// Keystone asks for a factor that the gateway cannot pass on.
    #[error("a second factor is required that is no TOTP")]
    SecondFactorUnsupported,
    /// The second step came too late, or with a receipt that is none.
    #[error("the sign-in's first step is over")]
    SignInOver,
    /// Too many sign-ins of the user, or from the address, have failed.
    #[error("too many failed sign-ins, {retry_after_seconds} s to wait")]
    TooManySignIns {
        /// When the next one may be tried.
        retry_after_seconds: i64,
    },
    /// The deployment has no such region.
    #[error("unknown region")]
    UnknownRegion,
    /// The session's token cannot be traded for one of another project.
    #[error("the token is bound to its project")]
    BoundToProject,
    /// A token of the whole cloud or of a domain cannot be traded for one of a project.
    #[error("the token is not for a project")]
    NotOfProject,
    /// Keystone refused a token for the project that the person wants to switch to.
    #[error("Keystone refused the project")]
    ProjectRefused,
    /// The sign-in is right, but no project can be worked in.
    #[error("no project to work in")]
    NoProject,
    /// Keystone did not answer, or not with an answer that can be used.
    #[error("Keystone cannot be reached: {0}")]
    IdentityUnreachable(String),
    /// The session's cookie is gone, but Keystone could not be told to end its token.
    #[error("the token could not be revoked")]
    NotRevoked,
    /// The resolver, which the operator wants to be asked about imports, did not answer.
    #[error("the resolver cannot be reached: {0}")]
    ResolverUnreachable(String),
    /// Glance did not answer.
    #[error("Glance cannot be reached: {0}")]
    ImageServiceUnreachable(String),
    /// The settings of the deployment are wrong.
    #[error("settings: {0}")]
    Misconfigured(String),
    /// A fault of the gateway.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<&[BadSetting]> for Problem {
    fn from(wrong: &[BadSetting]) -> Self {
        let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        Self::Misconfigured(lines.join("; "))
    }
}

/// What a client is told.
struct Told {
    status: u16,
    kind: ErrorKind,
    message: &'static str,
    details: String,
}

impl Problem {
    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.told().status
    }

    /// What Glance would answer for the same cause, if it is one that Glance knows: an API client gets
    /// it in Glance's words.
    #[must_use]
    pub const fn as_of_glance(&self) -> Option<HttpError> {
        match self {
            Self::BodyNotExpected => Some(HttpError::BodyNotExpected),
            Self::Guarded(Refusal::Owner) => Some(HttpError::OwnerIsFixed),
            Self::NoCredentials | Self::InvalidToken => Some(HttpError::Unauthorized),
            _ => None,
        }
    }

    /// The methods for the `Allow` header of a 405.
    #[must_use]
    pub const fn allowed_methods(&self) -> Option<&'static str> {
        match self {
            Self::NoRoute(NoRoute::MethodNotAllowed(methods)) => Some(methods),
            _ => None,
        }
    }

    /// The seconds for the `Retry-After` header of a 429.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<i64> {
        match self {
            Self::TooManySignIns {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            _ => None,
        }
    }

    /// The body of the answer. Text from inside stays inside.
    #[must_use]
    pub fn answer(&self, request_id: &str) -> GatewayError {
        let Told {
            status,
            kind,
            message,
            details,
        } = self.told();
        GatewayError {
            error: ErrorBody {
                code: status,
                kind,
                message: message.to_owned(),
                details,
            },
            request_id: request_id.to_owned(),
            receipt: match self {
                Self::SecondFactorRequired { receipt } => Some(receipt.expose().to_owned()),
                _ => None,
            },
        }
    }

    fn told(&self) -> Told {
        let told = |status, kind, message, details: &str| Told {
            status,
            kind,
            message,
            details: details.to_owned(),
        };
        match self {
            Self::NoRoute(NoRoute::NotFound) => told(
                404,
                ErrorKind::NotFound,
                "Nothing is served at this address.",
                "",
            ),
            Self::NoRoute(NoRoute::MethodNotAllowed(methods)) => Told {
                status: 405,
                kind: ErrorKind::MethodNotAllowed,
                message: "This address does not take this method.",
                details: format!("It takes {methods}."),
            },
            Self::NoRoute(error @ (NoRoute::BadPath(_) | NoRoute::MethodOverride)) => Told {
                status: 400,
                kind: ErrorKind::BadRequest,
                message: "The address is malformed.",
                details: error.to_string(),
            },
            Self::HeaderRefused(what) => told(
                400,
                ErrorKind::BadRequest,
                "The request has a header that is not allowed.",
                what,
            ),
            Self::MalformedBody(what) => told(
                400,
                ErrorKind::BadRequest,
                "The request body cannot be read.",
                what,
            ),
            Self::Guarded(refusal) if refusal.is_forbidden() => Told {
                status: 403,
                kind: ErrorKind::Forbidden,
                message: "This change is not allowed.",
                details: refusal.to_string(),
            },
            Self::Guarded(refusal) => Told {
                status: 400,
                kind: ErrorKind::BadRequest,
                message: "The request asks for something that is not allowed.",
                details: refusal.to_string(),
            },
            Self::BodyTooLarge { limit_bytes } => Told {
                status: 413,
                kind: ErrorKind::BodyTooLarge,
                message: "The request body is too large.",
                details: format!("At most {limit_bytes} bytes are taken here."),
            },
            Self::BodyNotExpected => told(
                400,
                ErrorKind::BadRequest,
                "A body is not expected with this request.",
                "",
            ),
            Self::CrossSite(CrossSite::OtherOrigin) => told(
                403,
                ErrorKind::CrossSiteRefused,
                "The call does not come from this dashboard.",
                "If it does, whoever runs it must set PUBLIC_ORIGIN to the address in the browser.",
            ),
            Self::CrossSite(_) => told(
                403,
                ErrorKind::CrossSiteRefused,
                "The call does not come from this dashboard.",
                "Reload the page and try again.",
            ),
            Self::NoCredentials => told(
                401,
                ErrorKind::SignInRequired,
                "You are not signed in.",
                "Sign in to go on.",
            ),
            Self::SessionExpired => told(
                401,
                ErrorKind::SessionExpired,
                "Your session has ended.",
                "Sign in again to go on.",
            ),
            Self::InvalidToken => told(
                401,
                ErrorKind::SessionExpired,
                "The token is not valid or has expired.",
                "Get a new token from the identity service.",
            ),
            Self::InvalidCredentials(kind) => {
                let (message, details) = match kind {
                    CredentialKind::Password => (
                        "The user name or password is wrong.",
                        "Check them, and the domain and project if you gave them.",
                    ),
                    CredentialKind::PasswordAndPasscode => (
                        "The user name, password or code is wrong.",
                        "Check them, and the domain and project if you gave them.",
                    ),
                    CredentialKind::Passcode => (
                        "The code is wrong or has expired.",
                        "Enter the code that your authenticator shows now.",
                    ),
                    CredentialKind::ApplicationCredential => (
                        "The application credential or its secret is wrong.",
                        "It may have expired, or it was deleted.",
                    ),
                    CredentialKind::Token => (
                        "The token is not valid or has expired.",
                        "Get a new token from the identity service.",
                    ),
                };
                told(401, ErrorKind::InvalidCredentials, message, details)
            }
            Self::SecondFactorRequired { .. } => told(
                401,
                ErrorKind::SecondFactorRequired,
                "Your account needs a code too.",
                "Enter the code that your authenticator shows.",
            ),
            Self::SecondFactorUnsupported => told(
                403,
                ErrorKind::SecondFactorUnsupported,
                "Your account needs a second factor that cannot be entered here.",
                "Use an application credential instead.",
            ),
            Self::SignInOver => told(
                401,
                ErrorKind::SignInRequired,
                "The sign-in took too long.",
                "Enter your user name and password again.",
            ),
            Self::TooManySignIns {
                retry_after_seconds,
            } => Told {
                status: 429,
                kind: ErrorKind::TooManySignIns,
                message: "Too many sign-ins have failed.",
                details: format!("Wait {retry_after_seconds} seconds, then try again."),
            },
            Self::UnknownRegion => told(
                400,
                ErrorKind::BadRequest,
                "There is no such region here.",
                "The regions are listed at /api/config.",
            ),
            Self::BoundToProject => told(
                403,
                ErrorKind::NoProject,
                "You signed in for one project only.",
                "To work in another one, sign in with a password or that project's credential.",
            ),
            Self::NotOfProject => told(
                403,
                ErrorKind::NoProject,
                "This token is not for a project, but images belong to projects.",
                "Sign in with a token of a project.",
            ),
            Self::ProjectRefused => told(
                403,
                ErrorKind::NoProject,
                "You cannot work in this project.",
                "You have no role in it, or it does not exist any more.",
            ),
            Self::NoProject => told(
                403,
                ErrorKind::NoProject,
                "You have no project to work in.",
                "Ask an administrator for a role in a project.",
            ),
            Self::IdentityUnreachable(_) => told(
                503,
                ErrorKind::IdentityUnreachable,
                "The identity service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Self::NotRevoked => told(
                503,
                ErrorKind::IdentityUnreachable,
                "You are signed out in this browser, but the identity service does not answer.",
                "Your token ends by itself when its time is over.",
            ),
            Self::ResolverUnreachable(_) => told(
                503,
                ErrorKind::ResolverUnreachable,
                "The address cannot be checked, because the name service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Self::ImageServiceUnreachable(_) => told(
                503,
                ErrorKind::ImageServiceUnreachable,
                "The image service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Self::Misconfigured(_) => told(
                500,
                ErrorKind::Misconfigured,
                "This gateway is not set up correctly.",
                "Tell whoever runs it; the reason is in its log and at /healthz.",
            ),
            Self::Internal(_) => told(
                500,
                ErrorKind::Internal,
                "The gateway failed.",
                "Try again. If it stays, report the request id.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_inside_never_reaches_the_client() {
        let inside = "connect ECONNREFUSED 10.0.0.5:9292";
        for problem in [
            Problem::IdentityUnreachable(inside.into()),
            Problem::ImageServiceUnreachable(inside.into()),
            Problem::Internal(inside.into()),
            Problem::Misconfigured(inside.into()),
        ] {
            let told = serde_json::to_string(&problem.answer("req-1")).unwrap();
            assert!(!told.contains("10.0.0.5"), "{told}");
            assert!(
                problem.to_string().contains("10.0.0.5"),
                "the log must say it"
            );
        }
    }

    #[test]
    fn an_upstream_that_is_away_is_never_told_as_wrong_credentials() {
        for problem in [
            Problem::IdentityUnreachable(String::new()),
            Problem::ImageServiceUnreachable(String::new()),
        ] {
            assert_eq!(problem.status(), 503);
        }
    }
}
