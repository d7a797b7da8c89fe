//! A request that takes room: from the asking for it to the telling of what came of it.

use std::cell::Cell;
use std::time::Duration;

use gaze_shared::gateway::OverQuota;
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{
    Delta, Doubts, Operation, Purpose, Reliance, ReservationId, Sizes, UsageSource,
};
use worker::{Context, Delay};

use crate::core::config::quota::QuotaSettings;
use crate::core::errors::problem::Problem;
use crate::core::quota::call::{self, NextRefresh, ReserveCall, WhenOver};
use crate::core::quota::{
    Asked, Needs, Next, QuotaEvent, Settlement, WAIT, may_keep_data, next_refused, next_unknown,
    settlement,
};
use crate::core::uploads::call::ReservationRef;
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::quota::usage_reader::{ReadTarget, UsageReader};
use crate::worker::quota::usage_refresh;
use crate::worker::quota::{tell, without_ledger};
use crate::worker::upstream::objects::ledger::{self, ProjectLedger};

/// How long Glance's own work after an import's answer is waited for, when nobody looks meanwhile.
const ACCEPTED_LEASE: Duration = Duration::from_secs(60 * 60);

/// The pause before others may have ended.
const BEFORE_LOOKING_AGAIN: Duration = Duration::from_millis(200);

/// Whose room is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuotaOwner {
    /// The caller's own project: its usage can be looked at with the caller's token.
    Own,
    /// Another project, by an administrator. Nobody but its members can ask Glance for its limits, so
    /// what its ledger knew last has to do, however long ago, and a refusal that might be wrong is one.
    Foreign,
    /// A project whose image the caller may not work on by Glance's rules, so nothing is asked. Should
    /// Glance take it all the same, the last look at the project was wrong.
    Afterwards,
}

/// A request that takes room.
pub(crate) struct ReservationGuard<'a> {
    pub(crate) context: &'a RequestContext,
    ctx: &'a Context,
    pub(crate) settings: &'a QuotaSettings,
    pub(crate) ledger: ProjectLedger,
    pub(crate) usage_reader: UsageReader<'a>,
    pub(crate) quota_owner: QuotaOwner,
    id: ReservationId,
    purpose: Purpose,
    amounts: Cell<Delta>,
    sizes: Cell<Sizes>,
    state: Cell<ReservationState>,
    has_told: Cell<bool>,
}

/// What the ledger has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReservationState {
    /// Nothing: it was let through without being asked, or has ended.
    Unknown,
    /// A promise.
    Held,
}

/// What room is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    /// What the request needs to begin.
    Begin,
    /// What it needs to go on.
    GoOn,
    /// What it will need if it goes on for long. A refusal of that stops nobody, so it need not be right.
    Ahead,
}

impl<'a> ReservationGuard<'a> {
    /// Nothing is asked yet.
    pub(crate) fn new(
        (context, ctx): (&'a RequestContext, &'a Context),
        settings: &'a QuotaSettings,
        ledger: ProjectLedger,
        usage_reader: UsageReader<'a>,
        quota_owner: QuotaOwner,
        purpose: Purpose,
    ) -> Result<Self, Problem> {
        // Not the client's word alone: two requests of one id are two reservations.
        let unique: [u8; 8] =
            isolate::random().map_err(|error| Problem::Internal(error.to_string()))?;
        let unique = u64::from_be_bytes(unique);
        Ok(Self {
            id: ReservationId::new(format!("{}/{unique:016x}", context.request_id)),
            context,
            ctx,
            settings,
            ledger,
            usage_reader,
            quota_owner,
            purpose,
            amounts: Cell::new(Delta::NOTHING),
            sizes: Cell::new(Sizes::Known),
            state: Cell::new(ReservationState::Unknown),
            has_told: Cell::new(false),
        })
    }

    /// What it is for.
    pub(crate) fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// Asks for room, for all of it or none.
    ///
    /// # Errors
    /// There is too little, or nobody can tell and the setting says to refuse then.
    pub(crate) async fn reserve(&self, amounts: Delta) -> Result<(), Problem> {
        if self.asks() {
            self.take(Attempt::Begin, amounts).await
        } else {
            Ok(())
        }
    }

