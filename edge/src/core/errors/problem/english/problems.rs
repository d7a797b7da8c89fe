//! The words for each cause.

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::cross_site::CrossSite;
use crate::core::auth::sign_in::CredentialKind;
use crate::core::errors::problem::Problem;
use crate::core::errors::problem::english::{documents, images, requests, routes, uploads};
use crate::core::quota::in_words;
use crate::core::routes::NoRoute;
use crate::core::verification::VerificationRefusal;

/// What a client is told.
pub(crate) struct Words {
    /// What happened.
    pub(crate) message: &'static str,
    /// What to do, or more about it.
    pub(crate) details: String,
}

impl Words {
    /// What is told about a cause.
    pub(crate) fn about(problem: &Problem) -> Self {
        let words = |message, details: &str| Words {
            message,
            details: details.to_owned(),
        };
        match problem {
            Problem::NoRoute(NoRoute::NotFound) => words("Nothing is served at this address.", ""),
            Problem::NoRoute(NoRoute::MethodNotAllowed(methods)) => Words {
                message: "This address does not take this method.",
                details: match *methods {
                    "" => "It takes none.".to_owned(),
                    methods => format!("It takes {methods}."),
                },
            },
            Problem::NoRoute(
                error @ (NoRoute::BadPath(_) | NoRoute::MethodOverride | NoRoute::BadParameter(_)),
            ) => Words {
                message: "The address is malformed.",
                details: routes::no_route(*error),
            },
            Problem::NoRoute(error @ NoRoute::MethodOverrideHeader) => Words {
                message: "The request has a header that is not allowed.",
                details: routes::no_route(*error),
            },
            Problem::HeaderRefused(what) => words(
                "The request has a header that is not allowed.",
                requests::header(*what),
            ),
            Problem::MalformedBody(what) => Words {
                message: "The request body cannot be read.",
                details: requests::body(what),
            },
            Problem::Guarded(refusal) if refusal.is_forbidden() => Words {
                message: "This change is not allowed.",
                details: documents::refusal(refusal),
            },
            Problem::Guarded(refusal) => Words {
                message: "The request asks for something that is not allowed.",
                details: documents::refusal(refusal),
            },
            Problem::BodyTooLarge { limit_bytes } => Words {
                message: "The request body is too large.",
                details: format!("At most {limit_bytes} bytes are taken here."),
            },
            Problem::BodyStopped => words(
                "The rest of the request did not come.",
                "Nothing of it came for too long. Send it again.",
            ),
            Problem::BodyNotExpected => words("A body is not expected with this request.", ""),
            Problem::CrossSite(CrossSite::OtherOrigin) => words(
                "The call does not come from this dashboard.",
                "If it does, whoever runs it must set PUBLIC_ORIGIN to the address in the browser.",
            ),
            Problem::CrossSite(_) => words(
                "The call does not come from this dashboard.",
                "Reload the page and try again.",
            ),
            Problem::NoCredentials => words("You are not signed in.", "Sign in to go on."),
            Problem::SessionExpired => words("Your session has ended.", "Sign in again to go on."),
            Problem::InvalidToken => words(
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
                words(message, details)
            }
            Problem::SecondFactorRequired { .. } => words(
                "Your account needs a code too.",
                "Enter the code that your authenticator shows.",
            ),
            Problem::SecondFactorUnsupported => words(
                "Your account needs a second factor that cannot be entered here.",
                "Use an application credential instead.",
            ),
            Problem::SignInOver => words(
                "The sign-in took too long.",
                "Enter your user name and password again.",
            ),
            Problem::TooManySignIns {
                retry_after_seconds,
            } => Words {
                message: "Too many sign-ins have failed.",
                details: format!(
                    "Wait {retry_after_seconds} seconds, then try again. A browser in which you \
                     have signed in before does not have to wait for others."
                ),
            },
            Problem::UnknownRegion => words(
                "There is no such region here.",
                "The regions are listed at /api/config.",
            ),
            Problem::BoundToProject => words(
                "You signed in for one project only.",
                "To work in another one, sign in with a password or that project's credential.",
            ),
            Problem::NotOfProject => words(
                "This token is not for a project, but images belong to projects.",
                "Sign in with a token of a project.",
            ),
            Problem::ProjectRefused => words(
                "You cannot work in this project.",
                "You have no role in it, or it does not exist any more.",
            ),
            Problem::NoProject => words(
                "You have no project to work in.",
                "Ask an administrator for a role in a project.",
            ),
            Problem::IdentityUnreachable(_) => words(
                "The identity service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Problem::NotRevoked => words(
                "You are signed out in this browser, but the identity service does not answer.",
                "Your token ends by itself when its time is over.",
            ),
            Problem::ResolverUnreachable(_) => words(
                "The address cannot be checked, because the name service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            Problem::ImageServiceUnreachable(_) => words(
                "The image service does not answer.",
                "It may be back in a moment. Try again.",
            ),
            // Without a time to try again: clients take a 413 with one for a rate limit.
            Problem::OverQuota(over) => Words {
                message: "The quota of this project has no room for this.",
                details: in_words(over),
            },
            Problem::UncountedData(images) => Words {
                message: "Nobody knows how much this project stores.",
                details: format!(
                    "The image service keeps data that it has refused with these images. Delete them, \
                     then try again: {}.",
                    images.join(", ")
                ),
            },
            Problem::TooManyRequests(count) => Words {
                message: "This project has made too many requests within a minute.",
                details: format!(
                    "requests_per_minute: limit {}, unit requests. Wait {} seconds, then try again.",
                    count.limit.unwrap_or_default(),
                    count.reset_seconds
                ),
            },
            Problem::OutsideRules(outside) => Words {
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
            Problem::CookieNotKept => words(
                "Your browser would not keep this sign-in.",
                "Browsers keep it over HTTPS only. Open this address with https, or ask whoever \
                 runs it to set that up.",
            ),
            Problem::NoLimitsToSet => words(
                "The identity service does not let you set limits, so you cannot change plans.",
                "Sign in with the role admin in a project, or for the whole cloud.",
            ),
            Problem::NotAdmin => words(
                "Only administrators may see and change plans.",
                "Sign in with the role admin.",
            ),
            Problem::QuotaUnavailable(_) => words(
                "The quota of this project cannot be checked now.",
                "It may be back in a moment. Try again.",
            ),
            Problem::QuotaNotKnownYet {
                retry_after_seconds,
            } => Words {
                message: "How much room this project has is still being looked up.",
                details: format!(
                    "The image service takes a while to tell it. Try again in {retry_after_seconds} \
                     seconds."
                ),
            },
            Problem::Tus(error) => Words {
                message: "The upload cannot go on like this.",
                details: uploads::tus(error),
            },
            Problem::UploadSuperseded => words(
                "Another request goes on with this upload.",
                "Ask how far it is, and go on from there.",
            ),
            Problem::UploadFailed(failure) => Words {
                message: "This upload has failed, and takes no more.",
                details: uploads::failure(*failure),
            },
            Problem::UploadUnderWay => words(
                "Another upload for this image is under way.",
                "Go on with it, or end it. GET /api/uploads lists your own.",
            ),
            Problem::NoImageNamed => words(
                "The upload does not say for which image it is.",
                "Name the image's id as image_id in Upload-Metadata.",
            ),
            Problem::NoSuchImage => words(
                "There is no such image in this project.",
                "Register the image first, and name it by its id.",
            ),
            Problem::ImageNotReady(reason) => {
                words("This image cannot take data now.", images::reason(*reason))
            }
            Problem::StoreFull { .. } => words(
                "The gateway has no disk space left for this.",
                "Tell whoever runs it. Once there is space, try again: an upload goes on from where it is.",
            ),
            Problem::TooManyUnknownTokens {
                retry_after_seconds,
            } => Words {
                message: "Too many tokens that are not valid have come from your network.",
                details: format!("Wait {retry_after_seconds} seconds, then try again."),
            },
            Problem::NoDataToVerify => words(
                "This image has no data to verify.",
                "Wait until its data has come, or upload it.",
            ),
            Problem::DataRefused => words(
                "The image service does not let you read the data of this image.",
                "It may be deactivated, or your role may not download images.",
            ),
            Problem::VerificationRefused(refusal) => Words {
                message: match refusal {
                    VerificationRefusal::UnderWay => "This image is being verified already.",
                    VerificationRefusal::TooMany { .. } | VerificationRefusal::DayUsedUp { .. } => {
                        "This project cannot have more images verified now."
                    }
                },
                details: images::not_verified(refusal),
            },
            Problem::VerificationsUnavailable(_) => words(
                "Images cannot be verified now.",
                "It may work in a moment. Try again.",
            ),
            Problem::UploadStoreUnavailable(_) => words(
                "The upload cannot be kept now.",
                "It may work in a moment. Ask how far it is, and go on from there.",
            ),
            Problem::Misconfigured(_) => words(
                "This gateway is not set up correctly.",
                "Tell whoever runs it; the reason is in its log and at /healthz.",
            ),
            Problem::Internal(_) => words(
                "The gateway failed.",
                "Try again. If it stays, report the request id.",
            ),
        }
    }
}
