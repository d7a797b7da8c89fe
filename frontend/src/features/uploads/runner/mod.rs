//! Carries out what the engine wants, and tells it what came of it.

mod requests;
mod sending;
mod shown;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::time::Duration;

use gaze_shared::glance::image::ImageId;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, session};
use crate::features::uploads::chunk_reader::ChunkReader;
use crate::features::uploads::cloud_algorithm;
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::effect::{Attempt, Effect, HashRound, Request};
use crate::features::uploads::engine::event::{Event, HashReport, RequestEvent};
use crate::features::uploads::engine::queue::Queue;
use crate::features::uploads::engine::target::{ActingAs, UploadId, UploadRequest};
use crate::features::uploads::engine::task::Context;
use crate::features::uploads::hash_pool::{HashPool, Job};
use crate::features::uploads::keeping::TabLock;
use crate::features::uploads::keeping::keeper::Keeper;
use crate::features::uploads::local_receipts::{
    self, LocalReceipt, Passage, ReceiptOwner, RequestKind,
};
use crate::features::uploads::random_id::random_image_id;
use crate::features::uploads::source::UploadSource;
use crate::features::uploads::transports::Transfer;
use crate::features::uploads::upload_runner::{ById, UploadFormSeed, UploadRunner};
use crate::features::uploads::watched::Watched;
use crate::session::{SessionState, SessionStore};
use crate::transfer::moment::now;
use crate::ui::clock::unix_seconds;
use crate::ui::file_size::modified_at;
use crate::workers::protocol::ReadFailure;

use requests::Answered;

/// How often a transfer hears that time passes, so that a stall shows.
const TICK: Duration = Duration::from_secs(1);

/// The queue with everything that it needs around it.
pub(super) struct Runner {
    sessions: SessionStore,
    list: RwSignal<Vec<Watched>>,
    queue: RefCell<Queue>,
    sources: RefCell<ById<UploadSource>>,
    transfers: RefCell<ById<Box<dyn Transfer>>>,
    readers: RefCell<ById<(HashRound, Rc<ChunkReader>)>>,
    pool: HashPool,
    keeper: Rc<Keeper>,
    /// The ids under which the last requests of each kind were logged.
    request_ids: RefCell<ById<BTreeMap<RequestKind, String>>>,
    ticking: RefCell<Option<IntervalHandle>>,
}

impl UploadRunner for Rc<Runner> {
    fn start(&self, requests: Vec<(UploadRequest, UploadSource)>) -> Vec<UploadId> {
        // All of them are in the queue before anything is carried out or shown.
        let mut queue = self.queue.take();
        let (mut ids, mut effects) = (Vec::new(), Vec::new());
        for (request, source) in requests {
            let (id, wanted) = self.with_context(|context| queue.add(request, context));
            self.sources.borrow_mut().insert(id, source);
            ids.push(id);
            effects.extend(wanted);
        }
        self.settle(queue, effects);
        ids
    }

    fn resume(
        &self,
        request: UploadRequest,
        source: Option<UploadSource>,
        lock: Option<TabLock>,
    ) -> UploadId {
        if let (Some(lock), Some(earlier)) = (lock, &request.earlier) {
            self.keeper.hold(earlier.image.clone(), lock);
        }
        self.add(request, source)
    }

    fn choose_file(&self, id: UploadId, source: UploadSource) {
        self.keeper.keep_file(id, source.chosen().clone());
        self.sources.borrow_mut().insert(id, source);
        self.apply(id, Event::FileChosen);
    }

    fn apply(&self, id: UploadId, event: Event) {
        let mut queue = self.queue.take();
        let effects = self.with_context(|context| queue.apply(id, event, context));
        self.settle(queue, effects);
    }

    fn apply_to_all(&self, event: &Event) {
        let mut queue = self.queue.take();
        let effects = self.with_context(|context| queue.apply_to_all(event, context));
        self.settle(queue, effects);
    }

    fn dismiss(&self, id: UploadId) {
        self.change_list(|queue| queue.dismiss(id));
    }

    fn dismiss_all(&self) {
        self.change_list(Queue::dismiss_all);
    }

    fn form_seed(&self, id: UploadId) -> Option<UploadFormSeed> {
        let file = self.sources.borrow().get(&id)?.chosen().clone();
        let queue = self.queue.borrow();
        let upload = queue.get(id)?;
        Some(UploadFormSeed {
            file,
            target: upload.target.clone(),
            expected: upload.expected.clone(),
        })
    }
}

