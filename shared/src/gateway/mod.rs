//! The wire contract of the edge's own routes (`/api/…`), spoken by the edge and the dashboard.

mod config;
mod error;
mod over_quota;
mod pressure;
mod quota;
mod read;
mod read_quota;
mod session;
mod sign_in;
mod uploads;
mod verification;
mod verify_request;

pub use config::{PublicConfig, Region, UploadMode};
pub use error::{ErrorBody, ErrorKind, GatewayError};
pub use over_quota::OverQuota;
pub use pressure::sort_by_pressure;
pub use quota::{
    LimitSource, Plan, PlanChange, PlanSource, ProjectPlan, ProjectQuota, ProjectQuotaList,
    QuotaMode, QuotaRefresh, QuotaReport, QuotaResource, QuotaState, QuotaUnit,
};
pub use read_quota::NoPlan;
pub use session::{ChangeSession, Domain, Project, ProjectList, Renewal, Session, User};
pub use sign_in::{ProjectScope, SignIn};
pub use uploads::{ListedUpload, TusFailure, TusReport, UploadList, UploadState};
pub use verification::{
    VERIFICATION_LINES, Verification, VerificationLine, VerificationReport, VerificationState,
    VerificationVerdict,
};
pub use verify_request::{NotADigest, VerifyAlgorithm, VerifyRequest};

/// A header that a browser sends across origins only after a preflight, which the edge grants to the
/// origins alone that its operator has listed: its presence proves that the call comes from the
/// dashboard itself or from one of those. Every call with the
/// session cookie that changes state must carry it (RFC 10017, section 6).
pub const CSRF_HEADER: &str = "x-gaze-csrf";

/// The only value of [`CSRF_HEADER`] that is accepted.
pub const CSRF_HEADER_VALUE: &str = "1";

/// The request id of OpenStack, on every answer.
pub const REQUEST_ID_HEADER: &str = "x-openstack-request-id";

/// The declared size of an upload in bytes, read by Glance 31 and later before `Content-Length`
/// (`glance/api/v2/image_data.py`, `_get_image_size`).
pub const IMAGE_SIZE_HEADER: &str = "x-openstack-image-size";
