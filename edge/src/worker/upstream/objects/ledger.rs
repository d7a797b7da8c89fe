//! The Worker's side of a project's ledger: one method for each call.

use gaze_shared::gateway::{OverQuota, Plan};
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{Delta, Observation, Reliance, ReservationId};
use worker::Env;

use crate::core::auth::permit::Identity;
use crate::core::errors::problem::Problem;
use crate::core::quota::call::{
    ConfiguredPlan, LedgerAnswer, LedgerCall, LedgerReport, LedgerRequest, NextRefresh,
    RefreshNeed, RefreshScope, Refused, ReserveCall, Uncounted, WhenOver,
};
use crate::core::quota::ledger_state::Entry;
use crate::core::quota::request_rate::requests::RequestCount;
use crate::core::quota::usage_refresh::refresh_claim::{ClaimId, Claimed};
use crate::worker::isolate;
use crate::worker::upstream::objects::stub::ObjectNamespace;

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "QUOTA_LEDGERS";

/// How long the object may take. It needs a millisecond; after a restart it reads its storage first.
const TIMEOUT_MS: u32 = 5_000;

/// The ledger of one project in one region.
#[derive(Clone)]
pub(crate) struct ProjectLedger {
    keeper: Keeper,
    name: String,
    configured: ConfiguredPlan,
}

/// Who keeps a ledger.
#[derive(Clone)]
enum Keeper {
    /// An object of its own, in this namespace.
    Object(ObjectNamespace),
    /// This isolate, in memory only.
    Isolate,
}

/// What comes of asking for a reservation.
pub(crate) enum ReserveOutcome {
    Reserved {
        /// What is over the limit all the same ([`WhenOver::CountAnyway`]).
        over: Vec<OverQuota>,
        /// Whether somebody should refresh the usage again.
        next_refresh: NextRefresh,
    },
    /// There is too little left, as far as the last refresh tells.
    Over(Refused),
    /// Nobody knows before the next refresh.
    Unknown(RefreshNeed),
    /// Nobody knows how much is stored before some images are gone.
    Uncounted(Uncounted),
}

/// What has become of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RenewOutcome {
    Held,
    Lost,
}

impl ProjectLedger {
    /// The ledger of a project. Asks nobody yet, and is taken before the first await of a request.
    pub(crate) fn of(
        env: &Env,
        region: &str,
        project_id: &str,
        configured: ConfiguredPlan,
    ) -> Result<Self, Problem> {
        let ledgers = ObjectNamespace::bound(env, BINDING).map_err(Problem::QuotaUnavailable)?;
        Ok(Self {
            keeper: Keeper::Object(ledgers),
            name: Self::name_of(region, project_id),
            configured,
        })
    }

    /// A ledger that nobody keeps but this isolate, where quotas are off: it reserves nothing, and knows
    /// what was last seen.
    pub(crate) fn in_memory(region: &str, project_id: &str) -> Self {
        Self {
            keeper: Keeper::Isolate,
            name: Self::name_of(region, project_id),
            configured: ConfiguredPlan::default(),
        }
    }