impl Runner {
    pub(super) fn new(sessions: SessionStore, list: RwSignal<Vec<Watched>>) -> Rc<Self> {
        Rc::new_cyclic(|runner: &Weak<Self>| {
            let runner = runner.clone();
            let pool = HashPool::new(Rc::new(move |job: &Job, report| {
                if let Some(runner) = runner.upgrade() {
                    runner.apply(job.upload, Event::Hash(job.algorithm, job.round, report));
                }
            }));
            Self {
                sessions,
                list,
                queue: RefCell::default(),
                sources: RefCell::default(),
                transfers: RefCell::default(),
                readers: RefCell::default(),
                pool,
                keeper: Rc::new(Keeper::start()),
                request_ids: RefCell::default(),
                ticking: RefCell::default(),
            }
        })
    }

    fn add(self: &Rc<Self>, request: UploadRequest, source: Option<UploadSource>) -> UploadId {
        let mut queue = self.queue.take();
        let (id, effects) = self.with_context(|context| queue.add(request, context));
        if let Some(source) = source {
            self.sources.borrow_mut().insert(id, source);
        }
        self.settle(queue, effects);
        id
    }

    fn change_list(self: &Rc<Self>, change: impl FnOnce(&mut Queue)) {
        let mut queue = self.queue.take();
        change(&mut queue);
        self.sources
            .borrow_mut()
            .retain(|id, _| queue.get(*id).is_some());
        self.settle(queue, Vec::new());
    }

    /// Puts the queue back, shows its state, and only then carries out what it wants, so that
    /// nothing is told to a queue that is being changed.
    fn settle(self: &Rc<Self>, queue: Queue, effects: Vec<(UploadId, Effect)>) {
        self.queue.replace(queue);
        shown::show(&self.queue.borrow(), self.list);
        self.keeper
            .follow(&self.queue.borrow(), &self.sources.borrow());
        self.tick_while_moving();
        for (id, effect) in effects {
            self.carry_out(id, effect);
        }
    }

    fn tick_while_moving(self: &Rc<Self>) {
        let is_moving = self.queue.borrow().is_moving();
        let mut ticking = self.ticking.borrow_mut();
        match (is_moving, ticking.take()) {
            (true, None) => {
                let runner = Rc::downgrade(self);
                let tick = move || {
                    if let Some(runner) = runner.upgrade() {
                        runner.apply_to_all(&Event::Tick);
                    }
                };
                *ticking = set_interval_with_handle(tick, TICK).ok();
            }
            (false, Some(handle)) => handle.clear(),
            (_, handle) => *ticking = handle,
        }
    }

    fn carry_out(self: &Rc<Self>, id: UploadId, effect: Effect) {
        match effect {
            Effect::Request(attempt, request) => self.request(id, attempt, request),
            Effect::AbortSending => {
                if let Some(transfer) = self.transfers.borrow_mut().remove(&id) {
                    transfer.abort();
                }
            }
            Effect::StartHashing(algorithm, round) => {
                let source = self.sources.borrow().get(&id).cloned();
                match source {
                    Some(source) => self.pool.add(Job {
                        upload: id,
                        algorithm,
                        round,
                        source,
                    }),
                    None => self.apply_later(
                        id,
                        Event::Hash(algorithm, round, HashReport::Failed(ReadFailure::NotHere)),
                    ),
                }
            }
            Effect::CloseReader => {
                self.readers.borrow_mut().remove(&id);
            }
            Effect::StopHashing => self.pool.stop(id),
            Effect::SaveLocalReceipt(image) => self.save_local_receipt(id, image),
            Effect::AskToSignIn => self.ask_to_sign_in(id),
        }
    }

    fn request(self: &Rc<Self>, id: UploadId, attempt: Attempt, request: Request) {
        match request {
            Request::Send { image, size } => self.send_file(id, attempt, &image, size),
            Request::SendChunk(chunk) => self.send_chunk(id, attempt, &chunk),
            Request::HashPrefix { end, hashed_by } => {
                self.hash_prefix(id, attempt, end, hashed_by);
            }
            Request::Wait(millis) => {
                let runner = Rc::downgrade(self);
                let over = move || {
                    if let Some(runner) = runner.upgrade() {
                        runner.apply(id, Event::Request(attempt, RequestEvent::WaitOver));
                    }
                };
                set_timeout(over, Duration::from_millis(millis));
            }
            Request::Create(create) => self.ask(id, attempt, requests::register(create)),
            Request::OpenTus { image, size } => {
                self.ask(id, attempt, requests::open_tus(image, size));
            }
            Request::FindTus(image) => self.ask(id, attempt, requests::find_tus(image)),
            Request::ReadTus(address) => self.ask(id, attempt, requests::read_tus(address)),
            Request::EndTus(address) => self.ask(id, attempt, requests::end_tus(address)),
            Request::ReadImage(image) => self.ask(id, attempt, requests::read_image(image)),
            Request::ReadImageAfterLoss { image, size } => {
                self.ask(id, attempt, requests::read_image_after_loss(image, size));
            }
            Request::Delete(image, protection) => {
                self.ask(id, attempt, requests::delete(image, protection));
            }
        }
    }

