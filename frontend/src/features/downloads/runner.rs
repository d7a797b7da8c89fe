//! Carries out what the engine wants, and tells it what came of it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use gaze_shared::digest::Algorithm;
use gaze_shared::glance::image::{Image, ImageId};
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::engine::effect::{Attempt, Effect, WorkerRound};
use super::engine::event::{Command, Event, WorkerEvent};
use super::engine::task::{Context, DownloadId, DownloadTask};
use super::line::DownloadLines;
use super::store::{DownloadRunner, Downloads, WatchedDownload};
use crate::api::{Api, ApiError, OnSessionEnd, seconds_to_wait, session};
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::{ActingAs, SessionState, SessionStore};
use crate::transfer::moment::now;
use crate::ui::file_handle::FileHandle;
use crate::ui::reactive::effect;
use crate::workers::SaveWorker;
use crate::workers::protocol::WorkerFault;
use crate::workers::saving::{Refusal, SaveMessage, SaveRequest, SaveTask};

/// How often a download hears that time passes, so that a stall shows.
const TICK: Duration = Duration::from_secs(1);

/// Brings along what carries downloads out, for the part of the program that begins them.
pub fn load_runner(
    downloads: Downloads,
    sessions: SessionStore,
    unsaved: UnsavedWork,
) -> Rc<dyn DownloadRunner> {
    if let Some(runner) = downloads.runner() {
        return runner;
    }
    let runner: Rc<dyn DownloadRunner> = Rc::new(Runner::new(sessions, unsaved));
    downloads.set_runner(Rc::clone(&runner));
    runner
}

/// The downloads with everything that they need around them.
struct Runner {
    sessions: SessionStore,
    list: ArcRwSignal<Vec<WatchedDownload>>,
    files: RefCell<HashMap<DownloadId, FileHandle>>,
    workers: RefCell<HashMap<DownloadId, SaveWorker>>,
    last: Cell<u32>,
    ticking: RefCell<Option<IntervalHandle>>,
    /// Of what follows the session: the page that began the first download may go.
    _owner: Owner,
}

impl DownloadRunner for Rc<Runner> {
    fn start(&self, image: Image, file: FileHandle) {
        let Some(acting_as) = self.acting_as() else {
            return;
        };
        let id = DownloadId(self.last.get().wrapping_add(1));
        self.last.set(id.0);
        let context = Context {
            now: now(),
            acting_as: Some(&acting_as),
        };
        let name = file.name();
        let (task, effects) = DownloadTask::start(id, image, name, acting_as.clone(), &context);
        self.files.borrow_mut().insert(id, file);
        let state = ArcRwSignal::new(task);
        self.list
            .update(|list| list.push(WatchedDownload { id, state }));
        self.tick_while_moving();
        self.carry_out(id, effects);
    }

    fn command(&self, id: DownloadId, command: Command) {
        self.apply(id, Event::Command(command));
    }

    fn dismiss(&self, id: DownloadId) {
        let is_over =
            |one: &WatchedDownload| one.state.with_untracked(DownloadTask::is_dismissible);
        self.list
            .update(|list| list.retain(|one| one.id != id || !is_over(one)));
        if self.find(id).is_none() {
            self.files.borrow_mut().remove(&id);
        }
    }

    fn list(&self) -> ArcRwSignal<Vec<WatchedDownload>> {
        self.list.clone()
    }

    fn lines(&self) -> AnyView {
        view! { <DownloadLines list=self.list.clone()/> }.into_any()
    }
}

impl Runner {
    fn new(sessions: SessionStore, unsaved: UnsavedWork) -> Rc<Self> {
        // A root makes itself the current owner; within another one that lasts no longer.
        let owner = Owner::new().with(|| Owner::new_root(None));
        let followed = owner.clone();
        let runner = Rc::new(Self {
            sessions,
            list: ArcRwSignal::new(Vec::new()),
            files: RefCell::default(),
            workers: RefCell::default(),
            last: Cell::new(0),
            ticking: RefCell::default(),
            _owner: owner,
        });
        let weak = Rc::downgrade(&runner);
        let online = weak.clone();
        let list = runner.list.clone();
        followed.with(move || {
            effect(move || {
                sessions.state().track();
                tell(&weak, &Event::SessionChanged);
            });
            // The runner lives as long as the page, and the listener with it.
            let _stays =
                window_event_listener_untyped("online", move |_| tell(&online, &Event::Online));
            // A download goes on whatever page is shown, as long as there is one. The words are the browser's.
            unsaved.guard(move |leaving| {
                let is_lost =
                    matches!(leaving, Leaving::Tab) && list.with_untracked(|list| needs_tab(list));
                is_lost.then(String::new)
            });
        });
        runner
    }