    pub(crate) fn name_of(region: &str, project_id: &str) -> String {
        // Neither part has a line break: a region is checked by its settings, and a project's id came in
        // a header or from Keystone.
        format!("{region}\n{project_id}")
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn project_id(&self) -> &str {
        self.name
            .split_once('\n')
            .map_or("", |(_, project)| project)
    }

    pub(crate) async fn reserve(&self, call: ReserveCall) -> Result<ReserveOutcome, Problem> {
        reserve_outcome(self.ask(LedgerCall::Reserve(call)).await?)
    }

    /// Raises what is reserved to `amounts` in all, and keeps it for longer.
    pub(crate) async fn raise(
        &self,
        id: &ReservationId,
        amounts: Delta,
        lease_ms: u64,
        when_over: WhenOver,
        reliance: Reliance,
    ) -> Result<ReserveOutcome, Problem> {
        let id = id.clone();
        reserve_outcome(
            self.ask(LedgerCall::Renew {
                id,
                amounts,
                lease_ms,
                when_over,
                reliance,
            })
            .await?,
        )
    }

    /// Glance has accepted an import, and works on by itself.
    pub(crate) async fn accept(&self, id: &ReservationId, lease_ms: u64) -> Result<(), Problem> {
        let id = id.clone();
        settled(self.ask(LedgerCall::Accept { id, lease_ms }).await?)
    }

    /// Glance has done it, and it added `actual`.
    pub(crate) async fn commit(&self, id: &ReservationId, actual: Delta) -> Result<(), Problem> {
        let id = id.clone();
        settled(self.ask(LedgerCall::Commit { id, actual }).await?)
    }

    /// Glance has refused `actual`, and keeps it with the image.
    pub(crate) async fn reject(
        &self,
        id: &ReservationId,
        image_id: &ImageId,
        actual: Delta,
    ) -> Result<(), Problem> {
        let (id, image_id) = (id.clone(), image_id.clone());
        let call = LedgerCall::Reject {
            id,
            image_id,
            actual,
        };
        match self.ask(call).await? {
            // It counts, whether or not the ledger remembers the reservation.
            LedgerAnswer::Settled | LedgerAnswer::Conflict { .. } => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// It is certain that nothing was stored.
    pub(crate) async fn release(&self, id: &ReservationId) -> Result<(), Problem> {
        let id = id.clone();
        settled(self.ask(LedgerCall::Release { id }).await?)
    }

    /// Claims the usage refresh, or keeps the claim.
    pub(crate) async fn claim_refresh(&self, id: ClaimId) -> Result<Claimed, Problem> {
        match self.ask(LedgerCall::ClaimRefresh { id }).await? {
            LedgerAnswer::Claimed(claimed) => Ok(claimed),
            other => Err(unexpected(&other)),
        }
    }

    pub(crate) async fn end_refresh(&self, id: ClaimId) -> Result<(), Problem> {
        self.note(LedgerCall::EndRefresh { id }).await
    }

    /// Takes a ticket for a usage refresh.
    pub(crate) async fn refresh_scope(&self) -> Result<RefreshScope, Problem> {
        match self.ask(LedgerCall::BeginRefresh).await? {
            LedgerAnswer::RefreshScope(refresh_scope) => Ok(refresh_scope),
            other => Err(unexpected(&other)),
        }
    }

    /// Tells what Glance said.
    pub(crate) async fn observe(&self, observation: Observation) -> Result<(), Problem> {
        self.note(LedgerCall::Observe { observation }).await
    }

    /// There may be more than the last refresh tells.
    pub(crate) async fn mark_stale(&self) -> Result<(), Problem> {
        self.note(LedgerCall::MarkStale).await
    }

    /// There is less than the last refresh tells.
    pub(crate) async fn note_freed(&self) -> Result<(), Problem> {
        self.note(LedgerCall::NoteFreed).await
    }

    /// Counts a request, where the plan limits requests per minute.
    pub(crate) async fn count_request(&self) -> Result<RequestCount, Problem> {
        match self.ask(LedgerCall::CountRequest).await? {
            LedgerAnswer::Counted(count) => Ok(count),
            other => Err(unexpected(&other)),
        }
    }

    /// How the project stands.
    pub(crate) async fn report(&self) -> Result<LedgerReport, Problem> {
        report(self.ask(LedgerCall::Report).await?)
    }

    /// Changes the plan at run time, or goes back to the configuration's.
    pub(crate) async fn set_plan(
        &self,
        plan: Option<Plan>,
        by: &Identity,
    ) -> Result<LedgerReport, Problem> {
        let call = LedgerCall::SetPlan {
            plan,
            user_id: by.user_id.clone(),
            user_name: by.user_name.clone(),
        };
        report(self.ask(call).await?)
    }

    /// Keeps what is reserved for longer, for a holder that nobody waits for.
    pub(crate) async fn renew(
        &self,
        id: &ReservationId,
        amounts: Delta,
        lease_ms: u64,
    ) -> Result<RenewOutcome, Problem> {
        let call = LedgerCall::Renew {
            id: id.clone(),
            amounts,
            lease_ms,
            when_over: WhenOver::CountAnyway,
            reliance: Reliance::InForce,
        };
        match self.ask(call).await? {
            LedgerAnswer::Reserved { .. } => Ok(RenewOutcome::Held),
            LedgerAnswer::Conflict { .. } => Ok(RenewOutcome::Lost),
            other => Err(unexpected(&other)),
        }
    }

    /// Ends what is reserved, for a holder who can do no more than say so: with what it has added, or with
    /// nothing. A reservation that the ledger does not know any more has ended.
    pub(crate) async fn close(
        &self,
        id: &ReservationId,
        actual: Option<Delta>,
    ) -> Result<(), Problem> {
        let id = id.clone();
        let call = match actual {
            Some(actual) => LedgerCall::Commit { id, actual },
            None => LedgerCall::Release { id },
        };
        match self.ask(call).await? {
            LedgerAnswer::Settled | LedgerAnswer::Conflict { .. } => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    async fn note(&self, call: LedgerCall) -> Result<(), Problem> {
        match self.ask(call).await? {
            LedgerAnswer::Noted => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask(&self, call: LedgerCall) -> Result<LedgerAnswer, Problem> {
        let request = LedgerRequest {
            configured: self.configured,
            call,
        };
        let ledgers = match &self.keeper {
            Keeper::Object(ledgers) => ledgers,
            Keeper::Isolate => {
                let at = isolate::now_millis();
                let entry = Entry { at, request };
                return Ok(isolate::with_memory_ledgers(|ledgers| {
                    ledgers.answer(&self.name, entry)
                }));
            }
        };
        let asked = ledgers.ask(&self.name, &request, TIMEOUT_MS);
        asked.await.map_err(Problem::QuotaUnavailable)
    }
}

fn reserve_outcome(answer: LedgerAnswer) -> Result<ReserveOutcome, Problem> {
    match answer {
        LedgerAnswer::Reserved { over, next_refresh } => {
            Ok(ReserveOutcome::Reserved { over, next_refresh })
        }
        LedgerAnswer::Over(refused) => Ok(ReserveOutcome::Over(refused)),
        LedgerAnswer::Unknown(need) => Ok(ReserveOutcome::Unknown(need)),
        LedgerAnswer::Uncounted(uncounted) => Ok(ReserveOutcome::Uncounted(uncounted)),
        other => Err(unexpected(&other)),
    }
}

fn settled(answer: LedgerAnswer) -> Result<(), Problem> {
    match answer {
        LedgerAnswer::Settled => Ok(()),
        other => Err(unexpected(&other)),
    }
}

fn report(answer: LedgerAnswer) -> Result<LedgerReport, Problem> {
    match answer {
        LedgerAnswer::Report(report) => Ok(*report),
        other => Err(unexpected(&other)),
    }
}

/// The ledger says no to a call that it should have taken, or the two sides are of two versions.
fn unexpected(answer: &LedgerAnswer) -> Problem {
    Problem::QuotaUnavailable(match answer {
        LedgerAnswer::Conflict { why } => why.clone(),
        other => format!("it answers {other:?}"),
    })
}