    /// What is known at once is told later: the queue is not ready to hear of it yet.
    fn apply_later(self: &Rc<Self>, id: UploadId, event: Event) {
        let runner = Rc::downgrade(self);
        spawn_local(async move {
            if let Some(runner) = runner.upgrade() {
                runner.apply(id, event);
            }
        });
    }

    fn ask(
        self: &Rc<Self>,
        id: UploadId,
        attempt: Attempt,
        request: impl Future<Output = Result<Answered, ApiError>> + 'static,
    ) {
        // Boxed, so that what follows is compiled once and not for each request.
        let request: Pin<Box<dyn Future<Output = _>>> = Box::pin(request);
        let runner = Rc::downgrade(self);
        spawn_local(async move {
            let (event, request_id) = request
                .await
                .unwrap_or_else(|error| (RequestEvent::Failed(error.into()), None));
            let event = match runner.upgrade() {
                Some(runner) => {
                    runner.note_request(id, &event, request_id);
                    runner.as_own(id, event).await
                }
                None => return,
            };
            if let Some(runner) = runner.upgrade() {
                runner.apply(id, Event::Request(attempt, event));
            }
        });
    }

    /// Keeps the id under which a request was logged, for the receipt.
    fn note_request(&self, id: UploadId, event: &RequestEvent, request_id: Option<String>) {
        if let (Some(kind), Some(request_id)) = (RequestKind::answered_by(event), request_id) {
            let mut request_ids = self.request_ids.borrow_mut();
            request_ids.entry(id).or_default().insert(kind, request_id);
        }
    }

    /// What is not there may be there for whom the upload is of: another tab may have switched the project of
    /// the session that all tabs share, or signed in as somebody else. Then the page has to act as them first.
    async fn as_own(self: Rc<Self>, id: UploadId, event: RequestEvent) -> RequestEvent {
        let is_absent = matches!(&event, RequestEvent::Failed(cause)
            if matches!(cause.status(), Some(404 | 410)));
        if !is_absent {
            return event;
        }
        // What cannot be asked changes nothing: the answer is taken as it is.
        let Ok(Some(session)) = session::current().await else {
            return event;
        };
        let started_as = self.queue.borrow().get(id).map(|one| one.acting_as.clone());
        if started_as.is_none_or(|one| one == ActingAs::from(&session)) {
            return event;
        }
        self.sessions.set(SessionState::SignedIn(Box::new(session)));
        RequestEvent::Failed(Cause::SignedOut)
    }

    fn save_local_receipt(&self, id: UploadId, image: ImageId) {
        if let Some(upload) = self.queue.borrow().get(id) {
            if let Some(image) = &upload.image {
                cloud_algorithm::learn(&upload.acting_as.region, image);
            }
            let local = upload.hashing.digests();
            local_receipts::save(LocalReceipt {
                image,
                file_name: upload.file.name.clone(),
                conversion: upload.file.conversion,
                modified_at: self
                    .sources
                    .borrow()
                    .get(&id)
                    .map(|source| modified_at(source.chosen())),
                size: local.size,
                digests: local.digests,
                passage: Passage::Sent,
                begun_at: Some(upload.begun_at),
                computed_at: unix_seconds(),
                expected: upload.expected.clone(),
                by: Some(ReceiptOwner::from(&upload.acting_as)),
                requests: self
                    .request_ids
                    .borrow()
                    .get(&id)
                    .cloned()
                    .unwrap_or_default(),
            });
        }
    }

    fn ask_to_sign_in(self: &Rc<Self>, id: UploadId) {
        let acting_as = untrack(|| self.sessions.session())
            .as_ref()
            .map(ActingAs::from);
        let queue = self.queue.borrow();
        let is_own = queue.get(id).map(|upload| &upload.acting_as) == acting_as.as_ref();
        // Who signed out on purpose is at the sign-in page already, and who acts as somebody else does so on
        // purpose, too.
        if acting_as.is_none() || !is_own {
            return;
        }
        drop(queue);
        let (sessions, runner) = (self.sessions, Rc::downgrade(self));
        spawn_local(async move {
            if sessions.sign_in_again().await.is_ok()
                && let Some(runner) = runner.upgrade()
            {
                runner.apply_to_all(&Event::SessionChanged);
            }
        });
    }

    fn with_context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let session = untrack(|| self.sessions.session());
        let acting_as = session.as_ref().map(ActingAs::from);
        ask(&Context {
            now: now(),
            acting_as: acting_as.as_ref(),
            new_image_id: &random_image_id,
        })
    }
}
