//! The one place that makes the answer for a cause.

use gaze_shared::gateway::{ErrorBody, ErrorKind, GatewayError};
use gaze_shared::glance::can::Reason;
use gaze_shared::tus::TusError;

use crate::core::errors::problem::english::problems::Words;
use crate::core::errors::problem::{FullStore, Problem};
use crate::core::routes::NoRoute;
use crate::core::verification::VerificationRefusal;

impl Problem {
    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status_and_kind().0
    }

    /// The body of the answer. Text from inside stays inside.
    #[must_use]
    pub fn gateway_error(&self, request_id: &str) -> GatewayError {
        let (code, kind) = self.status_and_kind();
        let Words { message, details } = Words::about(self);
        GatewayError {
            error: ErrorBody {
                code,
                kind,
                message: message.to_owned(),
                details,
                over: match self {
                    Self::OverQuota(over) => over.clone(),
                    _ => Vec::new(),
                },
            },
            request_id: request_id.to_owned(),
            receipt: match self {
                Self::SecondFactorRequired { receipt } => Some(receipt.expose().to_owned()),
                _ => None,
            },
        }
    }

    /// What programs are told.
    const fn status_and_kind(&self) -> (u16, ErrorKind) {
        match self {
            Self::NoRoute(NoRoute::NotFound) | Self::NoSuchImage => (404, ErrorKind::NotFound),
            Self::NoRoute(NoRoute::MethodNotAllowed(_)) => (405, ErrorKind::MethodNotAllowed),
            Self::NoRoute(
                NoRoute::BadPath(_)
                | NoRoute::MethodOverride
                | NoRoute::BadParameter(_)
                | NoRoute::MethodOverrideHeader,
            )
            | Self::HeaderRefused(_)
            | Self::MalformedBody(_)
            | Self::BodyNotExpected
            | Self::UnknownRegion
            | Self::NoImageNamed => (400, ErrorKind::BadRequest),
            Self::Guarded(refusal) if refusal.is_forbidden() => (403, ErrorKind::Forbidden),
            Self::Guarded(_) => (400, ErrorKind::BadRequest),
            Self::BodyTooLarge { .. } => (413, ErrorKind::BodyTooLarge),
            Self::BodyStopped => (408, ErrorKind::BodyStopped),
            Self::CrossSite(_) => (403, ErrorKind::CrossSiteRefused),
            Self::NoCredentials | Self::SignInOver => (401, ErrorKind::SignInRequired),
            Self::SessionExpired | Self::InvalidToken => (401, ErrorKind::SessionExpired),
            Self::InvalidCredentials(_) => (401, ErrorKind::InvalidCredentials),
            Self::SecondFactorRequired { .. } => (401, ErrorKind::SecondFactorRequired),
            Self::SecondFactorUnsupported => (403, ErrorKind::SecondFactorUnsupported),
            Self::TooManySignIns { .. } => (429, ErrorKind::TooManySignIns),
            Self::BoundToProject | Self::NotOfProject | Self::ProjectRefused | Self::NoProject => {
                (403, ErrorKind::NoProject)
            }
            Self::IdentityUnreachable(_) | Self::NotRevoked => {
                (503, ErrorKind::IdentityUnreachable)
            }
            Self::ResolverUnreachable(_) => (503, ErrorKind::ResolverUnreachable),
            Self::ImageServiceUnreachable(_) => (503, ErrorKind::ImageServiceUnreachable),
            // Without a time to try again: clients take a 413 with one for a rate limit.
            Self::OverQuota(_) => (413, ErrorKind::OverQuota),
            Self::UncountedData(_) => (409, ErrorKind::UncountedData),
            Self::TooManyRequests(_) | Self::TooManyUnknownTokens { .. } => {
                (429, ErrorKind::TooManyRequests)
            }
            Self::OutsideRules(_) | Self::NoLimitsToSet | Self::NotAdmin => {
                (403, ErrorKind::Forbidden)
            }
            Self::CookieNotKept => (403, ErrorKind::CookieNotKept),
            Self::QuotaUnavailable(_)
            | Self::QuotaNotKnownYet { .. }
            | Self::StoreFull {
                store: FullStore::Ledgers,
                ..
            } => (503, ErrorKind::QuotaUnavailable),
            Self::Tus(error) => (error.status(), kind_of(error)),
            Self::UploadFailed(_) => (410, ErrorKind::UploadFailed),
            Self::UploadSuperseded | Self::UploadUnderWay => (409, ErrorKind::UploadConflict),
            Self::ImageNotReady(Reason::NotYours | Reason::ReaderRole) => {
                (403, ErrorKind::Forbidden)
            }
            Self::ImageNotReady(_) => (409, ErrorKind::ImageNotReady),
            Self::NoDataToVerify => (409, ErrorKind::ImageNotReady),
            Self::DataRefused => (403, ErrorKind::Forbidden),
            Self::VerificationRefused(VerificationRefusal::UnderWay) => {
                (409, ErrorKind::VerificationUnderWay)
            }
            Self::VerificationRefused(_) => (429, ErrorKind::TooManyVerifications),
            Self::VerificationsUnavailable(_) => (503, ErrorKind::VerificationsUnavailable),
            Self::UploadStoreUnavailable(_)
            | Self::StoreFull {
                store: FullStore::Uploads,
                ..
            } => (503, ErrorKind::UploadStoreUnavailable),
            Self::Misconfigured(_) => (500, ErrorKind::Misconfigured),
            Self::Internal(_) => (500, ErrorKind::Internal),
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
