//! The Durable Object of one upload.
//!
//! It says where bytes go, keeps the upload's reservation, brings the bytes to Glance when all are
//! there, and clears up in the end. What it has answered is stored, so that it goes on after a crash at any
//! moment. What it does by itself, it does when its alarm rings.

mod housekeeping;
mod loaded;
mod preparation;
mod reservation;
mod send_to_glance;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::core::uploads::call::{ReservationUse, UploadAnswer, UploadCall, UploadObjectRequest};
use crate::core::uploads::delivery_rules::ObservedImage;
use crate::core::uploads::{Due, TusUpload};
use crate::worker::isolate;
use crate::worker::js::upload_storage;
use crate::worker::log;
use crate::worker::upstream::objects::claims;
use crate::worker::upstream::objects::ledger::RenewOutcome;
use housekeeping::Done;
use loaded::LoadedUpload;

/// When work that was cut off by a crash is looked at again.
const WATCH: Duration = Duration::from_secs(30);

#[durable_object(alarm)]
pub struct ImageUpload {
    storage: JsValue,
    env: Env,
    /// `None` before the first call, and after one that could not be stored: the storage is right then.
    loaded: RefCell<Option<LoadedUpload>>,
    /// What breaks the delivery off that is under way.
    canceller: RefCell<Option<AbortController>>,
    /// How many are at work on what is due. While somebody is, nobody sets the alarm for now: the runtime
    /// drops an alarm that is set for the very millisecond whose alarm it is handling.
    workers: Cell<u32>,
    /// Whether one of them delivers.
    is_delivering: Cell<bool>,
}

