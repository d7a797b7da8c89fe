//! The error object of the edge's own answers.

use serde::{Deserialize, Serialize};

use super::OverQuota;
use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;

/// The body of every answer that the edge refuses on its own: the Error object of the product's
/// seed documents, plus the kind for programs and the request id for support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct GatewayError {
    pub error: ErrorBody,
    /// The id under which the edge logged the request.
    pub request_id: String,
    /// With [`ErrorKind::SecondFactorRequired`]: what the second step must bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// What happened, for a person and for a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ErrorBody {
    /// The HTTP status.
    pub code: u16,
    /// One cause, for programs.
    pub kind: ErrorKind,
    /// One sentence that says what happened.
    pub message: String,
    /// What to do, or more about the cause; empty when there is nothing to add.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// With [`ErrorKind::OverQuota`]: every limit that is exceeded, as far as it is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<OverQuota>,
}

open_enum! {
    /// The causes for which the edge itself answers.
    pub enum ErrorKind {
        /// The request is malformed.
        BadRequest = "bad_request",
        /// The caller may not do this.
        Forbidden = "forbidden",
        /// Wrong user, password, domain or project.
        InvalidCredentials = "invalid_credentials",
        /// The password is right, and the account needs a code too.
        SecondFactorRequired = "second_factor_required",
        /// The account needs a second factor that the edge cannot pass on.
        SecondFactorUnsupported = "second_factor_unsupported",
        /// Too many sign-ins have failed.
        TooManySignIns = "too_many_sign_ins",
        /// The browser would not keep the cookie of a sign-in, or has not kept it.
        CookieNotKept = "cookie_not_kept",
        /// The sign-in is right, but there is no project to work in.
        NoProject = "no_project",
        /// No session and no token.
        SignInRequired = "sign_in_required",
        /// There was a session or token, and it has ended.
        SessionExpired = "session_expired",
        /// The call does not come from the dashboard itself.
        CrossSiteRefused = "cross_site_refused",
        /// Nothing is served at this path.
        NotFound = "not_found",
        /// The path is served, but not by this method.
        MethodNotAllowed = "method_not_allowed",
        /// The request body is larger than the route takes.
        BodyTooLarge = "body_too_large",
        /// Nothing of the request body came for too long (408).
        BodyStopped = "body_stopped",
        /// The project's quota has no room for this (413, without `Retry-After`).
        OverQuota = "over_quota",
        /// Images of the project keep refused data of unknown size, so nothing more is stored (409).
        UncountedData = "uncounted_data",
        /// The project has made too many requests within a minute (429).
        TooManyRequests = "too_many_requests",
        /// The project's quota ledger did not answer, so nothing is written.
        QuotaUnavailable = "quota_unavailable",
        /// The image is not one that data can be uploaded to now (409).
        ImageNotReady = "image_not_ready",
        /// The bytes are not for where the upload stands, or another request has gone on with it (409).
        UploadConflict = "upload_conflict",
        /// The upload has failed, and takes no more (410).
        UploadFailed = "upload_failed",
        /// The bytes of an upload are not those that were sent (460, of tus).
        ChecksumMismatch = "checksum_mismatch",
        /// The store in which uploads wait did not answer.
        UploadStoreUnavailable = "upload_store_unavailable",
        /// The image's data is being read at the gateway for this project already (409).
        VerificationUnderWay = "verification_under_way",
        /// The project may have no more images read at the gateway now (429).
        TooManyVerifications = "too_many_verifications",
        /// What keeps verifications did not answer.
        VerificationsUnavailable = "verifications_unavailable",
        /// Keystone did not answer.
        IdentityUnreachable = "identity_unreachable",
        /// The resolver that imports are checked with did not answer.
        ResolverUnreachable = "resolver_unreachable",
        /// Glance did not answer.
        ImageServiceUnreachable = "image_service_unreachable",
        /// This deployment's settings are wrong.
        Misconfigured = "misconfigured",
        /// A fault of the edge.
        Internal = "internal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::{LimitSource, QuotaResource, QuotaUnit};

    #[test]
    fn the_error_object_of_the_seed_documents_is_on_the_wire() {
        let error = GatewayError {
            error: ErrorBody {
                code: 401,
                kind: ErrorKind::SessionExpired,
                message: "Your session has ended.".into(),
                details: "Sign in again.".into(),
                over: Vec::new(),
            },
            request_id: "req-1".into(),
            receipt: None,
        };
        assert_eq!(
            serde_json::to_value(&error).unwrap(),
            serde_json::json!({
                "error": {
                    "code": 401,
                    "kind": "session_expired",
                    "message": "Your session has ended.",
                    "details": "Sign in again."
                },
                "request_id": "req-1"
            })
        );
    }

    #[test]
    fn what_is_over_quota_is_told_beside_its_words_and_read_from_there() {
        let over = OverQuota {
            resource: QuotaResource::ImageCountTotal,
            unit: QuotaUnit::Images,
            limit: 10,
            usage: 9,
            reserved: 1,
            asked: 1,
            source: LimitSource::Cloud,
        };
        let error = GatewayError {
            error: ErrorBody {
                code: 413,
                kind: ErrorKind::OverQuota,
                message: "The quota of this project has no room for this.".into(),
                details: over.to_string(),
                over: vec![over],
            },
            request_id: "req-1".into(),
            receipt: None,
        };
        let written = serde_json::to_value(&error).unwrap();
        assert_eq!(
            written["error"]["over"],
            serde_json::json!([{
                "resource": "image_count_total", "unit": "images", "limit": 10, "usage": 9,
                "reserved": 1, "asked": 1, "source": "cloud"
            }])
        );
        let read: GatewayError = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(read, error);
        // What cannot be read of it hides nothing else.
        let mut odd = written;
        odd["error"]["over"] = serde_json::json!([{"resource": "image_count_total"}]);
        let read: GatewayError = serde_json::from_value(odd).unwrap();
        assert_eq!(
            (read.error.kind, read.error.over),
            (ErrorKind::OverQuota, vec![])
        );
    }
}
