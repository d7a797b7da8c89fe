//! The words for each cause, and its status.

use gaze_shared::gateway::ErrorKind;
use gaze_shared::glance::can::Reason;
use gaze_shared::tus::TusError;

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::cross_site::CrossSite;
use crate::core::auth::sign_in::CredentialKind;
use crate::core::errors::problem::{FullStore, Problem};
use crate::core::quota::in_words;
use crate::core::routes::NoRoute;

/// What a client is told: what happened, and what to do.
pub(super) struct ClientMessage {
    pub(super) status: u16,
    pub(super) kind: ErrorKind,
    pub(super) message: &'static str,
    pub(super) details: String,
}

impl ClientMessage {
    /// What is told about a cause.
    pub(super) fn about(problem: &Problem) -> Self {
        let message_of = |status, kind, message, details: &str| ClientMessage {
            status,
            kind,
            message,
            details: details.to_owned(),
        };
        match problem {
            Problem::NoRoute(NoRoute::NotFound) => message_of(
                404,
                ErrorKind::NotFound,
                "Nothing is served at this address.",
                "",
            ),
            Problem::NoRoute(NoRoute::MethodNotAllowed(methods)) => ClientMessage {
                status: 405,
                kind: ErrorKind::MethodNotAllowed,
                message: "This address does not take this method.",
                details: match *methods {
                    "" => "It takes none.".to_owned(),
                    methods => format!("It takes {methods}."),
                },
            },
            Problem::NoRoute(
                error @ (NoRoute::BadPath(_) | NoRoute::MethodOverride | NoRoute::BadParameter(_)),
            ) => ClientMessage {
                status: 400,
                kind: ErrorKind::BadRequest,
                message: "The address is malformed.",
                details: error.to_string(),
            },
            Problem::NoRoute(error @ NoRoute::MethodOverrideHeader) => ClientMessage {
                status: 400,
                kind: ErrorKind::BadRequest,
                message: "The request has a header that is not allowed.",
                details: error.to_string(),
            },
            Problem::HeaderRefused(what) => message_of(
                400,
                ErrorKind::BadRequest,
                "The request has a header that is not allowed.",
                what,
            ),
            Problem::MalformedBody(what) => message_of(
                400,
                ErrorKind::BadRequest,
                "The request body cannot be read.",
                what,
            ),
            Problem::Guarded(refusal) if refusal.is_forbidden() => ClientMessage {
                status: 403,
                kind: ErrorKind::Forbidden,
                message: "This change is not allowed.",
                details: refusal.to_string(),
            },
            Problem::Guarded(refusal) => ClientMessage {
                status: 400,
                kind: ErrorKind::BadRequest,
                message: "The request asks for something that is not allowed.",
                details: refusal.to_string(),
            },
            Problem::BodyTooLarge { limit_bytes } => ClientMessage {
                status: 413,
                kind: ErrorKind::BodyTooLarge,
                message: "The request body is too large.",
                details: format!("At most {limit_bytes} bytes are taken here."),
            },
            Problem::BodyStopped => message_of(
                408,
                ErrorKind::BodyStopped,
                "The rest of the request did not come.",
                "Nothing of it came for too long. Send it again.",
            ),
            Problem::BodyNotExpected => message_of(
                400,
                ErrorKind::BadRequest,
                "A body is not expected with this request.",
                "",
            ),
            Problem::CrossSite(CrossSite::OtherOrigin) => message_of(
                403,
                ErrorKind::CrossSiteRefused,
                "The call does not come from this dashboard.",
                "If it does, whoever runs it must set PUBLIC_ORIGIN to the address in the browser.",
            ),
            Problem::CrossSite(_) => message_of(
                403,
                ErrorKind::CrossSiteRefused,
                "The call does not come from this dashboard.",
                "Reload the page and try again.",
            ),
            Problem::NoCredentials => message_of(
                401,
                ErrorKind::SignInRequired,
                "You are not signed in.",
                "Sign in to go on.",
            ),
            Problem::SessionExpired => message_of(
                401,
                ErrorKind::SessionExpired,
                "Your session has ended.",
                "Sign in again to go on.",
            ),
            Problem::InvalidToken => message_of(
                401,
                ErrorKind::SessionExpired,
                "The token is not valid or has expired.",
                "Get a new token from the identity service.",
            ),
            Problem::InvalidCredentials(kind) => {
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
                message_of(401, ErrorKind::InvalidCredentials, message, details)
            }
            Problem::SecondFactorRequired { .. } => message_of(
                401,
                ErrorKind::SecondFactorRequired,
                "Your account needs a code too.",
                "Enter the code that your authenticator shows.",
            ),
            Problem::SecondFactorUnsupported => message_of(
                403,
                ErrorKind::SecondFactorUnsupported,
                "Your account needs a second factor that cannot be entered here.",
                "Use an application credential instead.",
            ),
            Problem::SignInOver => message_of(
                401,
                ErrorKind::SignInRequired,
                "The sign-in took too long.",
                "Enter your user name and password again.",
            ),
            Problem::TooManySignIns {
                retry_after_seconds,
            } => ClientMessage {
                status: 429,
                kind: ErrorKind::TooManySignIns,
                message: "Too many sign-ins have failed.",
                details: format!(
                    "Wait {retry_after_seconds} seconds, then try again. A browser in which you \
                     have signed in before does not have to wait for others."
                ),
            },
            Problem::UnknownRegion => message_of(
                400,
                ErrorKind::BadRequest,
                "There is no such region here.",
                "The regions are listed at /api/config.",
            ),
            Problem::BoundToProject => message_of(
                403,
                ErrorKind::NoProject,
                "You signed in for one project only.",
                "To work in another one, sign in with a password or that project's credential.",
            ),
            Problem::NotOfProject => message_of(
                403,
                ErrorKind::NoProject,
                "This token is not for a project, but images belong to projects.",
                "Sign in with a token of a project.",
            ),
            Problem::ProjectRefused => message_of(
                403,
                ErrorKind::NoProject,
                "You cannot work in this project.",
                "You have no role in it, or it does not exist any more.",
            ),
            Problem::NoProject => message_of(
                403,
                ErrorKind::NoProject,
                "You have no project to work in.",
                "Ask an administrator for a role in a project.",
            ),
            Problem::IdentityUnreachable(_) => message_of(
                503,
                ErrorKind::IdentityUnreachable,
                "The identity service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Problem::NotRevoked => message_of(
                503,
                ErrorKind::IdentityUnreachable,
                "You are signed out in this browser, but the identity service does not answer.",
                "Your token ends by itself when its time is over.",
            ),
            Problem::ResolverUnreachable(_) => message_of(
                503,
                ErrorKind::ResolverUnreachable,
                "The address cannot be checked, because the name service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Problem::ImageServiceUnreachable(_) => message_of(
                503,
                ErrorKind::ImageServiceUnreachable,
                "The image service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            // Without a time to try again: clients take a 413 with one for a rate limit.
            Problem::OverQuota(over) => ClientMessage {
                status: 413,
                kind: ErrorKind::OverQuota,
                message: "The quota of this project has no room for this.",
                details: in_words(over),
            },
            Problem::UncountedData(images) => ClientMessage {
                status: 409,
                kind: ErrorKind::UncountedData,
                message: "Nobody knows how much this project stores.",
                details: format!(
                    "The image service keeps data that it has refused with these images. Delete them, \
                     then try again: {}.",
                    images.join(", ")
                ),
            },
            Problem::TooManyRequests(count) => ClientMessage {
                status: 429,
                kind: ErrorKind::TooManyRequests,
                message: "This project has made too many requests within a minute.",
                details: format!(
                    "requests_per_minute: limit {}, unit requests. Wait {} seconds, then try again.",
                    count.limit.unwrap_or_default(),
                    count.reset_seconds
                ),
            },
            Problem::OutsideRules(outside) => ClientMessage {
                status: 403,
                kind: ErrorKind::Forbidden,
                message: "The access rules of this application credential do not allow this.",
                details: match outside {
                    OutsideRules::Call { .. } => {
                        format!("It takes a rule of the service image for {outside}.")
                    }
                    OutsideRules::Question => "The image service has refused what the gateway \
                        asks it on the way. Quotas take rules for GET /v2/info/usage and GET \
                        /v2/images too, uploads one for GET /v2/images/*, and the image service \
                        must know access rules (service_type)."
                        .to_owned(),
                    OutsideRules::NotOfGlance => {
                        "No rule can, because this is no call to the image service. Use a token \
                         without access rules."
                            .to_owned()
                    }
                },
            },
            Problem::CookieNotKept => message_of(
                403,
                ErrorKind::CookieNotKept,
                "Your browser would not keep this sign-in.",
                "Browsers keep it over HTTPS only. Open this address with https, or ask whoever \
                 runs it to set that up.",
            ),
            Problem::NoLimitsToSet => message_of(
                403,
                ErrorKind::Forbidden,
                "The identity service does not let you set limits, so you cannot change plans.",
                "Sign in with the role admin in a project, or for the whole cloud.",
            ),
            Problem::NotAdmin => message_of(
                403,
                ErrorKind::Forbidden,
                "Only administrators may see and change plans.",
                "Sign in with the role admin.",
            ),
            Problem::QuotaUnavailable(_) => message_of(
                503,
                ErrorKind::QuotaUnavailable,
                "The quota of this project cannot be checked now.",
                "It may be back in a moment. Try again.",
            ),
            Problem::QuotaNotKnownYet {
                retry_after_seconds,
            } => ClientMessage {
                status: 503,
                kind: ErrorKind::QuotaUnavailable,
                message: "How much room this project has is still being looked up.",
                details: format!(
                    "The image service takes a while to tell it. Try again in {retry_after_seconds} \
                     seconds."
                ),
            },
            Problem::Tus(error) => ClientMessage {
                status: error.status(),
                kind: kind_of(error),
                message: "The upload cannot go on like this.",
                details: error.to_string(),
            },
            Problem::UploadSuperseded => message_of(
                409,
                ErrorKind::UploadConflict,
                "Another request goes on with this upload.",
                "Ask how far it is, and go on from there.",
            ),
            Problem::UploadFailed(reason) => message_of(
                410,
                ErrorKind::UploadConflict,
                "This upload has failed, and takes no more.",
                reason,
            ),
            Problem::UploadUnderWay => message_of(
                409,
                ErrorKind::UploadConflict,
                "Another upload for this image is under way.",
                "Go on with it, or end it. GET /api/uploads lists your own.",
            ),
            Problem::NoImageNamed => message_of(
                400,
                ErrorKind::BadRequest,
                "The upload does not say for which image it is.",
                "Name the image's id as image_id in Upload-Metadata.",
            ),
            Problem::NoSuchImage => message_of(
                404,
                ErrorKind::NotFound,
                "There is no such image in this project.",
                "Register the image first, and name it by its id.",
            ),
            Problem::ImageNotReady(reason) => ClientMessage {
                status: match reason {
                    Reason::NotYours | Reason::ReaderRole => 403,
                    _ => 409,
                },
                kind: match reason {
                    Reason::NotYours | Reason::ReaderRole => ErrorKind::Forbidden,
                    _ => ErrorKind::ImageNotReady,
                },
                message: "This image cannot take data now.",
                details: reason.to_string(),
            },
            Problem::StoreFull { store, .. } => message_of(
                503,
                match store {
                    FullStore::Uploads => ErrorKind::UploadStoreUnavailable,
                    FullStore::Ledgers => ErrorKind::QuotaUnavailable,
                },
                "The gateway has no disk space left for this.",
                "Tell whoever runs it. Once there is space, try again: an upload goes on from where it is.",
            ),
            Problem::TooManyUnknownTokens {
                retry_after_seconds,
            } => ClientMessage {
                status: 429,
                kind: ErrorKind::TooManyRequests,
                message: "Too many tokens that are not valid have come from your network.",
                details: format!("Wait {retry_after_seconds} seconds, then try again."),
            },
            Problem::UploadStoreUnavailable(_) => message_of(
                503,
                ErrorKind::UploadStoreUnavailable,
                "The upload cannot be kept now.",
                "It may work in a moment. Ask how far it is, and go on from there.",
            ),
            Problem::Misconfigured(_) => message_of(
                500,
                ErrorKind::Misconfigured,
                "This gateway is not set up correctly.",
                "Tell whoever runs it; the reason is in its log and at /healthz.",
            ),
            Problem::Internal(_) => message_of(
                500,
                ErrorKind::Internal,
                "The gateway failed.",
                "Try again. If it stays, report the request id.",
            ),
        }
    }
}

const fn kind_of(error: &TusError) -> ErrorKind {
    match error {
        TusError::Offset { .. } => ErrorKind::UploadConflict,
        TusError::ChecksumMismatch => ErrorKind::ChecksumMismatch,
        TusError::TooLarge(_) => ErrorKind::BodyTooLarge,
        _ => ErrorKind::BadRequest,
    }
}
