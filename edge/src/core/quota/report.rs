//! What is told of a project's quota.

use gaze_shared::gateway::{QuotaMode, QuotaReport};
use gaze_shared::timestamp::Timestamp;

use super::call::LedgerReport;

/// The answer of `GET /api/quota`.
#[must_use]
pub fn quota_report(
    project_id: &str,
    region: &str,
    mode: &QuotaMode,
    report: LedgerReport,
) -> QuotaReport {
    QuotaReport {
        project_id: project_id.to_owned(),
        region: region.to_owned(),
        mode: mode.clone(),
        observed_at: report
            .observed_at
            .map(|at| Timestamp::from_text(at.rfc3339())),
        resources: report.resources,
    }
}
