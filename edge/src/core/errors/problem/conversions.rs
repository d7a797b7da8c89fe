//! What the parts of the core refuse or fail at, as causes.

use gaze_shared::tus::TusError;

use super::{BadBody, FullStore, Problem};
use crate::core::auth::sign_in::{BadSignIn, CredentialKind};
use crate::core::auth::unknown_tokens::TooManyUnknownTokens;
use crate::core::config::BadSetting;
use crate::core::crypto::seal::SealFault;
use crate::core::guard::DocumentRefusal;
use crate::core::routes::NoRoute;
use crate::core::uploads::call::UploadRefusal;
use crate::core::uploads::credentials::NoPermit;
use crate::core::uploads::space::NoSpace;

impl From<NoRoute> for Problem {
    fn from(cause: NoRoute) -> Self {
        Self::NoRoute(cause)
    }
}

impl From<DocumentRefusal> for Problem {
    fn from(refusal: DocumentRefusal) -> Self {
        Self::Guarded(refusal)
    }
}

impl From<&[BadSetting]> for Problem {
    fn from(wrong: &[BadSetting]) -> Self {
        let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        Self::Misconfigured(lines.join("; "))
    }
}

impl From<NoSpace> for Problem {
    fn from(cause: NoSpace) -> Self {
        Self::StoreFull {
            store: FullStore::Uploads,
            cause: cause.to_string(),
        }
    }
}

impl From<BadSignIn> for Problem {
    fn from(cause: BadSignIn) -> Self {
        match cause {
            BadSignIn::CredentialName => Self::MalformedBody(BadBody::CredentialName),
            BadSignIn::Token => Self::InvalidCredentials(CredentialKind::Token),
            BadSignIn::Over => Self::SignInOver,
        }
    }
}

impl From<TooManyUnknownTokens> for Problem {
    fn from(cause: TooManyUnknownTokens) -> Self {
        Self::TooManyUnknownTokens {
            retry_after_seconds: cause.retry_after_seconds,
        }
    }
}

impl From<SealFault> for Problem {
    fn from(SealFault(what): SealFault) -> Self {
        Self::Internal(what.to_owned())
    }
}

impl From<NoPermit> for Problem {
    fn from(cause: NoPermit) -> Self {
        match cause {
            NoPermit::NoRoute(cause) => cause.into(),
            NoPermit::NotGlance => Self::Internal("no route to the data".to_owned()),
            NoPermit::OutsideRules(cause) => cause.into(),
        }
    }
}

impl From<UploadRefusal> for Problem {
    fn from(refusal: UploadRefusal) -> Self {
        match refusal {
            UploadRefusal::NotFound => NoRoute::NotFound.into(),
            UploadRefusal::Offset { expected, found } => {
                Self::Tus(TusError::Offset { expected, found })
            }
            UploadRefusal::BeyondLength => Self::Tus(TusError::BeyondLength),
            UploadRefusal::LengthTwice => Self::Tus(TusError::LengthTwice),
            UploadRefusal::Superseded => Self::UploadSuperseded,
            UploadRefusal::Failed(failure) => Self::UploadFailed(failure),
        }
    }
}