    /// Asks for room for what may have sizes that nobody tells.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn reserve_for(&self, needs: Needs) -> Result<(), Problem> {
        if needs.sizes == Sizes::Unknown && self.asks() {
            self.tell(QuotaEvent::SizeUnknown);
        }
        self.sizes.set(needs.sizes);
        self.reserve(needs.delta).await
    }

    /// Whether room is asked for before: of who may do it.
    pub(crate) fn asks(&self) -> bool {
        self.quota_owner != QuotaOwner::Afterwards
    }

    /// Asks for more, up to these amounts in all.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn raise(&self, amounts: Delta) -> Result<(), Problem> {
        self.go_on(Attempt::GoOn, amounts).await
    }

    /// The same for more than is needed yet: a refusal is not final.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn raise_ahead(&self, amounts: Delta) -> Result<(), Problem> {
        self.go_on(Attempt::Ahead, amounts).await
    }

    async fn go_on(&self, attempt: Attempt, amounts: Delta) -> Result<(), Problem> {
        match self.state.get() {
            ReservationState::Held => self.take(attempt, amounts).await,
            ReservationState::Unknown => Ok(()),
        }
    }

    async fn take(&self, attempt: Attempt, amounts: Delta) -> Result<(), Problem> {
        match self.ask_until_final(attempt, amounts).await {
            Ok(Some(over)) => {
                self.amounts.set(amounts);
                self.state.set(ReservationState::Held);
                if !over.is_empty() && !self.has_told.replace(true) {
                    self.tell(QuotaEvent::would_refuse(&over));
                }
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(problem @ (Problem::OverQuota(_) | Problem::InvalidToken)) => Err(problem),
            Err(problem) => {
                let project_id = self.usage_reader.project_id;
                without_ledger(self.context, self.settings, project_id, problem)
            }
        }
    }

    /// Asks the ledger until its answer is final, and looks at Glance in between, as long as a request may
    /// wait. Gives what is over the limit all the same, or nothing where nobody was asked in the end.
    async fn ask_until_final(
        &self,
        attempt: Attempt,
        amounts: Delta,
    ) -> Result<Option<Vec<OverQuota>>, Problem> {
        let began = isolate::now_millis();
        let mut since = None;
        let mut reliance = match self.quota_owner {
            QuotaOwner::Foreign => Reliance::LastKnown,
            QuotaOwner::Own | QuotaOwner::Afterwards => Reliance::InForce,
        };
        loop {
            let (need, stopped) = match self.ask(attempt, amounts, reliance).await? {
                ledger::ReserveOutcome::Promised { over, next_refresh } => {
                    self.refresh_ahead(next_refresh);
                    return Ok(Some(client_over_quota(over)));
                }
                ledger::ReserveOutcome::Unknown(need) => (need, None),
                ledger::ReserveOutcome::Over(refused) => (
                    refused.need,
                    Some(Stopped::Over(refused.over, refused.doubts)),
                ),
                ledger::ReserveOutcome::Uncounted(uncounted) => {
                    (uncounted.need, Some(Stopped::Uncounted(uncounted.images)))
                }
            };
            let waited = isolate::now_millis().since(began);
            let asked = Asked {
                since: *since.get_or_insert(need.since),
                waited_ms: millis(waited),
                reliance,
            };
            if self.quota_owner == QuotaOwner::Foreign {
                // No question to Glance makes it surer. Of what nobody has asked about yet, nothing is known
                // that could be over; the first question of a member's counts it.
                return stopped.map_or(Ok(None), |stopped| Err(stopped.into()));
            }
            let stopped = match (attempt, stopped) {
                (Attempt::Ahead, Some(stopped)) => return Err(stopped.into()),
                (_, stopped) => stopped,
            };
            let next = match &stopped {
                None => next_unknown(asked, &need, self.settings.known_for),
                Some(stopped) => next_refused(asked, &need, stopped.doubts()),
            };
            match next {
                Next::Refuse => {
                    self.refresh_ahead(need.next_refresh);
                    return Err(match stopped {
                        Some(stopped) => stopped.into(),
                        None => Problem::OverQuota(Vec::new()),
                    });
                }
                Next::ComeAgain { after_seconds } => {
                    return Err(Problem::QuotaNotKnownYet {
                        retry_after_seconds: after_seconds,
                    });
                }
                Next::RestOnKnown { within_ms } => {
                    self.begin_refresh(ReadTarget::At(need.at));
                    reliance = Reliance::KnownWithin(within_ms);
                }
                Next::Refresh(at) => self.refresh(at, waited).await?,
                Next::RefreshLater => {
                    Delay::from(BEFORE_LOOKING_AGAIN).await;
                    self.refresh(UsageSource::Images, waited).await?;
                }
            }
        }
    }

    /// Begins a look that nobody waits for yet, where that is due.
    fn refresh_ahead(&self, next_refresh: NextRefresh) {
        if next_refresh == NextRefresh::Due && self.quota_owner == QuotaOwner::Own {
            self.begin_refresh(ReadTarget::AsNeeded);
        }
    }

    fn begin_refresh(&self, target: ReadTarget) {
        let within = self.settings.refresh_within;
        usage_refresh::begin(self.ctx, &self.ledger, &self.usage_reader, target, within);
    }

    /// Looks at Glance, and waits for what that tells as long as there is time.
    async fn refresh(&self, at: UsageSource, waited: Duration) -> Result<(), Problem> {
        let refresh = (ReadTarget::At(at), self.settings.refresh_within);
        let wait_for = WAIT.saturating_sub(waited);
        usage_refresh::refresh(
            self.ctx,
            &self.ledger,
            &self.usage_reader,
            refresh,
            wait_for,
        )
        .await
        .map(drop)
    }

    async fn ask(
        &self,
        attempt: Attempt,
        amounts: Delta,
        reliance: Reliance,
    ) -> Result<ledger::ReserveOutcome, Problem> {
        let when_over = WhenOver::in_mode(&self.settings.mode);
        match attempt {
            Attempt::Begin => {
                let call = ReserveCall {
                    id: self.id.clone(),
                    amounts,
                    purpose: self.purpose.clone(),
                    sizes: self.sizes.get(),
                    lease_ms: millis(self.settings.lease),
                    when_over,
                    reliance,
                };
                self.ledger.reserve(call).await
            }
            Attempt::GoOn | Attempt::Ahead => {
                let lease_ms = millis(self.settings.lease);
                self.ledger
                    .renew(&self.id, amounts, lease_ms, when_over, reliance)
                    .await
            }
        }
    }

    /// What is promised, for somebody who will keep it and settle it.
    pub(crate) fn promise(&self) -> ReservationRef {
        let is_held = self.state.get() == ReservationState::Held;
        ReservationRef {
            project_id: self.ledger.project_id().to_owned(),
            id: is_held.then(|| self.id.clone()),
        }
    }

    /// Somebody else keeps the promise from now on.
    pub(crate) fn leave(&self) {
        self.state.set(ReservationState::Unknown);
    }

    /// Does something that takes long, and keeps the promise meanwhile.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let work = std::pin::pin!(work);
        let keep = std::pin::pin!(self.keep());
        match futures_util::future::select(work, keep).await {
            futures_util::future::Either::Left((outcome, _)) => outcome,
            futures_util::future::Either::Right((never, _)) => match never {},
        }
    }

    async fn keep(&self) -> std::convert::Infallible {
        loop {
            Delay::from(self.settings.lease / 3).await;
            if self.state.get() == ReservationState::Held {
                let lease_ms = millis(self.settings.lease);
                let kept = self.ledger.renew(
                    &self.id,
                    self.amounts.get(),
                    lease_ms,
                    WhenOver::CountAnyway,
                    Reliance::InForce,
                );
                // One that fails is followed by another, well before the promise ends.
                drop(kept.await);
            }
        }
    }

    /// Tells the ledger what came of it. The answer to the client does not depend on it: what cannot be
    /// told expires, and the next look finds what is there.
    async fn settle(&self, settlement: Settlement, actual: Delta) {
        if self.state.replace(ReservationState::Unknown) == ReservationState::Unknown {
            let has_more = match self.quota_owner {
                QuotaOwner::Own => false,
                QuotaOwner::Foreign => settlement != Settlement::Release,
                QuotaOwner::Afterwards => {
                    matches!(settlement, Settlement::Commit | Settlement::Accept)
                }
            };
            if has_more {
                drop(self.ledger.mark_stale().await);
            }
            return;
        }
        let settled = match settlement {
            Settlement::Commit => self.ledger.commit(&self.id, actual).await,
            Settlement::Accept => {
                let lease_ms = millis(ACCEPTED_LEASE);
                self.ledger.accept(&self.id, lease_ms).await
            }
            Settlement::Release => self.ledger.release(&self.id).await,
            Settlement::Reject => match &self.purpose.image_id {
                Some(image_id) => self.ledger.reject(&self.id, image_id, actual).await,
                None => Ok(()),
            },
            Settlement::LeaveOpen => Ok(()),
        };
        self.note(settled);
    }

    /// Glance has answered with this status, or not at all; of a success `amounts` is what it took.
    pub(crate) async fn end(&self, status: Option<u16>, amounts: Delta) {
        let operation = self.purpose.operation;
        let actual = operation.lasting(amounts);
        let settlement = match (operation, status) {
            (Operation::Upload, Some(status)) if may_keep_data(status) => self.refused().await,
            _ => settlement(operation, status),
        };
        self.settle(settlement, actual).await;
        if status == Some(413) {
            // Glance has refused what was promised: what is known of its usage is wrong.
            self.note(self.ledger.mark_stale().await);
        }
    }

    /// What has become of data that Glance has refused when it had all of it: the image tells.
    async fn refused(&self) -> Settlement {
        let Some(image_id) = self.purpose.image_id.as_ref().filter(|_| self.asks()) else {
            return Settlement::Release;
        };
        match self.usage_reader.reader.image(image_id.as_str()).await {
            Ok(Some(image)) if image.keeps_rejected_data() => Settlement::Reject,
            Ok(_) => Settlement::Release,
            Err(_) => Settlement::LeaveOpen,
        }
    }

    /// The data has broken off before its end, and Glance was told so: it stores no part of an image.
    pub(crate) async fn broke_off(&self) {
        self.settle(Settlement::Release, Delta::NOTHING).await;
    }

    /// What was asked for by now.
    pub(crate) fn amounts(&self) -> Delta {
        self.amounts.get()
    }

    fn note(&self, settled: Result<(), Problem>) {
        if let Err(problem) = settled {
            let cause = problem.to_string();
            self.tell(QuotaEvent::NotSettled { cause });
        }
    }

    /// One line for the log.
    pub(crate) fn tell(&self, event: QuotaEvent) {
        tell(self.context, self.usage_reader.project_id, event);
    }
}

/// Why there is no room.
enum Stopped {
    Over(Vec<call::OverQuota>, Doubts),
    /// These images keep refused data of unknown size.
    Uncounted(Vec<ImageId>),
}

impl Stopped {
    fn doubts(&self) -> Doubts {
        match self {
            Self::Over(_, doubts) => *doubts,
            Self::Uncounted(_) => Doubts::default(),
        }
    }
}

impl From<Stopped> for Problem {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Over(over, _) => Self::OverQuota(client_over_quota(over)),
            Stopped::Uncounted(images) => {
                Self::UncountedData(images.iter().map(ToString::to_string).collect())
            }
        }
    }
}

/// As a client is told of it.
fn client_over_quota(over: Vec<call::OverQuota>) -> Vec<OverQuota> {
    let for_client = |over: call::OverQuota| OverQuota {
        resource: over.resource,
        limit: over.limit,
        usage: over.usage,
        reserved: over.reserved,
        asked: over.asked,
        unit: over.unit,
    };
    over.into_iter().map(for_client).collect()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
