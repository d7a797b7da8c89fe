//! What the Worker asks the ledger of a project, and what that answers: JSON between the two.

use gaze_shared::gateway::{OverQuota, Plan, ProjectPlan, QuotaMode, QuotaState};
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{
    Delta, Doubts, KnownUsage, Observation, Purpose, Reliance, ReservationId, Sizes, Ticket,
    UsageSource,
};
use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::quota::refresh_claim::{ClaimId, Claimed};
use crate::core::quota::requests::RequestCount;

/// A call, with what the configuration says of the project. The ledger uses that plan until an
/// administrator has changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRequest {
    /// The plan of the configuration, and which of its plans it is.
    #[serde(default, skip_serializing_if = "ConfiguredPlan::is_default")]
    pub configured: ConfiguredPlan,
    /// What is asked.
    pub call: LedgerCall,
}

/// What the configuration allows a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfiguredPlan {
    /// The plan.
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

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerCall {
    /// Promise room. Answers [`LedgerAnswer::Reserved`], [`LedgerAnswer::Over`] or
    /// [`LedgerAnswer::Unknown`].
    Reserve(ReserveCall),
    /// Raise what is promised, or keep it for longer. Answers as `Reserve` does.
    Renew {
        /// Which reservation.
        id: ReservationId,
        /// All that it needs by now, not what it needs more.
        amounts: Delta,
        /// How long the promise holds from now.
        lease_ms: u64,
        /// What happens when it does not fit.
        when_over: WhenOver,
        /// What the promise of more may rest on.
        #[serde(default, skip_serializing_if = "Reliance::is_in_force")]
        reliance: Reliance,
    },
    /// Glance has accepted an import, and works on by itself. From now on looks at the images settle
    /// the reservation.
    Accept {
        /// Which reservation.
        id: ReservationId,
        /// How long the promise holds from now, if nobody looks.
        lease_ms: u64,
    },
    /// Glance has done it. What has expired or was released counts all the same.
    Commit {
        /// Which reservation.
        id: ReservationId,
        /// What it really added.
        actual: Delta,
    },
    /// Glance has refused the data and keeps it with the image: it counts until the image is gone.
    Reject {
        /// Which reservation.
        id: ReservationId,
        /// The image.
        image_id: ImageId,
        /// What is in its store.
        actual: Delta,
    },
    /// It is certain that nothing was stored.
    Release {
        /// Which reservation.
        id: ReservationId,
    },
    /// Somebody would look at Glance, or goes on with it. Answers [`LedgerAnswer::Claimed`]. Kept in memory
    /// only.
    #[serde(rename = "claim_look")]
    ClaimRefresh {
        /// Whose look it is.
        id: ClaimId,
    },
    /// Their look has ended. Answers [`LedgerAnswer::Noted`]. Kept in memory only.
    #[serde(rename = "end_look")]
    EndRefresh {
        /// Whose look it was.
        id: ClaimId,
    },
    /// Somebody is about to ask Glance. Answers [`LedgerAnswer::RefreshScope`].
    #[serde(rename = "look")]
    BeginRefresh,
    /// What Glance said. Answers [`LedgerAnswer::Noted`].
    Observe {
        /// What was seen, with the ticket of `BeginRefresh`.
        observation: Observation,
    },
    /// There may be more than the last look tells: Glance itself has refused what the ledger had promised.
    /// Answers [`LedgerAnswer::Noted`].
    MarkStale,
    /// There is less than the last look tells: something was deleted. Answers [`LedgerAnswer::Noted`].
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
        /// Their name.
        user_name: String,
    },
}

/// Asks for room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveCall {
    /// Unique in the project; a call that is made again has the same.
    pub id: ReservationId,
    /// What it adds.
    pub amounts: Delta,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether `amounts` is all that it adds.
    #[serde(default, skip_serializing_if = "is_known")]
    pub sizes: Sizes,
    /// How long the promise holds if nobody renews it.
    pub lease_ms: u64,
    /// What happens when it does not fit.
    pub when_over: WhenOver,
    /// What the promise may rest on.
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
    /// It is refused.
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

/// What the ledger answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerAnswer {
    /// The room is promised.
    Reserved {
        /// What is over the limit all the same; empty but for [`WhenOver::CountAnyway`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<OverQuota>,
        /// Whether somebody should look at Glance again.
        #[serde(
            default,
            rename = "next_look",
            skip_serializing_if = "NextRefresh::is_later"
        )]
        next_refresh: NextRefresh,
    },
    /// There is too little left.
    Over(Refused),
    /// Usage is not known, or what is known is too old to promise anything.
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
    /// Whether the look may begin, or go on.
    Claimed(Claimed),
    /// What a look needs.
    #[serde(rename = "look")]
    RefreshScope(RefreshScope),
    /// It was taken in.
    Noted,
    /// The requests of the last minute.
    Counted(RequestCount),
    /// How it stands.
    Report(Box<LedgerReport>),
}

