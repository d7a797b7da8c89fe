//! What the ledger answers.

use gaze_shared::gateway::OverQuota;
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{Doubts, KnownUsage, Purpose, Ticket, UsageSource};
use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::quota::call::report::LedgerReport;
use crate::core::quota::request_rate::requests::RequestCount;
use crate::core::quota::usage_refresh::refresh_claim::Claimed;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAnswer {
    Reserved {
        /// What is over the limit all the same; empty but for [`super::WhenOver::CountAnyway`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<OverQuota>,
        /// Whether somebody should refresh the usage again.
        #[serde(default, skip_serializing_if = "NextRefresh::is_later")]
        next_refresh: NextRefresh,
    },
    /// There is too little left.
    Over(Refused),
    /// Usage is not known, or what is known is too old to reserve anything.
    Unknown(RefreshNeed),
    /// Images keep refused data, and nobody knows how much.
    Uncounted(Uncounted),
    /// The reservation was committed, released, or accepted.
    Settled,
    /// The call does not fit the reservation: another one has this id, or it is over or unknown. Also
    /// when the ledger keeps as many reservations as it can.
    Conflict {
        /// Why, for the log.
        why: String,
    },
    /// Whether the refresh may begin, or go on.
    Claimed(Claimed),
    /// What a refresh needs.
    RefreshScope(RefreshScope),
    /// It was taken in.
    Noted,
    /// The requests of the last minute.
    Counted(RequestCount),
    Report(Box<LedgerReport>),
}

/// Why nothing was reserved, and whether that is final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Every resource that is over, at least one.
    pub over: Vec<OverQuota>,
    /// Why another refresh might find enough left after all.
    pub doubts: Doubts,
    /// What to read.
    pub need: RefreshNeed,
}

/// What is known, and what has to be read next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshNeed {
    /// A refresh with a later ticket began after this answer.
    pub since: Ticket,
    /// Whether `GET /v2/info/usage` is enough.
    pub at: UsageSource,
    /// What the answer rests on; `None` before the first refresh.
    pub known: Option<KnownUsage>,
    /// Whether the next refresh should begin in any case.
    #[serde(default, skip_serializing_if = "NextRefresh::is_later")]
    pub next_refresh: NextRefresh,
}

/// What stops a project whose storage is limited and not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncounted {
    /// The images that keep refused data of unknown size.
    pub images: Vec<ImageId>,
    /// What is known, and what has to be read next.
    pub need: RefreshNeed,
}

/// What one needs to refresh the usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshScope {
    /// Goes into [`gaze_shared::quota::Observation::asked`].
    pub ticket: Ticket,
    /// Goes into [`gaze_shared::quota::Observation::asked_at`].
    pub asked_at: UnixMillis,
    /// How many images are worth being listed.
    #[serde(default)]
    pub listing: Listing,
    /// Whether `GET /v2/info/usage` is enough.
    pub at: UsageSource,
    /// The operations whose images a refresh from the images should tell of in
    /// [`gaze_shared::quota::Observation::images`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Purpose>,
    /// Whether the refresh should tell as well which images keep refused data.
    #[serde(default, skip_serializing_if = "RejectedRefresh::is_not_now")]
    pub rejected: RejectedRefresh,
}

/// Whether a refresh tells which images keep data that Glance has refused
/// ([`gaze_shared::quota::Observation::rejected`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectedRefresh {
    /// It was told lately that there are none.
    #[default]
    NotNow,
    Now,
}

impl RejectedRefresh {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    fn is_not_now(&self) -> bool {
        *self == Self::NotNow
    }
}

/// When the next usage refresh should begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextRefresh {
    /// Not yet.
    #[default]
    Later,
    /// Now, so that nobody has to wait for it.
    Due,
}

impl NextRefresh {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    fn is_later(&self) -> bool {
        *self == Self::Later
    }
}

/// How many images a refresh lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// So many that it is soon done: Glance's own sums do as well, but for the last MiB.
    #[default]
    Some,
    /// All: nothing else tells what the plan limits.
    All,
}
