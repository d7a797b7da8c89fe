//! What the parts of the core refuse or fail at, as causes.

use gaze_shared::tus::TusError;

use super::{FullStore, Problem};
use crate::core::auth::sign_in::{BadSignIn, CredentialKind};
use crate::core::auth::unknown_tokens::TooManyUnknownTokens;
use crate::core::config::BadSetting;
use crate::core::crypto::seal::SealFault;
use crate::core::routes::NoRoute;
use crate::core::uploads::call::Refusal;
use crate::core::uploads::credentials::NoPermit;
use crate::core::uploads::space::NoSpace;

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
            BadSignIn::CredentialName => Self::MalformedBody(
                "an application credential is named by its id, or by its name and user".to_owned(),
            ),
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
            NoPermit::NotGlance => Self::Internal(cause.to_string()),
            NoPermit::OutsideRules(cause) => cause.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => NoRoute::NotFound.into(),
            Refusal::Offset { expected, found } => Self::Tus(TusError::Offset { expected, found }),
            Refusal::BeyondLength => Self::Tus(TusError::BeyondLength),
            Refusal::LengthTwice => Self::Tus(TusError::LengthTwice),
            Refusal::Superseded => Self::UploadSuperseded,
            Refusal::Failed(failure) => Self::UploadFailed(failure.in_words()),
        }
    }
}