    fn find(&self, id: DownloadId) -> Option<ArcRwSignal<DownloadTask>> {
        let list = self.list.read_untracked();
        let found = list.iter().find(|one| one.id == id);
        found.map(|one| one.state.clone())
    }

    fn acting_as(&self) -> Option<ActingAs> {
        untrack(|| self.sessions.session()).as_ref().map(Into::into)
    }

    fn apply(self: &Rc<Self>, id: DownloadId, event: Event) {
        let Some(state) = self.find(id) else {
            return;
        };
        let acting_as = self.acting_as();
        let context = Context {
            now: now(),
            acting_as: acting_as.as_ref(),
        };
        let mut task = state.get_untracked();
        let effects = task.apply(event, &context);
        if state.with_untracked(|before| *before != task) {
            state.set(task);
        }
        self.tick_while_moving();
        self.carry_out(id, effects);
    }

    fn tick_while_moving(self: &Rc<Self>) {
        let is_moving = self.list.with_untracked(|list| {
            let is_moving =
                |one: &WatchedDownload| one.state.with_untracked(|task| task.stage.is_moving());
            list.iter().any(is_moving)
        });
        let mut ticking = self.ticking.borrow_mut();
        match (is_moving, ticking.take()) {
            (true, None) => {
                let runner = Rc::downgrade(self);
                let tick = move || tell(&runner, &Event::Tick);
                *ticking = set_interval_with_handle(tick, TICK).ok();
            }
            (false, Some(handle)) => handle.clear(),
            (_, handle) => *ticking = handle,
        }
    }

