//! The uploads of this tab: what pages see of them, and the way to the runner. [`starting`] starts some, [`offers`]
//! keeps what can be resumed, [`handover`] is what one page leaves to the next.

mod handover;
mod offers;
mod starting;

use std::rc::Rc;

use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::engine::conversion::Conversion;
use super::engine::event::{Command, Event};
use super::engine::target::{ActingAs, RemoteImage, UploadId};
use super::engine::task::UploadTask;
use super::keeping::ResumeOffer;
use super::runner::Runner;
use super::source::UploadSource;
use super::upload_runner::UploadRunner;
use super::watched::Watched;
use crate::features::quota::Needs;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::SessionStore;
use crate::session::config::Config;
use crate::ui::reactive::{effect, memo};
use crate::workers::protocol::ReadFailure;
pub use starting::{ModeSupport, NewUpload};

/// The uploads of this tab, for every page.
#[derive(Clone, Copy)]
pub struct Uploads {
    list: RwSignal<Vec<Watched>>,
    moving: Memo<usize>,
    runner: StoredValue<Option<Rc<dyn UploadRunner>>, LocalStorage>,
    can_start: RwSignal<bool>,
    offers: Offers,
    handover: Handover,
    sessions: SessionStore,
    config: Config,
}

/// What earlier pages have begun and can be resumed, as the latest search has found it.
#[derive(Clone, Copy, Default)]
struct Offers {
    list: RwSignal<Vec<ResumeOffer>>,
    /// How often they were searched for.
    searches: StoredValue<u32>,
}

/// What one page leaves to the next. Each is taken once.
#[derive(Clone, Copy, Default)]
struct Handover {
    /// An upload that a form shall be filled from.
    fills_form: RwSignal<Option<UploadId>>,
    /// The upload of a page that is about to be made anew.
    remembered: StoredValue<Option<UploadId>>,
}

impl Uploads {
    /// No uploads yet.
    #[must_use]
    pub fn new(sessions: SessionStore, config: Config, unsaved: UnsavedWork) -> Self {
        let list = RwSignal::new(Vec::<Watched>::new());
        let moving = memo(move || {
            list.with(|list| {
                let is_moving = |one: &&Watched| one.state.with(|upload| upload.stage.is_moving());
                list.iter().filter(is_moving).count()
            })
        });
        let runner = StoredValue::new_local(None::<Rc<dyn UploadRunner>>);
        effect(move || {
            sessions.state().track();
            if let Some(runner) = runner.get_value() {
                runner.apply_to_all(&Event::SessionChanged);
            }
        });
        // The uploads live as long as the page, and the listener with them.
        let _stays = window_event_listener_untyped("online", move |_| {
            if let Some(runner) = runner.get_value() {
                runner.apply_to_all(&Event::Online);
            }
        });
        // An upload goes on whatever page is shown, as long as there is one. The words are the browser's.
        unsaved.guard(move |leaving| {
            let needs_tab = |one: &Watched| one.state.with(UploadTask::needs_this_tab);
            let is_lost =
                matches!(leaving, Leaving::Tab) && list.with(|list| list.iter().any(needs_tab));
            is_lost.then(String::new)
        });
        Self {
            list,
            moving,
            runner,
            can_start: RwSignal::new(false),
            offers: Offers::default(),
            handover: Handover::default(),
            sessions,
            config,
        }
    }

    /// Brings along the runner, for the part of the program that starts uploads: the runner is loaded with
    /// it, and stays.
    pub fn load_runner(self) {
        if !self.can_start.get_untracked() {
            let runner = Runner::new(self.sessions, self.list);
            self.runner.set_value(Some(Rc::new(runner)));
            self.can_start.set(true);
        }
    }

    /// Whether an upload can be started, because the runner is here; reactively.
    #[must_use]
    pub fn can_start(self) -> Signal<bool> {
        self.can_start.into()
    }

    /// All uploads, the oldest first; reactively.
    #[must_use]
    pub fn list(self) -> Signal<Vec<Watched>> {
        self.list.into()
    }

    /// How many move; reactively.
    #[must_use]
    pub fn moving_count(self) -> Signal<usize> {
        self.moving.into()
    }

    /// How many bytes a second the last upload sent, if there was one.
    #[must_use]
    pub fn measured_rate(self) -> Option<Bytes> {
        self.list.with_untracked(|list| {
            list.iter()
                .rev()
                .find_map(|one| one.state.with_untracked(|upload| upload.meter.speed()))
        })
    }

    /// What the uploads need that wait for their turn in the project of the session, where nothing is
    /// reserved for them yet; reactively.
    #[must_use]
    pub fn waiting(self) -> Vec<Needs> {
        let acting_as = self.sessions.session().as_ref().map(ActingAs::from);
        let needs = |one: &Watched| {
            one.state.with(|upload| {
                let waits = upload.waits_for_slot(acting_as.as_ref());
                // What the gateway knows of has its room already.
                (waits && upload.transport.address().is_none()).then(|| match &upload.remote {
                    RemoteImage::HalfMade(_) => Needs::data(upload.file.size),
                    _ => Needs::image_with_data(upload.file.size),
                })
            })
        };
        self.list
            .with(|list| list.iter().filter_map(needs).collect())
    }

    /// One upload, reactively.
    #[must_use]
    pub fn find(self, id: UploadId) -> Option<Watched> {
        self.list
            .with(|list| list.iter().find(|one| one.id == id).cloned())
    }

    /// Who the page acts as, when somebody is signed in.
    #[must_use]
    pub(super) fn acting_as(self) -> Option<ActingAs> {
        untrack(|| self.sessions.session().as_ref().map(ActingAs::from))
    }

    /// Gives an upload its file again, which an earlier page had. Of one that is none of it, nothing is made:
    /// `on_failure` hears why, and the upload asks on for the right one.
    pub fn choose_file(self, id: UploadId, file: File, on_failure: impl Fn(ReadFailure) + 'static) {
        let Some(watched) = self.find(id) else { return };
        let (facts, expected) = watched
            .state
            .with_untracked(|upload| (upload.file.clone(), upload.expected.clone()));
        spawn_local(async move {
            let (conversion, size) = (facts.conversion, facts.size);
            let source = match conversion {
                // The engine refuses another file, by its length or its digests.
                Conversion::None => Ok(UploadSource::as_it_is(file)),
                _ => UploadSource::made_again(file, conversion, size, expected, |_| ()).await,
            };
            match (source, self.runner.try_get_value().flatten()) {
                (Ok(source), Some(runner)) => runner.choose_file(id, source),
                (Err(why), _) => on_failure(why),
                (Ok(_), None) => {}
            }
        });
    }

    /// Tells an upload what the person wants.
    pub fn command(self, id: UploadId, command: Command) {
        if let Some(runner) = self.runner.get_value() {
            runner.apply(id, Event::Command(command));
        }
    }

    /// Takes an upload off the list, if nothing is lost by it.
    pub fn dismiss(self, id: UploadId) {
        if let Some(runner) = self.runner.get_value() {
            runner.dismiss(id);
        }
    }

    /// Takes every upload off the list that can go without losing anything.
    pub fn dismiss_all(self) {
        if let Some(runner) = self.runner.get_value() {
            runner.dismiss_all();
        }
    }
}

/// The uploads of this tab.
#[must_use]
pub fn use_uploads() -> Uploads {
    expect_context::<Uploads>()
}
