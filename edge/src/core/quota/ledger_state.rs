//! What the object of a project keeps, and how a call changes it.
//!
//! A change depends on nothing but the call and its time, so a journal of both gives the same state again
//! ([`Entry`]). Calls that change nothing are not in it.

use std::borrow::Cow;
use std::time::Duration;

use gaze_shared::gateway::{LimitSource, OverQuota, QuotaResource, QuotaState, QuotaUnit};
use gaze_shared::quota::{
    Ask, Ledger, Limit, Observed, Reservation, ReservationRenewal, ReserveError, Resource,
    SettleError, UsageSource,
};
use gaze_shared::time::timestamp::Timestamp;
use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::quota::call::{
    ConfiguredPlan, LedgerAnswer, LedgerCall, LedgerReport, LedgerRequest, Listing, NextRefresh,
    RefreshNeed, RefreshScope, RefreshState, Refused, RejectedRefresh, ReportFreshness,
    ReserveCall, Uncounted, WhenOver,
};
use crate::core::quota::plans::PlanRecord;
use crate::core::quota::usage_refresh::refresh_claim::Unstored;

/// Everything that is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerState {
    ledger: Ledger,
    plan: PlanRecord,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The time of the object when it took the call.
    pub at: UnixMillis,
    /// The call.
    pub request: LedgerRequest,
}

/// Of a project with more images than this the page shows Glance's own sums, in whole MiB: to list more of
/// them only to tell the last MiB would cost Glance too much.
pub const SUMMED_UP_AT_MOST: u64 = 1_000;

/// At most this long a reservation holds without renewal, whatever is asked.
const LEASE_AT_MOST_MS: u64 = 60 * 60 * 1000;

impl LedgerCall {
    /// Whether it may change what is stored. An alarm or a refusal may, too: what has expired is over in
    /// the order in which that was noticed.
    #[must_use]
    pub const fn is_journaled(&self) -> bool {
        !matches!(
            self,
            Self::CountRequest | Self::Report | Self::ClaimRefresh { .. } | Self::EndRefresh { .. }
        )
    }
}

impl LedgerState {
    pub fn answer(&mut self, entry: Entry, unstored: &mut Unstored) -> LedgerAnswer {
        let Entry { at, request } = entry;
        let LedgerRequest { configured, call } = request;
        match call {
            LedgerCall::CountRequest => {
                let limit = self.plan.in_force(&configured).requests_per_minute;
                LedgerAnswer::Counted(unstored.requests.count(limit, at))
            }
            LedgerCall::ClaimRefresh { id } => {
                LedgerAnswer::Claimed(unstored.refresh.claim(id, at))
            }
            LedgerCall::EndRefresh { id } => {
                unstored.refresh.end(id);
                LedgerAnswer::Noted
            }
            LedgerCall::Report => self.report(&configured, at, unstored),
            LedgerCall::SetPlan {
                plan,
                user_id,
                user_name,
            } => {
                self.plan.change(plan, &user_id, &user_name, timestamp(at));
                self.ledger.set_plan(self.plan.in_force(&configured));
                self.report(&configured, at, unstored)
            }
            // The alarm knows no configuration, and needs none.
            LedgerCall::Expire => self.change(LedgerCall::Expire, at),
            call => {
                self.ledger.set_plan(self.plan.in_force(&configured));
                self.change(call, at)
            }
        }
    }

    /// What a journal's entry changed once, it changes again.
    pub fn replay(&mut self, entry: Entry) {
        self.answer(entry, &mut Unstored::default());
    }

    /// When the next reservation expires: the time for an alarm.
    #[must_use]
    pub fn next_expiry(&self) -> Option<UnixMillis> {
        self.ledger.next_expiry()
    }

