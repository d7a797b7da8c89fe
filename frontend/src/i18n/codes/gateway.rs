//! What the gateway says of its refusals. Its own sentences are English, and tell causes apart that are of
//! one kind; in another language the dashboard says what every refusal of the kind means.

use gaze_shared::gateway::{ErrorKind, GatewayError};

use crate::i18n::language::Language;
use crate::i18n::{spoken, text};

/// What happened.
pub(crate) fn headline(error: &GatewayError) -> String {
    match of_kind(&error.error.kind) {
        Some((headline, _)) if spoken() != Language::English => headline.to_owned(),
        _ => error.error.message.clone(),
    }
}

/// What to do about it, or more about the cause.
pub(crate) fn advice(error: &GatewayError) -> String {
    match of_kind(&error.error.kind) {
        Some((_, Advice::Known(advice))) if spoken() != Language::English => advice.to_owned(),
        _ => error.error.details.clone(),
    }
}

/// What a kind of refusal lets say.
enum Advice {
    Known(&'static str),
    /// Only the gateway knows which of many causes it is.
    OfTheGateway,
}

#[rustfmt::skip]
fn of_kind(kind: &ErrorKind) -> Option<(&'static str, Advice)> {
    use Advice::{Known, OfTheGateway};
    use text::gateway as say;
    Some(match kind {
        ErrorKind::BadRequest => (say::bad_request(), OfTheGateway),
        ErrorKind::Forbidden => (say::forbidden(), OfTheGateway),
        ErrorKind::InvalidCredentials => (say::invalid_credentials(), Known(say::invalid_credentials_advice())),
        ErrorKind::SecondFactorRequired => (say::second_factor_required(), Known(say::second_factor_required_advice())),
        ErrorKind::SecondFactorUnsupported => (say::second_factor_unsupported(), Known(say::second_factor_unsupported_advice())),
        ErrorKind::TooManySignIns => (say::too_many_sign_ins(), Known(say::too_many_sign_ins_advice())),
        ErrorKind::CookieNotKept => (text::api::cookie_not_kept(), OfTheGateway),
        ErrorKind::NoProject => (say::no_project(), OfTheGateway),
        ErrorKind::SignInRequired => (say::sign_in_required(), Known(say::sign_in_required_advice())),
        ErrorKind::SessionExpired => (say::session_expired(), Known(say::session_expired_advice())),
        ErrorKind::CrossSiteRefused => (say::cross_site_refused(), OfTheGateway),
        ErrorKind::NotFound => (say::not_found(), OfTheGateway),
        ErrorKind::MethodNotAllowed => (say::method_not_allowed(), OfTheGateway),
        ErrorKind::BodyTooLarge => (say::body_too_large(), OfTheGateway),
        ErrorKind::BodyStopped => (say::body_stopped(), Known(say::body_stopped_advice())),
        ErrorKind::OverQuota => (say::over_quota(), OfTheGateway),
        ErrorKind::UncountedData => (say::uncounted_data(), OfTheGateway),
        ErrorKind::TooManyRequests => (say::too_many_requests(), Known(say::too_many_requests_advice())),
        ErrorKind::QuotaUnavailable => (say::quota_unavailable(), OfTheGateway),
        ErrorKind::ImageNotReady => (say::image_not_ready(), OfTheGateway),
        ErrorKind::UploadConflict => (say::upload_conflict(), OfTheGateway),
        ErrorKind::UploadFailed => (say::upload_failed(), OfTheGateway),
        ErrorKind::ChecksumMismatch => (say::checksum_mismatch(), OfTheGateway),
        ErrorKind::UploadStoreUnavailable => (say::upload_store_unavailable(), OfTheGateway),
        ErrorKind::VerificationUnderWay => (say::verification_under_way(), OfTheGateway),
        ErrorKind::TooManyVerifications => (say::too_many_verifications(), OfTheGateway),
        ErrorKind::VerificationsUnavailable => (say::verifications_unavailable(), Known(say::back_in_a_moment())),
        ErrorKind::IdentityUnreachable => (say::identity_unreachable(), OfTheGateway),
        ErrorKind::ResolverUnreachable => (say::resolver_unreachable(), Known(say::back_in_a_moment())),
        ErrorKind::ImageServiceUnreachable => (say::image_service_unreachable(), Known(say::back_in_a_moment())),
        ErrorKind::Misconfigured => (say::misconfigured(), Known(say::misconfigured_advice())),
        ErrorKind::Internal => (say::internal(), Known(say::internal_advice())),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::speak;

    fn refusal(kind: ErrorKind) -> GatewayError {
        serde_json::from_value(serde_json::json!({
            "error": {"code": 400, "kind": kind, "message": "Said by the gateway.", "details": "And more."},
            "request_id": "req-1",
        }))
        .unwrap()
    }

    #[test]
    fn in_english_the_gateway_speaks_for_itself() {
        let error = refusal(ErrorKind::SessionExpired);
        assert_eq!(headline(&error), "Said by the gateway.");
        assert_eq!(advice(&error), "And more.");
    }

    #[test]
    fn in_another_language_a_kind_has_its_sentence_and_what_only_the_gateway_knows_stays() {
        speak(Language::German, Some(text::de()));
        let error = refusal(ErrorKind::SessionExpired);
        assert_eq!(headline(&error), text::gateway::session_expired());
        assert_ne!(headline(&error), "Said by the gateway.");
        let error = refusal(ErrorKind::BadRequest);
        assert_eq!(headline(&error), text::gateway::bad_request());
        assert_eq!(advice(&error), "And more.");
        let error = refusal("new_kind".into());
        assert_eq!(headline(&error), "Said by the gateway.");
    }
}
