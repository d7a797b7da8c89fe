//! What an upload's object has to tell others: the ledger of its quota, and the bucket.

use std::ops::Range;

use gaze_shared::gateway::TusFailure;
use gaze_shared::quota::Operation;
use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::log::timing::whole_millis;
use crate::core::quota::{Settlement, may_keep_data};
use crate::core::uploads::delivery_rules::{DeliveryStep, ObservedImage, settlement_of};
use crate::core::uploads::{RESERVATION_LEASE, TusStage, TusUpload};
use crate::worker::durable::image_upload::preparation;
use crate::worker::durable::image_upload::reservation::{amounts, ledger};
use crate::worker::log;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::objects::ledger::RenewOutcome;

/// Whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Yes,
    /// Somebody who is needed for it does not answer.
    NotYet,
}

impl Done {
    /// What came of it, which is written down when it failed.
    fn of(upload: &TusUpload, outcome: Result<(), Problem>) -> Self {
        match outcome {
            Ok(()) => Self::Yes,
            Err(problem) => {
                log::retried(Some(upload), &problem);
                Self::NotYet
            }
        }
    }
}

/// Keeps the reservation; `None` when the ledger does not answer.
pub(crate) async fn renew_reservation(env: &Env, upload: &TusUpload) -> Option<RenewOutcome> {
    let reservation = upload.reservation()?;
    let id = reservation.id.as_ref()?;
    let lease_ms = whole_millis(RESERVATION_LEASE);
    let renewed = match ledger(env, upload, reservation) {
        Ok(ledger) => ledger.renew(id, amounts(upload), lease_ms).await,
        Err(problem) => Err(problem),
    };
    renewed
        .inspect_err(|problem| log::retried(Some(upload), problem))
        .ok()
}

/// Tells the ledger how it ended.
pub(crate) async fn settle(env: &Env, upload: &TusUpload, settlement: Settlement) -> Done {
    let Some(reservation) = upload.reservation() else {
        return Done::Yes;
    };
    let ledger = match ledger(env, upload, reservation) {
        Ok(ledger) => ledger,
        Err(problem) => return Done::of(upload, Err(problem)),
    };
    let settlement = match settlement {
        Settlement::LeaveOpen => match preparation::observe_image(env, upload).await {
            Ok(seen) => match settlement_of(&seen, upload.about().length) {
                Some(settlement) => settlement,
                None => return Done::NotYet,
            },
            Err(DeliveryStep::Later) => return Done::NotYet,
            // Nobody is left to ask with: the reservation ends by itself.
            Err(_) => return Done::Yes,
        },
        Settlement::Release if may_be_kept(upload) => {
            match preparation::observe_image(env, upload).await {
                Ok(ObservedImage::KeepsRefused) => Settlement::Reject,
                Ok(_) => Settlement::Release,
                Err(DeliveryStep::Later) => return Done::NotYet,
                Err(_) => return Done::Yes,
            }
        }
        settlement => settlement,
    };
    let outcome = match (&reservation.id, settlement) {
        (Some(id), Settlement::Commit) => {
            let actual = Operation::Upload.lasting(amounts(upload));
            ledger.close(id, Some(actual)).await
        }
        (Some(id), Settlement::Release) => match ledger.close(id, None).await {
            // Glance has refused what was reserved: what is known of its usage is wrong.
            Ok(()) if upload.stage() == TusStage::Failed(TusFailure::Refused { status: 413 }) => {
                ledger.mark_stale().await
            }
            outcome => outcome,
        },
        (Some(id), Settlement::Reject) => match upload.about().image_id.parse() {
            Ok(image_id) => {
                let actual = Operation::Upload.lasting(amounts(upload));
                ledger.reject(id, &image_id, actual).await
            }
            Err(_) => Ok(()),
        },
        // Nobody was asked, but there is more now than there was.
        (None, Settlement::Commit) => ledger.mark_stale().await,
        (
            _,
            Settlement::Accept | Settlement::LeaveOpen | Settlement::Release | Settlement::Reject,
        ) => Ok(()),
    };
    Done::of(upload, outcome)
}

/// Whether Glance may keep data that it has refused.
fn may_be_kept(upload: &TusUpload) -> bool {
    matches!(upload.stage(), TusStage::Failed(TusFailure::Refused { status }) if may_keep_data(status))
}

/// Deletes objects of these numbers from the bucket.
pub(crate) async fn clear(env: &Env, upload: &TusUpload, numbers: Range<u64>) -> Done {
    match UploadStore::of(env) {
        Some(store) => Done::of(upload, store.discard(&upload.about().id, numbers).await),
        None => Done::Yes,
    }
}