    fn change(&mut self, call: LedgerCall, at: UnixMillis) -> LedgerAnswer {
        match call {
            LedgerCall::Reserve(reserve) => self.reserve(reserve, at),
            LedgerCall::Renew {
                id,
                amounts,
                lease_ms,
                when_over,
                reliance,
            } => {
                let end = end_of(at, lease_ms);
                let renewal = ReservationRenewal {
                    delta: amounts,
                    reliance,
                };
                let outcome = match when_over {
                    WhenOver::Refuse => self.ledger.renew(&id, renewal, at, end).map(no_more),
                    WhenOver::CountAnyway => self.ledger.renew_anyway(&id, renewal, at, end),
                };
                self.reserved(outcome, at)
            }
            LedgerCall::Accept { id, lease_ms } => {
                settled(self.ledger.accept(&id, at, end_of(at, lease_ms)))
            }
            LedgerCall::Commit { id, actual } => settled(self.ledger.commit(&id, actual, at)),
            LedgerCall::Reject {
                id,
                image_id,
                actual,
            } => settled(self.ledger.reject(&id, &image_id, actual, at)),
            LedgerCall::Release { id } => settled(self.ledger.release(&id, at)),
            LedgerCall::BeginRefresh => LedgerAnswer::RefreshScope(self.refresh_scope(at)),
            LedgerCall::Observe { observation } => {
                let (Observed::Applied | Observed::Stale) =
                    self.ledger.observe_usage(&observation, at);
                LedgerAnswer::Noted
            }
            LedgerCall::MarkStale => {
                self.ledger.mark_stale();
                LedgerAnswer::Noted
            }
            LedgerCall::NoteFreed => {
                self.ledger.note_freed();
                LedgerAnswer::Noted
            }
            LedgerCall::Expire => {
                self.ledger.expire(at);
                LedgerAnswer::Noted
            }
            LedgerCall::CountRequest
            | LedgerCall::Report
            | LedgerCall::SetPlan { .. }
            | LedgerCall::ClaimRefresh { .. }
            | LedgerCall::EndRefresh { .. } => LedgerAnswer::Noted,
        }
    }

    fn reserve(&mut self, call: ReserveCall, at: UnixMillis) -> LedgerAnswer {
        let ReserveCall {
            id,
            amounts,
            purpose,
            sizes,
            lease_ms,
            when_over,
            reliance,
        } = call;
        let ask = Ask {
            delta: amounts,
            purpose,
            reliance,
            sizes,
        };
        let end = end_of(at, lease_ms);
        let outcome = match when_over {
            WhenOver::Refuse => self.ledger.reserve(&id, ask, at, end).map(no_more),
            WhenOver::CountAnyway => self.ledger.reserve_anyway(&id, ask, at, end),
        };
        self.reserved(outcome, at)
    }

    fn reserved(
        &mut self,
        outcome: Result<(Reservation, Vec<OverQuota>), ReserveError>,
        at: UnixMillis,
    ) -> LedgerAnswer {
        match outcome {
            Ok((_, over)) => LedgerAnswer::Reserved {
                over,
                next_refresh: self.next_refresh(at),
            },
            Err(ReserveError::OverLimit { over, doubts }) => LedgerAnswer::Over(Refused {
                over,
                doubts,
                need: RefreshNeed {
                    at: self.least_source(at),
                    ..self.need(at)
                },
            }),
            Err(ReserveError::UsageUnknown) => LedgerAnswer::Unknown(self.need(at)),
            Err(ReserveError::RejectedOfUnknownSize) => LedgerAnswer::Uncounted(Uncounted {
                images: self.ledger.rejected_of_unknown_size().cloned().collect(),
                need: self.need(at),
            }),
            // A refresh ends what was committed or has expired.
            Err(ReserveError::TooMany) if self.ledger.wants_observation() => {
                LedgerAnswer::Unknown(self.need(at))
            }
            Err(
                why @ (ReserveError::TooMany
                | ReserveError::DifferentAmounts(_)
                | ReserveError::NotHeld(_)),
            ) => LedgerAnswer::Conflict {
                why: why.to_string(),
            },
        }
    }

    fn refresh_scope(&mut self, at: UnixMillis) -> RefreshScope {
        RefreshScope {
            ticket: self.ledger.ticket(),
            asked_at: at,
            listing: if self.ledger.misses_figures() {
                Listing::All
            } else {
                Listing::Some
            },
            at: self.usage_source(at),
            open: self.ledger.open_purposes().cloned().collect(),
            rejected: if self.ledger.wants_rejected(at) {
                RejectedRefresh::Now
            } else {
                RejectedRefresh::NotNow
            },
        }
    }

    fn need(&mut self, at: UnixMillis) -> RefreshNeed {
        RefreshNeed {
            since: self.ledger.ticket(),
            at: self.usage_source(at),
            known: self.ledger.known_usage(at),
            next_refresh: self.next_refresh(at),
        }
    }