/// Why nothing was promised, and whether that is final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Every resource that is over, at least one.
    pub over: Vec<OverQuota>,
    /// Why another look might find room after all.
    pub doubts: Doubts,
    /// What to look at.
    pub need: RefreshNeed,
}

/// What is known, and what has to be looked at next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshNeed {
    /// A look with a later ticket began after this answer.
    pub since: Ticket,
    /// Whether `GET /v2/info/usage` is enough.
    pub at: UsageSource,
    /// What the answer rests on; `None` before the first look.
    pub known: Option<KnownUsage>,
    /// Whether the next look should begin in any case.
    #[serde(
        default,
        rename = "next_look",
        skip_serializing_if = "NextRefresh::is_later"
    )]
    pub next_refresh: NextRefresh,
}

/// What stops a project whose storage is limited and not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncounted {
    /// The images that keep refused data of unknown size.
    pub images: Vec<ImageId>,
    /// What is known, and what has to be looked at next.
    pub need: RefreshNeed,
}

/// What one needs to look at Glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshScope {
    /// Goes into [`Observation::asked`].
    pub ticket: Ticket,
    /// Goes into [`Observation::asked_at`].
    pub asked_at: UnixMillis,
    /// How many images are worth being listed.
    #[serde(default)]
    pub listing: Listing,
    /// Whether `GET /v2/info/usage` is enough.
    pub at: UsageSource,
    /// The operations whose images a look at the images should tell of in [`Observation::images`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Purpose>,
    /// Whether the look should tell as well which images keep refused data.
    #[serde(default, skip_serializing_if = "RejectedRefresh::is_not_now")]
    pub rejected: RejectedRefresh,
}

/// Whether a look tells which images keep data that Glance has refused ([`Observation::rejected`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectedRefresh {
    /// It was told lately that there are none.
    #[default]
    NotNow,
    /// It does.
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

/// When the next look at Glance should begin.
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

/// How many images a look lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    /// So many that it is soon done: Glance's own sums do as well, but for the last MiB.
    #[default]
    Some,
    /// All: nothing else tells what the plan limits.
    All,
}

/// How a project stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerReport {
    /// When the image service was last asked.
    pub observed_at: Option<UnixMillis>,
    /// Whether a look would tell more than is known.
    pub freshness: Freshness,
    /// How long the last look took, in milliseconds; `None` before the first.
    #[serde(rename = "look_took_ms")]
    pub refresh_took_ms: Option<u64>,
    /// Whether one is under way.
    #[serde(rename = "look")]
    pub refresh: RefreshState,
    /// Every resource that somebody limits or counts.
    pub resources: Vec<QuotaState>,
    /// The plan; the project's id is empty, for the ledger does not know it.
    pub plan: ProjectPlan,
}

/// Whether somebody looks at Glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshState {
    /// Nobody does.
    Idle,
    /// Somebody does.
    UnderWay,
}

/// Whether the last look still tells all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// It is young and exact, and nothing has happened since; or it took so long that the next one has to
    /// wait.
    Fresh,
    /// It is old or rounded, or something has been committed, has expired, or was marked since.
    Stale,
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Operation;
    use gaze_shared::units::Bytes;

    use super::*;

    #[test]
    fn a_call_says_what_it_has_to_and_reads_as_it_was_written() {
        let reserve = ReserveCall {
            id: "req-1".into(),
            amounts: Delta::upload(Bytes(7)),
            purpose: Purpose::of(Operation::Upload, None),
            sizes: Sizes::Known,
            lease_ms: 60_000,
            when_over: WhenOver::Refuse,
            reliance: Reliance::KnownWithin(7),
        };
        for call in [
            LedgerCall::Reserve(reserve),
            LedgerCall::BeginRefresh,
            LedgerCall::ClaimRefresh { id: ClaimId(7) },
            LedgerCall::Observe {
                observation: Observation {
                    images: Some([].into()),
                    ..Observation::default()
                },
            },
            LedgerCall::SetPlan {
                plan: None,
                user_id: "u".into(),
                user_name: "admin".into(),
            },
        ] {
            let request = LedgerRequest {
                configured: ConfiguredPlan::default(),
                call,
            };
            let text = serde_json::to_string(&request).unwrap();
            let read: LedgerRequest = serde_json::from_str(&text).unwrap();
            assert_eq!(read, request, "{text}");
        }
    }

    #[test]
    fn what_is_stored_and_sent_keeps_its_first_names() {
        let text = |value: serde_json::Result<String>| value.unwrap();
        let claim = LedgerCall::ClaimRefresh { id: ClaimId(7) };
        assert_eq!(
            text(serde_json::to_string(&claim)),
            r#"{"claim_look":{"id":7}}"#
        );
        assert_eq!(
            text(serde_json::to_string(&LedgerCall::BeginRefresh)),
            r#""look""#
        );
        let reserved = LedgerAnswer::Reserved {
            over: Vec::new(),
            next_refresh: NextRefresh::Due,
        };
        assert_eq!(
            text(serde_json::to_string(&reserved)),
            r#"{"reserved":{"next_look":"due"}}"#
        );
    }
}
