//! Keeping what is reserved, and telling what came of it.

use std::time::Duration;

use gaze_shared::quota::{Delta, Operation};
use worker::Delay;

use crate::core::errors::problem::Problem;
use crate::core::log::timing::whole_millis;
use crate::core::quota::{QuotaEvent, Settlement, may_keep_data, settlement};
use crate::worker::quota::reservation::{QuotaOwner, ReservationGuard};

/// How long Glance's own work after an import's answer is waited for, when nobody refreshes meanwhile.
const ACCEPTED_LEASE: Duration = Duration::from_secs(60 * 60);

impl ReservationGuard<'_> {
    /// Does something that takes long, and keeps the reservation meanwhile.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let work = std::pin::pin!(work);
        let renewing = std::pin::pin!(self.renew_until_dropped());
        match futures_util::future::select(work, renewing).await {
            futures_util::future::Either::Left((outcome, _)) => outcome,
            futures_util::future::Either::Right((never, _)) => match never {},
        }
    }

    async fn renew_until_dropped(&self) -> std::convert::Infallible {
        loop {
            Delay::from(self.settings.lease / 3).await;
            if self.is_reserved.get() {
                let lease_ms = whole_millis(self.settings.lease);
                let renewed = self.ledger.renew(&self.id, self.amounts.get(), lease_ms);
                // One that fails is followed by another, well before the reservation ends.
                drop(renewed.await);
            }
        }
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
            // Glance has refused what was reserved: what is known of its usage is wrong.
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

    /// Tells the ledger what came of it. The answer to the client does not depend on it: what cannot be
    /// told expires, and the next refresh finds what is there.
    async fn settle(&self, settlement: Settlement, actual: Delta) {
        if !self.is_reserved.replace(false) {
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
                let lease_ms = whole_millis(ACCEPTED_LEASE);
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

    fn note(&self, settled: Result<(), Problem>) {
        if let Err(problem) = settled {
            let cause = problem.to_string();
            self.log_event(QuotaEvent::NotSettled { cause });
        }
    }
}