    /// What has to be read to find enough left after a refusal: only the images tell of it where an
    /// import has taken all that was left.
    fn least_source(&self, at: UnixMillis) -> UsageSource {
        if self.ledger.waits_for_sizes() {
            UsageSource::Images
        } else {
            self.usage_source(at)
        }
    }

    fn usage_source(&self, at: UnixMillis) -> UsageSource {
        if self.ledger.wants_images(at) {
            UsageSource::Images
        } else {
            UsageSource::Usage
        }
    }

    fn next_refresh(&self, at: UnixMillis) -> NextRefresh {
        if self.ledger.refresh_is_due(at) {
            NextRefresh::Due
        } else {
            NextRefresh::Later
        }
    }

    fn report(
        &self,
        configured: &ConfiguredPlan,
        at: UnixMillis,
        Unstored { requests, refresh }: &Unstored,
    ) -> LedgerAnswer {
        // A report does not change what is stored, not even when the configuration has another plan now.
        let plan = self.plan.in_force(configured);
        let mut ledger = Cow::Borrowed(&self.ledger);
        if *ledger.plan() != plan {
            ledger.to_mut().set_plan(plan);
        }
        let is_told = |state: &QuotaState, resource| {
            state.limit.is_some() || state.usage > 0 || state.reserved > 0 || ledger.knows(resource)
        };
        let of_glance = ledger.states().map(|state| QuotaState {
            resource: state.resource.into(),
            unit: state.unit.into(),
            limit: state.limit.and_then(|limit| match limit {
                Limit::Unlimited => None,
                Limit::AtMost(limit) => Some(limit),
            }),
            usage: state.reported_usage().0,
            reserved: state.reserved,
            source: state.limited_by.into(),
        });
        let mut resources: Vec<QuotaState> = of_glance
            .into_iter()
            .zip(Resource::ALL)
            .filter(|(state, resource)| is_told(state, *resource))
            .map(|(state, _)| state)
            .collect();
        let of_plan = |resource, unit, limit: u64, usage| QuotaState {
            resource,
            unit,
            limit: Some(limit),
            usage,
            reserved: 0,
            source: LimitSource::Plan,
        };
        if let Some(limit) = plan.upload_bytes_per_day {
            resources.push(of_plan(
                QuotaResource::UploadBytesPerDay,
                QuotaUnit::Bytes,
                limit.0,
                ledger.charged_on_the_day_of(at),
            ));
        }
        if let Some(limit) = plan.requests_per_minute {
            resources.push(of_plan(
                QuotaResource::RequestsPerMinute,
                QuotaUnit::Requests,
                limit,
                requests.used_at(at),
            ));
        }
        let images = ledger.state(Resource::ImageCountTotal).usage.0;
        let is_exact = ledger.is_exact() || images > SUMMED_UP_AT_MOST;
        let is_fresh = !ledger.may_refresh_again(at)
            || ledger.is_known(at) && is_exact && !ledger.wants_observation();
        LedgerAnswer::Report(Box::new(LedgerReport {
            observed_at: ledger.observed_at(),
            freshness: if is_fresh {
                ReportFreshness::Fresh
            } else {
                ReportFreshness::Stale
            },
            refresh_took_ms: ledger.known_usage(at).map(|known| known.took_ms),
            refresh: if refresh.is_held(at) {
                RefreshState::UnderWay
            } else {
                RefreshState::Idle
            },
            resources,
            plan: self.plan.shown(configured),
        }))
    }
}

fn end_of(at: UnixMillis, lease_ms: u64) -> UnixMillis {
    at.after(Duration::from_millis(lease_ms.min(LEASE_AT_MOST_MS)))
}

fn no_more(reservation: Reservation) -> (Reservation, Vec<OverQuota>) {
    (reservation, Vec::new())
}

fn settled(outcome: Result<Reservation, SettleError>) -> LedgerAnswer {
    match outcome {
        Ok(_) => LedgerAnswer::Settled,
        Err(why) => LedgerAnswer::Conflict {
            why: why.to_string(),
        },
    }
}

fn timestamp(at: UnixMillis) -> Timestamp {
    Timestamp::from_text(at.rfc3339())
}