    fn carry_out(self: &Rc<Self>, id: DownloadId, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::ReadImage(attempt, image) => self.read_image(id, attempt, image),
                Effect::Wait(attempt, millis) => {
                    let runner = Rc::downgrade(self);
                    let over = move || {
                        if let Some(runner) = runner.upgrade() {
                            runner.apply(id, Event::WaitOver(attempt));
                        }
                    };
                    set_timeout(over, Duration::from_millis(millis));
                }
                Effect::StartWorker(round, algorithm) => self.start_worker(id, round, algorithm),
                Effect::Ask(request) => self.ask(id, &request),
                Effect::EndWorker => {
                    let ended = self.workers.borrow_mut().remove(&id);
                    // Later, because this may be said by a listener of the worker, which goes with it.
                    spawn_local(async move { drop(ended) });
                }
                Effect::AskToSignIn => self.ask_to_sign_in(id),
            }
        }
    }

    fn ask(&self, id: DownloadId, request: &SaveRequest) {
        if let Some(worker) = self.workers.borrow().get(&id) {
            worker.ask(request);
        }
    }

    fn start_worker(
        self: &Rc<Self>,
        id: DownloadId,
        round: WorkerRound,
        algorithm: Option<Algorithm>,
    ) {
        let Some(file) = self.files.borrow().get(&id).cloned() else {
            return;
        };
        let runner = Rc::downgrade(self);
        let hears = move |said: Result<SaveMessage, WorkerFault>| {
            if let Some(runner) = runner.upgrade() {
                runner.hear(id, round, said);
            }
        };
        match SaveWorker::start(SaveTask(algorithm), &file, hears) {
            Ok(worker) => {
                self.workers.borrow_mut().insert(id, worker);
            }
            Err(fault) => {
                let runner = Rc::clone(self);
                // Later, because what else was asked for with it is still to come.
                spawn_local(async move {
                    let event = WorkerEvent::Fault(fault);
                    runner.apply(id, Event::Worker(round, event));
                });
            }
        }
    }

    fn hear(
        self: &Rc<Self>,
        id: DownloadId,
        round: WorkerRound,
        said: Result<SaveMessage, WorkerFault>,
    ) {
        let event = match said {
            Err(fault) => WorkerEvent::Fault(fault),
            Ok(SaveMessage::Refused { attempt, refusal }) => {
                let runner = Rc::clone(self);
                spawn_local(async move {
                    let error = runner.as_own(id, error_of(refusal)).await;
                    let event = WorkerEvent::Refused(Attempt(attempt), error);
                    runner.apply(id, Event::Worker(round, event));
                });
                return;
            }
            Ok(SaveMessage::Answered { attempt, head }) => {
                WorkerEvent::Answered(Attempt(attempt), head)
            }
            Ok(SaveMessage::Written { bytes }) => WorkerEvent::Written(bytes),
            Ok(SaveMessage::Ended { attempt, bytes }) => {
                WorkerEvent::Ended(Attempt(attempt), bytes)
            }
            Ok(SaveMessage::Broke { attempt, bytes }) => {
                WorkerEvent::Broke(Attempt(attempt), bytes)
            }
            Ok(SaveMessage::Concluded { bytes, digest }) => WorkerEvent::Concluded(bytes, digest),
            Ok(SaveMessage::Kept) => WorkerEvent::Kept,
            Ok(SaveMessage::Discarded) => WorkerEvent::Discarded,
            Ok(SaveMessage::Failed(failure)) => WorkerEvent::NotSaved(failure),
        };
        self.apply(id, Event::Worker(round, event));
    }

    fn read_image(self: &Rc<Self>, id: DownloadId, attempt: Attempt, image: ImageId) {
        let runner = Rc::clone(self);
        spawn_local(async move {
            // The engine says when a person is asked to sign in.
            let read = match Api::new(OnSessionEnd::Report).image(&image).await {
                Ok(image) => Ok(Box::new(image)),
                Err(error) => Err(runner.as_own(id, error).await),
            };
            runner.apply(id, Event::Image(attempt, read));
        });
    }

    /// What is not there, or not allowed, may be for whom the download is of: another tab may have switched the
    /// project of the session that all tabs share, or signed in as somebody else.
    async fn as_own(&self, id: DownloadId, error: ApiError) -> ApiError {
        if !matches!(error.status(), Some(403 | 404 | 410)) {
            return error;
        }
        // What cannot be asked changes nothing: the answer is taken as it is.
        let Ok(Some(session)) = session::current().await else {
            return error;
        };
        let begun_as = self
            .find(id)
            .map(|state| state.with_untracked(|task| task.acting_as.clone()));
        if begun_as.is_none_or(|one| one == ActingAs::from(&session)) {
            return error;
        }
        self.sessions.set(SessionState::SignedIn(Box::new(session)));
        ApiError::SignInRequired
    }

    fn ask_to_sign_in(self: &Rc<Self>, id: DownloadId) {
        let begun_as = self
            .find(id)
            .map(|state| state.with_untracked(|task| task.acting_as.clone()));
        // Who signed out on purpose is at the sign-in page already, and who acts as somebody else does so on
        // purpose, too.
        if begun_as.is_none() || begun_as != self.acting_as() {
            return;
        }
        let (sessions, runner) = (self.sessions, Rc::downgrade(self));
        spawn_local(async move {
            if sessions.sign_in_again().await.is_ok() {
                tell(&runner, &Event::SessionChanged);
            }
        });
    }
}

/// Whether closing the tab would lose something.
fn needs_tab(list: &[WatchedDownload]) -> bool {
    let needs = |one: &WatchedDownload| one.state.with_untracked(DownloadTask::needs_this_tab);
    list.iter().any(needs)
}

/// Tells all downloads.
fn tell(runner: &Weak<Runner>, event: &Event) {
    let Some(runner) = runner.upgrade() else {
        return;
    };
    let ids: Vec<DownloadId> = runner
        .list
        .with_untracked(|list| list.iter().map(|one| one.id).collect());
    for id in ids {
        runner.apply(id, event.clone());
    }
}

fn error_of(refusal: Refusal) -> ApiError {
    let retry_after = refusal.retry_after.as_deref().and_then(seconds_to_wait);
    ApiError::from_refusal(
        refusal.status,
        refusal.request_id,
        retry_after,
        &refusal.body,
    )
}
