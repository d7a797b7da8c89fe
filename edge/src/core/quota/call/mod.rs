//! What the Worker asks the ledger of a project, and what that answers: JSON between the two.

mod answer;
mod report;

pub use answer::{
    LedgerAnswer, Listing, NextRefresh, RefreshNeed, RefreshScope, Refused, RejectedRefresh,
    Uncounted,
};
pub use report::{LedgerReport, RefreshState, ReportFreshness};

use gaze_shared::gateway::{Plan, QuotaMode};
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{Delta, Observation, Purpose, Reliance, ReservationId, Sizes};
use serde::{Deserialize, Serialize};

use crate::core::quota::usage_refresh::refresh_claim::ClaimId;

/// A call, with what the configuration says of the project. The ledger uses that plan until an
/// administrator has changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRequest {
    /// The plan of the configuration, and which of its plans it is.
    #[serde(default, skip_serializing_if = "ConfiguredPlan::is_default")]
    pub configured: ConfiguredPlan,
    pub call: LedgerCall,
}

/// What the configuration allows a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfiguredPlan {
    pub plan: Plan,
    /// Where it stands.
    pub place: ConfiguredPlace,
}

impl ConfiguredPlan {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where the configuration's plan for a project stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfiguredPlace {
    /// `QUOTA_DEFAULT_PLAN`, or nowhere.
    #[default]
    Default,
    /// `QUOTA_PLANS`.
    Project,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerCall {
    /// Reserve. Answers [`LedgerAnswer::Reserved`], [`LedgerAnswer::Over`] or
    /// [`LedgerAnswer::Unknown`].
    Reserve(ReserveCall),
    /// Raise what is reserved, or keep it for longer. Answers as `Reserve` does.
    Renew {
        id: ReservationId,
        /// All that it needs by now, not what it needs more.
        amounts: Delta,
        /// How long the reservation holds from now.
        lease_ms: u64,
        /// What happens when it does not fit.
        when_over: WhenOver,
        /// What the raising may rest on.
        #[serde(default, skip_serializing_if = "Reliance::is_in_force")]
        reliance: Reliance,
    },
    /// Glance has accepted an import, and works on by itself. From now on refreshes from the images settle
    /// the reservation.
    Accept {
        id: ReservationId,
        /// How long the reservation holds from now, if nobody refreshes.
        lease_ms: u64,
    },
    /// Glance has done it. What has expired or was released counts all the same.
    Commit {
        id: ReservationId,
        /// What it really added.
        actual: Delta,
    },
    /// Glance has refused the data and keeps it with the image: it counts until the image is gone.
    Reject {
        id: ReservationId,
        image_id: ImageId,
        /// What is in its store.
        actual: Delta,
    },
    /// It is certain that nothing was stored.
    Release { id: ReservationId },
    /// Somebody would refresh the usage, or goes on with it. Answers [`LedgerAnswer::Claimed`]. Kept in
    /// memory only.
    ClaimRefresh {
        /// Whose refresh it is.
        id: ClaimId,
    },
    /// Their refresh has ended. Answers [`LedgerAnswer::Noted`]. Kept in memory only.
    EndRefresh {
        /// Whose refresh it was.
        id: ClaimId,
    },
    /// Somebody is about to ask Glance. Answers [`LedgerAnswer::RefreshScope`].
    // Journals hold this call, and older ones call it a look.
    #[serde(alias = "look")]
    BeginRefresh,
    /// What Glance said. Answers [`LedgerAnswer::Noted`].
    Observe {
        /// What was seen, with the ticket of `BeginRefresh`.
        observation: Observation,
    },
    /// There may be more than the last refresh tells: Glance itself has refused what the ledger had reserved.
    /// Answers [`LedgerAnswer::Noted`].
    MarkStale,
    /// There is less than the last refresh tells: something was deleted. Answers [`LedgerAnswer::Noted`].
    NoteFreed,
    /// What is over by now is over: the object's own call when its alarm rings. Answers
    /// [`LedgerAnswer::Noted`].
    Expire,
    /// One request more. Answers [`LedgerAnswer::Counted`]. Kept in memory only.
    CountRequest,
    /// The state of every resource, and the plan. Answers [`LedgerAnswer::Report`].
    Report,
    /// Changes the plan. Answers [`LedgerAnswer::Report`].
    SetPlan {
        /// To what; `None` goes back to the configuration's.
        plan: Option<Plan>,
        /// Keystone's id of who does it.
        user_id: String,
        user_name: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveCall {
    /// Unique in the project; a call that is made again has the same.
    pub id: ReservationId,
    /// What it adds.
    pub amounts: Delta,
    pub purpose: Purpose,
    /// Whether `amounts` is all that it adds.
    #[serde(default, skip_serializing_if = "is_known")]
    pub sizes: Sizes,
    /// How long the reservation holds if nobody renews it.
    pub lease_ms: u64,
    /// What happens when it does not fit.
    pub when_over: WhenOver,
    /// What the reservation may rest on.
    #[serde(default, skip_serializing_if = "Reliance::is_in_force")]
    pub reliance: Reliance,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
fn is_known(sizes: &Sizes) -> bool {
    *sizes == Sizes::Known
}

/// What happens to what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenOver {
    Refuse,
    /// It is counted all the same, and the answer says what would have been refused (mode `observe`).
    CountAnyway,
}

impl WhenOver {
    /// What a mode says of it.
    #[must_use]
    pub const fn in_mode(mode: &QuotaMode) -> Self {
        match mode {
            QuotaMode::Observe => Self::CountAnyway,
            _ => Self::Refuse,
        }
    }
}

#[cfg(test)]
mod tests;