impl DurableObject for ImageUpload {
    fn new(state: State, env: Env) -> Self {
        Self {
            storage: state.storage().as_raw().into(),
            env,
            loaded: RefCell::default(),
            canceller: RefCell::default(),
            workers: Cell::default(),
            is_delivering: Cell::default(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("An upload is asked by its method.", 404)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.with(|loaded, _| {
            loaded.alarm.has_rung();
            Ok(())
        })?;
        self.work().await?;
        Response::empty()
    }
}

#[wasm_bindgen]
impl ImageUpload {
    /// Takes one call: an [`UploadObjectRequest`] as JSON. Answers with an
    /// [`UploadAnswer`] as JSON.
    ///
    /// # Errors
    /// The call does not read, or could not be stored.
    pub async fn ask(&self, call: String) -> Result<String, JsError> {
        let request: UploadObjectRequest = serde_json::from_str(&call)?;
        let is_new = matches!(request.call, UploadCall::Create(_));
        let answer = self.with(|loaded, storage| {
            let answer = TusUpload::take(&mut loaded.upload, request, isolate::now_millis());
            loaded.save(storage)?;
            self.ring_when_due(loaded)?;
            Ok(answer)
        })?;
        let has_taken_reservation = matches!(
            answer,
            UploadAnswer::Granted {
                reservation: ReservationUse::Taken,
                ..
            }
        );
        if is_new || has_taken_reservation {
            // What brought the reservation keeps it for a moment only.
            self.renew_reservation().await?;
        }
        if matches!(answer, UploadAnswer::Terminated { .. }) {
            if let Some(canceller) = self.canceller.take() {
                canceller.abort();
            }
            // Whoever is told that an upload is gone may use what it had reserved.
            self.work().await?;
        }
        Ok(serde_json::to_string(&answer)?)
    }
}

impl ImageUpload {
    /// Does what is due, until nothing is.
    async fn work(&self) -> worker::Result<()> {
        // Should the runtime end meanwhile, this rings in the next life.
        let watch = isolate::now_millis().after(WATCH);
        self.with(|loaded, storage| loaded.alarm.ring_at(storage, watch))?;
        self.workers.set(self.workers.get() + 1);
        let outcome = self.run_due().await;
        self.workers.set(self.workers.get() - 1);
        outcome?;
        self.with(|loaded, _| self.ring_when_due(loaded))
    }

    fn ring_when_due(&self, loaded: &mut LoadedUpload) -> worker::Result<()> {
        match self.workers.get() {
            0 => loaded.ring_when_due(&self.storage),
            _ => Ok(()),
        }
    }

    async fn run_due(&self) -> worker::Result<()> {
        loop {
            let due = self.with(|loaded, storage| {
                let due = loaded.due();
                log_expiry(loaded);
                loaded.save(storage)?;
                Ok(due)
            })?;
            let Some(upload) = self.with(|loaded, _| Ok(loaded.upload.clone()))? else {
                return Ok(());
            };
            match due {
                // Whoever is at it goes on with what is due then.
                Some(Due::Deliver) if self.is_delivering.get() => return Ok(()),
                Some(Due::Deliver) => {
                    self.is_delivering.set(true);
                    let delivered = self.deliver(upload).await;
                    self.is_delivering.set(false);
                    delivered?;
                }
                Some(Due::RenewReservation) => {
                    self.check_image(&upload).await?;
                    self.renew_reservation().await?;
                }
                Some(Due::RemoveFromDirectory) => {
                    claims::release(&self.env, &upload.about().id).await;
                    self.change(|upload, _| upload.note_removed_from_directory())?;
                }
                Some(Due::Settle(settlement)) => {
                    let done = housekeeping::settle(&self.env, &upload, settlement).await;
                    self.change(|upload, at| match done {
                        Done::Yes => upload.note_settled(),
                        Done::NotYet => upload.note_unsettled(at),
                    })?;
                }
                Some(Due::Clear(numbers)) => {
                    let below = numbers.end;
                    let done = housekeeping::clear(&self.env, &upload, numbers).await;
                    self.change(|upload, at| match done {
                        Done::Yes => upload.note_cleared(below),
                        Done::NotYet => upload.note_uncleared(at),
                    })?;
                }
                Some(Due::Forget) => {
                    self.loaded.replace(Some(LoadedUpload::default()));
                    upload_storage::forget(&self.storage).await?;
                    return Ok(());
                }
                Some(Due::Nothing(_)) | None => return Ok(()),
            }
        }
    }

    async fn deliver(&self, upload: TusUpload) -> worker::Result<()> {
        let ready = match preparation::prepare(&self.env, &upload).await {
            Ok(ready) => ready,
            Err(step) => return self.change(|upload, at| upload.note_step(step, at)),
        };
        let lost = upload.lost_reservation(isolate::now_millis());
        if let Some(lost) = lost {
            match ready.take_reservation(&self.env, &upload, lost).await {
                Ok(reservation) => self.change(|upload, at| upload.move_to(reservation, at))?,
                Err(step) => return self.change(|upload, at| upload.note_step(step, at)),
            }
        }
        // Before it is sent: whoever finds the upload after a crash has to know that it may have been.
        // And the upload may have been ended meanwhile.
        let may_begin = self.with(|loaded, storage| {
            let may_begin = loaded
                .upload
                .as_mut()
                .is_some_and(TusUpload::begin_delivery);
            loaded.save(storage)?;
            Ok(may_begin)
        })?;
        if !may_begin {
            // A reservation that was made meanwhile ends by itself.
            return Ok(());
        }
        if lost.is_some() {
            // What has brought it keeps it for a moment only.
            self.renew_reservation().await?;
        }
        let begun = |canceller| drop(self.canceller.replace(Some(canceller)));
        let renew_reservation = async || drop(self.renew_reservation().await);
        let (step, sent) =
            send_to_glance::send(&self.env, ready, &upload, begun, renew_reservation).await;
        self.canceller.take();
        self.change(|upload, at| upload.end_delivery(step, sent, at))
    }

    /// Who deletes an image past this gateway tells nobody here.
    async fn check_image(&self, upload: &TusUpload) -> worker::Result<()> {
        match preparation::observe_image(&self.env, upload).await {
            Ok(ObservedImage::Absent) => self.change(TusUpload::note_image_gone),
            Ok(ObservedImage::Present { .. } | ObservedImage::KeepsRefused) | Err(_) => Ok(()),
        }
    }

    async fn renew_reservation(&self) -> worker::Result<()> {
        let Some(upload) = self.with(|loaded, _| Ok(loaded.upload.clone()))? else {
            return Ok(());
        };
        match housekeeping::renew_reservation(&self.env, &upload).await {
            None => self.change(TusUpload::note_reservation_unknown),
            Some(RenewOutcome::Held) => self.change(TusUpload::note_reservation_renewed),
            Some(RenewOutcome::Lost) => self.change(TusUpload::note_reservation_lost),
        }
    }

    fn change(&self, change: impl FnOnce(&mut TusUpload, UnixMillis)) -> worker::Result<()> {
        self.with(|loaded, storage| {
            if let Some(upload) = &mut loaded.upload {
                change(upload, isolate::now_millis());
            }
            loaded.save(storage)?;
            self.ring_when_due(loaded)
        })
    }

    /// Works with what is in memory. The closure is synchronous, so no borrow lives over an await.
    fn with<T>(
        &self,
        work: impl FnOnce(&mut LoadedUpload, &JsValue) -> worker::Result<T>,
    ) -> worker::Result<T> {
        let mut loaded = self.loaded.borrow_mut();
        let outcome = match &mut *loaded {
            Some(loaded) => work(loaded, &self.storage),
            None => work(
                loaded.insert(LoadedUpload::load(&self.storage)?),
                &self.storage,
            ),
        };
        if outcome.is_err() {
            *loaded = None;
        }
        outcome
    }
}

/// Writes down that an upload's time was over, once.
fn log_expiry(loaded: &mut LoadedUpload) {
    let Some(upload) = &mut loaded.upload else {
        return;
    };
    if let Some(expired) = upload.take_expired() {
        log::upload_event(Some(upload), expired);
    }
}
