//! The Durable Object that keeps the ledger of one project in one region.
//!
//! It takes one call at a time: reads it, changes the state, stores the call, and only then answers. The
//! runtime holds the answer back until the row is on disk (the output gate), so whatever was answered
//! survives a crash at any moment.
//!
//! A call is a method of the object with JSON for its argument and its answer (`entry.js`). As a request
//! it would be headers, requests and responses on both sides: nearly twice the time, and so much garbage
//! that the pauses of its collection are what most of the slowest requests wait for.
//!
//! To wait for the disk is what a call costs most, and on a machine of one's own everybody waits with it:
//! the runtime has one thread. So the calls that arrive together are taken together, one after the other in
//! one turn: their rows are one transaction to the runtime. In a busy project they also wait for each other
//! ([`WritePacing`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::core::quota::call::{ConfiguredPlan, LedgerAnswer, LedgerCall, LedgerRequest};
use crate::core::quota::journal::{self, JournalLength, JournalStep};
use crate::core::quota::ledger_state::{Entry, LedgerState};
use crate::core::quota::usage_refresh::refresh_claim::Unstored;
use crate::core::quota::write_pacing::WritePacing;
use crate::worker::durable::alarm::Alarm;
use crate::worker::isolate;
use crate::worker::js::ledger_storage;

/// The ledger of one project in one region.
#[durable_object(alarm)]
pub struct QuotaLedger {
    storage: JsValue,
    /// `None` before the first call, and after one that could not be stored: the storage is right then.
    loaded: RefCell<Option<LoadedLedger>>,
    /// Calls that have arrived and were not taken yet, in their order.
    waiting: RefCell<Vec<Waiting>>,
    pacing: Cell<WritePacing>,
}

/// A call, and where its answer goes.
struct Waiting {
    request: LedgerRequest,
    answer: Slot,
}

type Slot = Rc<RefCell<Option<worker::Result<LedgerAnswer>>>>;

/// What is kept in memory.
#[derive(Default)]
struct LoadedLedger {
    state: LedgerState,
    length: JournalLength,
    unstored: Unstored,
    alarm: Alarm,
}

impl DurableObject for QuotaLedger {
    fn new(state: State, _env: Env) -> Self {
        Self {
            storage: state.storage().as_raw().into(),
            loaded: RefCell::default(),
            waiting: RefCell::default(),
            pacing: Cell::default(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("A ledger is asked by its method.", 404)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.ring()?;
        Response::empty()
    }
}

#[wasm_bindgen]
impl QuotaLedger {
    /// Takes one call: a [`LedgerRequest`] as JSON. Answers with a [`LedgerAnswer`] as JSON.
    ///
    /// # Errors
    /// The call does not read, or could not be stored.
    pub async fn ask(&self, call: String) -> Result<String, JsError> {
        let request: LedgerRequest = serde_json::from_str(&call)?;
        if !request.call.is_journaled() {
            return Ok(serde_json::to_string(&self.take(request)?)?);
        }
        let slot = Slot::default();
        self.waiting.borrow_mut().push(Waiting {
            request,
            answer: Rc::clone(&slot),
        });
        ledger_storage::pause(self.pacing.get().wait_ms(isolate::now_millis())).await;
        // The first one to go on takes all of them, and the others find their answers.
        if slot.borrow().is_none() {
            self.take_all();
        }
        let answer = slot
            .take()
            .unwrap_or_else(|| Err(worker::Error::RustError("a call was not taken".to_owned())))?;
        Ok(serde_json::to_string(&answer)?)
    }
}

impl QuotaLedger {
    /// Takes what waits. Nothing is waited for in here, so no other call comes between.
    fn take_all(&self) {
        let mut pacing = self.pacing.get();
        pacing.note_write(isolate::now_millis());
        self.pacing.set(pacing);
        for Waiting { request, answer } in self.waiting.take() {
            answer.replace(Some(self.take(request)));
        }
    }

    fn take(&self, request: LedgerRequest) -> worker::Result<LedgerAnswer> {
        let mut loaded = self.loaded.borrow_mut();
        let answer = match &mut *loaded {
            Some(loaded) => loaded.take(&self.storage, request),
            None => loaded
                .insert(LoadedLedger::load(&self.storage)?)
                .take(&self.storage, request),
        };
        if answer.is_err() {
            *loaded = None;
        }
        answer
    }

    /// Ends what is over.
    fn ring(&self) -> worker::Result<()> {
        if let Some(loaded) = &mut *self.loaded.borrow_mut() {
            loaded.alarm.has_rung();
        }
        self.take(LedgerRequest {
            configured: ConfiguredPlan::default(),
            call: LedgerCall::Expire,
        })?;
        Ok(())
    }
}

impl LoadedLedger {
    fn load(storage: &JsValue) -> worker::Result<Self> {
        let rows = ledger_storage::load(storage)?;
        let (snapshot, rows) = rows
            .split_first()
            .map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let (state, length) = journal::restore(snapshot, rows.iter().map(String::as_str))
            .map_err(|error| worker::Error::RustError(error.to_string()))?;
        Ok(Self {
            state,
            length,
            ..Self::default()
        })
    }

    fn take(&mut self, storage: &JsValue, request: LedgerRequest) -> worker::Result<LedgerAnswer> {
        let is_journaled = request.call.is_journaled();
        let entry = Entry {
            at: isolate::now_millis(),
            request,
        };
        if !is_journaled {
            return Ok(self.state.answer(entry, &mut self.unstored));
        }
        let line = serde_json::to_string(&entry)?;
        let answer = self.state.answer(entry, &mut self.unstored);
        let step = self
            .length
            .store(&line, &self.state)
            .map_err(|error| worker::Error::RustError(error.to_string()))?;
        match step {
            JournalStep::Append(line) => ledger_storage::append(storage, &line)?,
            JournalStep::Snapshot(parts) => ledger_storage::replace(storage, parts)?,
        }
        self.set_alarm(storage)?;
        Ok(answer)
    }

    /// Lets the alarm ring at the next expiry. One that rings too early, because a reservation was
    /// renewed or has ended, sets itself anew.
    fn set_alarm(&mut self, storage: &JsValue) -> worker::Result<()> {
        match self.state.next_expiry() {
            Some(next) => self.alarm.ring_at(storage, next),
            None => Ok(()),
        }
    }
}
