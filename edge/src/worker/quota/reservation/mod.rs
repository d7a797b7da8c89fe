//! A request that needs a reservation: from the asking for it to the telling of what came of it.

mod asking;
mod attempt;
mod settling;

use std::cell::Cell;

use gaze_shared::quota::{Delta, Purpose, ReservationId, Sizes};
use worker::Context;

use crate::core::config::quota::QuotaSettings;
use crate::core::errors::problem::Problem;
use crate::core::quota::{Needs, QuotaEvent};
use crate::core::uploads::call::ReservationRef;
use crate::worker::context::RequestContext;
use crate::worker::isolate;
use crate::worker::quota::reservation::attempt::ReserveAttempt;
use crate::worker::quota::usage_reader::UsageReader;
use crate::worker::quota::{log_quota_event, without_ledger};
use crate::worker::upstream::objects::ledger::ProjectLedger;

/// Whose quota a request counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuotaOwner {
    /// The caller's own project: its usage can be read with the caller's token.
    Own,
    /// Another project, by an administrator. Nobody but its members can ask Glance for its limits, so
    /// what its ledger knew last has to do, however long ago, and a refusal that might be wrong is one.
    Foreign,
    /// A project whose image the caller may not work on by Glance's rules, so nothing is asked. Should
    /// Glance take it all the same, the last refresh of the project was wrong.
    Afterwards,
}

/// A request that needs a reservation.
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
    /// Whether the ledger has a reservation of it: not where it was let through without being asked, nor
    /// when it has ended.
    is_reserved: Cell<bool>,
    has_logged_over_limit: Cell<bool>,
}

impl<'a> ReservationGuard<'a> {
    /// Nothing is asked yet.
    pub(crate) fn new(
        context: &'a RequestContext,
        ctx: &'a Context,
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
            is_reserved: Cell::new(false),
            has_logged_over_limit: Cell::new(false),
        })
    }

    pub(crate) fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// Reserves, all of it or nothing.
    ///
    /// # Errors
    /// There is too little, or nobody can tell and the setting says to refuse then.
    pub(crate) async fn reserve(&self, amounts: Delta) -> Result<(), Problem> {
        if self.asks() {
            self.take(ReserveAttempt::Begin, amounts).await
        } else {
            Ok(())
        }
    }

    /// Reserves for what may have sizes that nobody tells.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn reserve_for(&self, needs: Needs) -> Result<(), Problem> {
        if needs.sizes == Sizes::Unknown && self.asks() {
            self.log_event(QuotaEvent::SizeUnknown);
        }
        self.sizes.set(needs.sizes);
        self.reserve(needs.delta).await
    }

    /// Whether a reservation is asked for before: of who may do it.
    pub(crate) fn asks(&self) -> bool {
        self.quota_owner != QuotaOwner::Afterwards
    }

    /// Asks for more, up to these amounts in all.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn raise(&self, amounts: Delta) -> Result<(), Problem> {
        self.go_on(ReserveAttempt::GoOn, amounts).await
    }

    /// The same for more than is needed yet: a refusal is not final.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub(crate) async fn raise_ahead(&self, amounts: Delta) -> Result<(), Problem> {
        self.go_on(ReserveAttempt::Ahead, amounts).await
    }

    async fn go_on(&self, attempt: ReserveAttempt, amounts: Delta) -> Result<(), Problem> {
        match self.is_reserved.get() {
            true => self.take(attempt, amounts).await,
            false => Ok(()),
        }
    }

    async fn take(&self, attempt: ReserveAttempt, amounts: Delta) -> Result<(), Problem> {
        match self.ask_until_final(attempt, amounts).await {
            Ok(Some(over)) => {
                self.amounts.set(amounts);
                self.is_reserved.set(true);
                if !over.is_empty() && !self.has_logged_over_limit.replace(true) {
                    self.log_event(QuotaEvent::would_refuse(&over));
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

    /// What is reserved, for somebody who will keep it and settle it.
    pub(crate) fn reservation_ref(&self) -> ReservationRef {
        ReservationRef {
            project_id: self.ledger.project_id().to_owned(),
            id: self.is_reserved.get().then(|| self.id.clone()),
        }
    }

    /// Somebody else keeps the reservation from now on.
    pub(crate) fn leave(&self) {
        self.is_reserved.set(false);
    }

    /// What was asked for by now.
    pub(crate) fn amounts(&self) -> Delta {
        self.amounts.get()
    }

    pub(crate) fn log_event(&self, event: QuotaEvent) {
        log_quota_event(self.context, self.usage_reader.project_id, event);
    }
}
