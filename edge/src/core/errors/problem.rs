//! Every cause for which the gateway itself answers. What is answered for it stands in `client_response`, and the
//! words in `english`.

mod client_response;
mod conversions;
pub mod english;

use gaze_shared::gateway::{NotADigest, OverQuota, TusFailure};
use gaze_shared::glance::can::Reason;
use gaze_shared::tus::TusError;

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::cross_site::CrossSite;
use crate::core::auth::sign_in::CredentialKind;
use crate::core::crypto::secret::Secret;
use crate::core::guard::DocumentRefusal;
use crate::core::health::disks::{is_full, reference_in};
use crate::core::http::webob::HttpError;
use crate::core::quota::in_words;
use crate::core::quota::plans::BadPlan;
use crate::core::quota::request_rate::requests::RequestCount;
use crate::core::routes::NoRoute;
use crate::core::verification::VerificationRefusal;

/// What is on a disk that is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullStore {
    /// The bytes of uploads, or what is known of them.
    Uploads,
    /// A project's quota ledger.
    Ledgers,
}

/// What is wrong with a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHeader {
    /// A name with an underscore, which some readers take for a dash.
    AmbiguousName,
    /// A `Content-Length` that no body can have.
    ContentLength,
    /// A `Content-Type` of a form, which Glance's router would look into.
    Form,
}

/// What is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadBody {
    /// It ends before its length.
    BreaksOff,
    NotUtf8,
    NotAnObject,
    /// An application credential that is named neither by its id, nor by its name and user.
    CredentialName,
    /// The digest that is expected is none: by the algorithm that was named, or by any.
    Digest(NotADigest),
    /// It is no plan of a project.
    Plan(BadPlan),
    /// It cannot be read as JSON of the form that is wanted. None of its text is told, which may be a
    /// password.
    Json {
        fault: JsonFault,
        line: usize,
        column: usize,
    },
}

/// In what way JSON is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFault {
    Syntax,
    /// It ends in the middle.
    End,
    /// A field is missing, unknown or of the wrong type.
    Field,
}

/// One cause. `Display` is for the log; what a client is told is in [`Problem::gateway_error`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("no route: {}", english::routes::no_route(*.0))]
    NoRoute(NoRoute),
    /// A header that must not pass.
    #[error("header refused: {}", english::requests::header(*.0))]
    HeaderRefused(BadHeader),
    /// The request body cannot be read as what the route takes.
    #[error("malformed body: {}", english::requests::body(.0))]
    MalformedBody(BadBody),
    /// The request body is larger than the route takes.
    #[error("body of more than {limit_bytes} bytes")]
    BodyTooLarge {
        /// The most that the route takes.
        limit_bytes: u64,
    },
    /// Nothing of the request body has come for too long.
    #[error("no more of the body came")]
    BodyStopped,
    /// There is a request body where Glance takes none.
    #[error("a body where none is expected")]
    BodyNotExpected,
    /// The document, or a header with it, must not reach Glance.
    #[error("refused: {}", english::documents::refusal(.0))]
    Guarded(DocumentRefusal),
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
    /// The project's quota has too little left for it.
    #[error("over quota: {}", in_words(.0))]
    OverQuota(Vec<OverQuota>),
    /// The project has made more requests within a minute than its plan allows.
    #[error("too many requests within a minute, {} s to wait", .0.reset_seconds)]
    TooManyRequests(RequestCount),
    /// Images of the project keep data that Glance has refused, and nobody knows how much.
    #[error("refused data of unknown size is stored: {}", .0.join(", "))]
    UncountedData(Vec<String>),
    /// The token's access rules do not allow it.
    #[error("outside of the access rules: {0}")]
    OutsideRules(#[from] OutsideRules),
    /// The browser would not keep the cookie of a sign-in.
    #[error("a sign-in over plain HTTP from another machine")]
    CookieNotKept,
    /// Only administrators may do it.
    #[error("the caller is no administrator")]
    NotAdmin,
    /// Keystone would not let the caller set limits.
    #[error("Keystone lets the caller set no limits")]
    NoLimitsToSet,
    /// The project's quota ledger did not answer.
    #[error("the quota ledger cannot be reached: {0}")]
    QuotaUnavailable(String),
    /// What the project has is being looked up, and that takes longer than a request may wait.
    #[error("the usage of the project is not known yet, {retry_after_seconds} s to wait")]
    QuotaNotKnownYet {
        /// When the look may have ended.
        retry_after_seconds: u64,
    },
    /// A request of tus is wrong.
    #[error("tus: {}", english::uploads::tus(.0))]
    Tus(TusError),
    /// Another request has gone on with the upload since.
    #[error("another request goes on with the upload")]
    UploadSuperseded,
    /// The upload has come to nothing, for this reason.
    #[error("the upload has failed: {0:?}")]
    UploadFailed(TusFailure),
    /// Another upload for the same image is under way.
    #[error("another upload for the image is under way")]
    UploadUnderWay,
    /// A new upload does not say of which image it is the data.
    #[error("an upload without an image")]
    NoImageNamed,
    /// There is no such image, for the caller.
    #[error("no such image")]
    NoSuchImage,
    /// No data may be uploaded to the image, or not by the caller.
    #[error("no upload to this image: {}", english::images::reason(*.0))]
    ImageNotReady(Reason),
    /// A disk of the gateway's has no room.
    #[error("{cause}")]
    StoreFull {
        /// What is on it.
        store: FullStore,
        /// Which words tell that it is full.
        cause: String,
    },
    /// Too many tokens that Keystone does not know came from the client's network.
    #[error("too many unknown tokens, {retry_after_seconds} s to wait")]
    TooManyUnknownTokens {
        /// When the next one is asked about.
        retry_after_seconds: i64,
    },
    #[error("no data to verify")]
    NoDataToVerify,
    /// Glance does not give the caller the data of an image.
    #[error("Glance refuses the data")]
    DataRefused,
    /// The project may not have the image read now.
    #[error("no verification: {0:?}")]
    VerificationRefused(VerificationRefusal),
    /// What keeps verifications did not answer.
    #[error("the verifications cannot be reached: {0}")]
    VerificationsUnavailable(String),
    /// What keeps uploads did not answer.
    #[error("the store of uploads cannot be reached: {0}")]
    UploadStoreUnavailable(String),
    /// The settings of the deployment are wrong.
    #[error("settings: {0}")]
    Misconfigured(String),
    /// A fault of the gateway.
    #[error("internal: {0}")]
    Internal(String),
}

