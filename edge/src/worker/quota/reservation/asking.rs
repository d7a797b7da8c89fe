//! Asking for a reservation until the answer is final.

use std::time::Duration;

use gaze_shared::gateway::OverQuota;
use gaze_shared::glance::image::ImageId;
use gaze_shared::quota::{Delta, Doubts, Reliance, UsageSource};
use worker::Delay;

use crate::core::errors::problem::Problem;
use crate::core::log::timing::whole_millis;
use crate::core::quota::call::{NextRefresh, ReserveCall, WhenOver};
use crate::core::quota::{AdmissionStep, Asked, WAIT, next_refused, next_unknown};
use crate::worker::isolate;
use crate::worker::quota::reservation::attempt::ReserveAttempt;
use crate::worker::quota::reservation::{QuotaOwner, ReservationGuard};
use crate::worker::quota::usage_reader::ReadTarget;
use crate::worker::quota::usage_refresh;
use crate::worker::upstream::objects::ledger;

/// The pause before others may have ended.
const BEFORE_REFRESHING_AGAIN: Duration = Duration::from_millis(200);

impl ReservationGuard<'_> {
    /// Asks the ledger until its answer is final, and refreshes the usage in between, as long as a request
    /// may wait. Gives what is over the limit all the same, or nothing where nobody was asked in the end.
    pub(super) async fn ask_until_final(
        &self,
        attempt: ReserveAttempt,
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
                ledger::ReserveOutcome::Reserved { over, next_refresh } => {
                    self.refresh_ahead(next_refresh);
                    return Ok(Some(over));
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
                waited_ms: whole_millis(waited),
                reliance,
            };
            if self.quota_owner == QuotaOwner::Foreign {
                // No question to Glance makes it surer. Of what nobody has asked about yet, nothing is known
                // that could be over; the first question of a member's counts it.
                return stopped.map_or(Ok(None), |stopped| Err(stopped.into()));
            }
            let stopped = match (attempt, stopped) {
                (ReserveAttempt::Ahead, Some(stopped)) => return Err(stopped.into()),
                (_, stopped) => stopped,
            };
            let next = match &stopped {
                None => next_unknown(asked, &need, self.settings.known_for),
                Some(stopped) => next_refused(asked, &need, stopped.doubts()),
            };
            match next {
                AdmissionStep::Refuse => {
                    self.refresh_ahead(need.next_refresh);
                    return Err(match stopped {
                        Some(stopped) => stopped.into(),
                        None => Problem::OverQuota(Vec::new()),
                    });
                }
                AdmissionStep::ComeAgain { after_seconds } => {
                    return Err(Problem::QuotaNotKnownYet {
                        retry_after_seconds: after_seconds,
                    });
                }
                AdmissionStep::RestOnKnown { within_ms } => {
                    self.begin_refresh(ReadTarget::At(need.at));
                    reliance = Reliance::KnownWithin(within_ms);
                }
                AdmissionStep::Refresh(at) => self.refresh(at, waited).await?,
                AdmissionStep::RefreshLater => {
                    Delay::from(BEFORE_REFRESHING_AGAIN).await;
                    self.refresh(UsageSource::Images, waited).await?;
                }
            }
        }
    }

    /// Begins a refresh that nobody waits for yet, where that is due.
    fn refresh_ahead(&self, next_refresh: NextRefresh) {
        if next_refresh == NextRefresh::Due && self.quota_owner == QuotaOwner::Own {
            self.begin_refresh(ReadTarget::AsNeeded);
        }
    }

    fn begin_refresh(&self, target: ReadTarget) {
        let within = self.settings.refresh_within;
        usage_refresh::begin(self.ctx, &self.ledger, &self.usage_reader, target, within);
    }

    /// Refreshes the usage, and waits for what that tells as long as there is time.
    async fn refresh(&self, at: UsageSource, waited: Duration) -> Result<(), Problem> {
        let wait_for = WAIT.saturating_sub(waited);
        usage_refresh::refresh(
            self.ctx,
            &self.ledger,
            &self.usage_reader,
            ReadTarget::At(at),
            self.settings.refresh_within,
            wait_for,
        )
        .await
        .map(drop)
    }

    async fn ask(
        &self,
        attempt: ReserveAttempt,
        amounts: Delta,
        reliance: Reliance,
    ) -> Result<ledger::ReserveOutcome, Problem> {
        let when_over = WhenOver::in_mode(&self.settings.mode);
        match attempt {
            ReserveAttempt::Begin => {
                let call = ReserveCall {
                    id: self.id.clone(),
                    amounts,
                    purpose: self.purpose.clone(),
                    sizes: self.sizes.get(),
                    lease_ms: whole_millis(self.settings.lease),
                    when_over,
                    reliance,
                };
                self.ledger.reserve(call).await
            }
            ReserveAttempt::GoOn | ReserveAttempt::Ahead => {
                let lease_ms = whole_millis(self.settings.lease);
                self.ledger
                    .raise(&self.id, amounts, lease_ms, when_over, reliance)
                    .await
            }
        }
    }
}

/// Why nothing is reserved.
enum Stopped {
    Over(Vec<OverQuota>, Doubts),
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
            Stopped::Over(over, _) => Self::OverQuota(over),
            Stopped::Uncounted(images) => {
                Self::UncountedData(images.iter().map(ToString::to_string).collect())
            }
        }
    }
}
