//! What is told of a project's quota.

use std::time::Duration;

use gaze_shared::gateway::{QuotaMode, QuotaRefresh, QuotaReport};
use gaze_shared::time::timestamp::Timestamp;

use crate::core::quota::call::{LedgerReport, RefreshState};

/// How long a report is held back for a refresh, so that it tells of what has just happened.
const WAIT: Duration = Duration::from_secs(2);

/// How long a report waits for a refresh that has begun: not at all where the last one took longer than it
/// would wait. Whoever asks is told that a newer answer is awaited.
#[must_use]
pub fn wait_for_report(known: &LedgerReport) -> Duration {
    match known.refresh_took_ms {
        Some(took_ms) if u128::from(took_ms) > WAIT.as_millis() => Duration::ZERO,
        _ => WAIT,
    }
}

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
        refresh: match report.refresh {
            RefreshState::Idle => QuotaRefresh::Idle,
            RefreshState::UnderWay => QuotaRefresh::UnderWay,
        },
        resources: report.resources,
    }
}