impl Problem {
    /// What somebody else has said of why it failed, where that is all that is known.
    const fn said_by_others(&mut self) -> Option<&mut String> {
        match self {
            Self::IdentityUnreachable(cause)
            | Self::ImageServiceUnreachable(cause)
            | Self::ResolverUnreachable(cause)
            | Self::QuotaUnavailable(cause)
            | Self::UploadStoreUnavailable(cause)
            | Self::VerificationsUnavailable(cause)
            | Self::Internal(cause) => Some(cause),
            _ => None,
        }
    }

    /// The reference under which the runtime has written down why it failed, when that is all that it says.
    #[must_use]
    pub fn runtime_reference(&self) -> Option<String> {
        let mut problem = self.clone();
        reference_in(problem.said_by_others()?).map(str::to_owned)
    }

    /// The same with the reason that the runtime has written down. A disk that is full is a cause of its own.
    #[must_use]
    pub fn explained(mut self, reason: &str) -> Self {
        let store = match &self {
            Self::UploadStoreUnavailable(_) => Some(FullStore::Uploads),
            Self::QuotaUnavailable(_) => Some(FullStore::Ledgers),
            _ => None,
        };
        let said = self.said_by_others();
        if let (Some(store), true) = (
            store,
            is_full(reason) || said.as_deref().is_some_and(|said| is_full(said)),
        ) {
            let cause = match reason {
                "" => "disk full".to_owned(),
                reason => format!("disk full: {reason}"),
            };
            return Self::StoreFull { store, cause };
        }
        if let (Some(said), false) = (said, reason.is_empty()) {
            reason.clone_into(said);
        }
        self
    }

    /// What Glance would answer for the same cause, if it is one that Glance knows: an API client gets
    /// it in Glance's words.
    #[must_use]
    pub const fn as_of_glance(&self) -> Option<HttpError> {
        match self {
            Self::BodyNotExpected => Some(HttpError::BodyNotExpected),
            Self::Guarded(DocumentRefusal::Owner) => Some(HttpError::OwnerIsFixed),
            Self::NoCredentials
            | Self::InvalidToken
            | Self::OutsideRules(OutsideRules::Call { .. }) => Some(HttpError::Unauthorized),
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

    /// The seconds for the `Retry-After` header of a 429, or of a 503 that ends by itself.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<i64> {
        match self {
            Self::TooManySignIns {
                retry_after_seconds,
            }
            | Self::TooManyUnknownTokens {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            Self::TooManyRequests(count) => i64::try_from(count.reset_seconds).ok(),
            Self::QuotaNotKnownYet {
                retry_after_seconds,
            }
            | Self::VerificationRefused(VerificationRefusal::DayUsedUp {
                retry_after_seconds,
                ..
            }) => i64::try_from(*retry_after_seconds).ok(),
            _ => None,
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
            Problem::QuotaUnavailable(inside.into()),
            Problem::Internal(inside.into()),
            Problem::Misconfigured(inside.into()),
        ] {
            let body = serde_json::to_string(&problem.gateway_error("req-1")).unwrap();
            assert!(!body.contains("10.0.0.5"), "{body}");
            assert!(
                problem.to_string().contains("10.0.0.5"),
                "the log must say it"
            );
        }
    }

    #[test]
    fn an_error_of_the_runtime_s_own_is_told_with_its_reason() {
        let said = "JsValue(Error: internal error; reference = a1b2)";
        let unreachable = Problem::ImageServiceUnreachable(said.into());
        assert_eq!(unreachable.runtime_reference().as_deref(), Some("a1b2"));
        let reason = "TLS peer's certificate is not trusted; reason = self-signed certificate";
        let explained = unreachable.clone().explained(reason);
        assert_eq!(explained, Problem::ImageServiceUnreachable(reason.into()));
        assert_eq!(unreachable.clone().explained(""), unreachable);
        assert_eq!(Problem::NotAdmin.runtime_reference(), None);
    }

    #[test]
    fn a_full_disk_is_a_cause_of_its_own_for_what_is_stored_on_it() {
        let reason = "pwrite(fd): No space left on device";
        for (problem, store) in [
            (
                Problem::UploadStoreUnavailable("reference = x".into()),
                FullStore::Uploads,
            ),
            (
                Problem::QuotaUnavailable("reference = x".into()),
                FullStore::Ledgers,
            ),
        ] {
            let explained = problem.explained(reason);
            assert_eq!(explained.status(), 503);
            assert_eq!(explained.to_string(), format!("disk full: {reason}"));
            assert!(matches!(explained, Problem::StoreFull { store: found, .. } if found == store));
        }
        let said = "Error: database or disk is full: SQLITE_FULL";
        let full = Problem::QuotaUnavailable(said.into()).explained("");
        assert_eq!(full.to_string(), "disk full");
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
