//! How a project stands.

use gaze_shared::gateway::{ProjectPlan, QuotaState};
use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

/// How a project stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerReport {
    /// When the image service was last asked.
    pub observed_at: Option<UnixMillis>,
    /// Whether a refresh would tell more than is known.
    pub freshness: ReportFreshness,
    /// How long the last refresh took, in milliseconds; `None` before the first.
    pub refresh_took_ms: Option<u64>,
    /// Whether one is under way.
    pub refresh: RefreshState,
    /// Every resource that somebody limits or counts.
    pub resources: Vec<QuotaState>,
    /// The plan; the project's id is empty, for the ledger does not know it.
    pub plan: ProjectPlan,
}

/// Whether somebody refreshes the usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshState {
    /// Nobody does.
    Idle,
    /// Somebody does.
    UnderWay,
}

/// Whether the last refresh still tells all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFreshness {
    /// It is young and exact, and nothing has happened since; or it took so long that the next one has to
    /// wait.
    Fresh,
    /// It is old or rounded, or something has been committed, has expired, or was marked since.
    Stale,
}
