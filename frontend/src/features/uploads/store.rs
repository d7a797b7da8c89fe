//! The uploads of this tab: what pages see of them, and the way to the runner.

use std::rc::Rc;

use gaze_shared::gateway::{PublicConfig, UploadMode};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use web_sys::File;

use super::cloud_algorithm;
use super::engine::earlier::FileAccess;
use super::engine::event::{Command, Event};
use super::engine::expected::ExpectedDigest;
use super::engine::target::{
    ActingAs, FileFacts, RemoteImage, SeenContent, Target, UploadId, UploadRequest,
};
use super::engine::task::UploadTask;
use super::engine::transport::{Transport, TransportOffer};
use super::keeping::{ResumeOffer, TabLock};
use super::runner::Runner;
use super::upload_runner::{UploadFormSeed, UploadRunner};
use super::watched::Watched;
use crate::features::quota::Needs;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::SessionStore;
use crate::session::config::Config;
use crate::ui::clock::unix_seconds;
use crate::ui::file_size::size_of;
use crate::ui::reactive::{effect, memo};

/// The uploads of this tab, for every page.
#[derive(Clone, Copy)]
pub struct Uploads {
    list: RwSignal<Vec<Watched>>,
    moving: Memo<usize>,
    /// An upload that a form shall be filled from.
    fills_form: RwSignal<Option<UploadId>>,
    /// What earlier pages have begun, and can be gone on with.
    offers: RwSignal<Vec<ResumeOffer>>,
    /// How often they were searched for.
    searches: StoredValue<u32>,
    /// The upload of a page that is about to be made anew.
    remembered: StoredValue<Option<UploadId>>,
    runner: StoredValue<Option<Rc<dyn UploadRunner>>, LocalStorage>,
    can_start: RwSignal<bool>,
    sessions: SessionStore,
    config: Config,
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
            fills_form: RwSignal::new(None),
            offers: RwSignal::new(Vec::new()),
            searches: StoredValue::new(0),
            remembered: StoredValue::new(None),
            runner,
            can_start: RwSignal::new(false),
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

    /// Starts to upload a file; `None` when nobody is signed in, or the runner is not here. `expected` is what
    /// the file must have.
    #[must_use]
    pub fn start(
        self,
        file: File,
        seen: Option<SeenContent>,
        expected: Option<ExpectedDigest>,
        target: Target,
    ) -> Option<UploadId> {
        let acting_as = self.acting_as()?;
        let facts = FileFacts {
            name: file.name(),
            size: size_of(&file),
            seen,
        };
        let algorithm = cloud_algorithm::of_region(&acting_as.region);
        let request = UploadRequest {
            file: facts,
            file_access: FileAccess::Here,
            target,
            earlier: None,
            begun_at: unix_seconds(),
            acting_as,
            algorithm,
            expected,
            transport: self.transport_for(size_of(&file)),
        };
        Some(self.runner.get_value()?.start(request, file))
    }

    /// Who the page acts as, when somebody is signed in.
    #[must_use]
    pub(super) fn acting_as(self) -> Option<ActingAs> {
        untrack(|| self.sessions.session().as_ref().map(ActingAs::from))
    }

    /// What earlier pages have begun, and can be gone on with; reactively.
    #[must_use]
    pub fn offers(self) -> Signal<Vec<ResumeOffer>> {
        self.offers.into()
    }

    /// A search for what can be gone on with begins; what an earlier one finds comes too late.
    pub(super) fn begin_search(self) -> u32 {
        self.searches.update_value(|searches| *searches += 1);
        self.searches.get_value()
    }

    /// Offers what a search has found, unless another has begun since. What is in this tab's list is not offered
    /// beside it.
    pub(super) fn offer(self, search: u32, mut offers: Vec<ResumeOffer>) {
        let acting_as = self.acting_as();
        let own: Vec<ImageId> = self.list.with_untracked(|list| {
            let image = |one: &Watched| one.state.with_untracked(|one| one.remote.image().cloned());
            list.iter().filter_map(image).collect()
        });
        offers.retain(|offer| {
            Some(&offer.acting_as) == acting_as.as_ref() && !own.contains(&offer.image.id)
        });
        let is_latest = self.searches.get_value() == search;
        if is_latest && self.offers.with_untracked(|known| *known != offers) {
            self.offers.set(offers);
        }
    }

    /// What is offered for an image now.
    pub(super) fn offer_of(self, image: &ImageId) -> Option<ResumeOffer> {
        self.offers
            .with_untracked(|offers| offers.iter().find(|one| one.image.id == *image).cloned())
    }

    /// Nobody is offered this any more.
    pub(super) fn withdraw(self, image: &ImageId) {
        self.offers
            .update(|offers| offers.retain(|offer| offer.image.id != *image));
    }

    /// Nothing is offered until a search for whoever acts now.
    pub fn withdraw_all(self) {
        self.searches.update_value(|searches| *searches += 1);
        self.offers.set(Vec::new());
    }

    /// Takes up what an earlier page began; `None` when the runner is not here.
    pub(super) fn take_up(
        self,
        request: UploadRequest,
        file: Option<File>,
        lock: Option<TabLock>,
    ) -> Option<UploadId> {
        let runner = self.runner.get_value()?;
        let image = request
            .earlier
            .as_ref()
            .map(|earlier| earlier.image.clone());
        let id = runner.take_up(request, file, lock);
        if let Some(image) = image {
            self.withdraw(&image);
        }
        Some(id)
    }

    /// Gives an upload its file again, which an earlier page had.
    pub fn choose_file(self, id: UploadId, file: File) {
        if let Some(runner) = self.runner.get_value() {
            runner.choose_file(id, file);
        }
    }

    /// Whether the gateway takes data in this way, as far as it is known.
    #[must_use]
    pub(super) fn takes(self, mode: UploadMode) -> bool {
        let takes = |config: &PublicConfig| config.upload_modes.contains(&mode);
        self.config
            .0
            .with_untracked(|config| config.as_ref().is_some_and(takes))
    }

    /// The most that the way to the gateway takes in one request, where that is bounded and known.
    #[must_use]
    pub(super) fn largest_body(self) -> Option<Bytes> {
        self.config
            .0
            .with_untracked(|config| config.as_ref().and_then(|config| config.max_request_body))
    }

    /// Whether a file of this size goes on where it is when its session ends and another begins.
    #[must_use]
    pub fn outlasts_session(self, size: Bytes) -> bool {
        matches!(self.transport_for(size), Transport::Tus(_))
    }

    /// How a file of this size travels here. In one request where it is not known what else there is.
    fn transport_for(self, size: Bytes) -> Transport {
        self.config.0.with_untracked(|config| {
            config.as_ref().map_or(Transport::Put, |config| {
                let offer = TransportOffer {
                    modes: &config.upload_modes,
                    largest_body: config.max_request_body,
                    resumable_above: config.resumable_above,
                };
                Transport::best_for(size, &offer)
            })
        })
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

    /// Hands an upload that ended without an image to the form of the page for new images.
    pub fn edit(self, id: UploadId) {
        self.fills_form.set(Some(id));
    }

    /// Remembers the upload that a page shows, for the same page made anew in another language.
    pub fn remember_for_language_change(self, shown: Option<UploadId>) {
        self.remembered.set_value(shown);
    }

    /// What was remembered, once.
    #[must_use]
    pub fn take_remembered(self) -> Option<UploadId> {
        self.remembered.try_update_value(Option::take).flatten()
    }

    /// What the form shall be filled from, once. The upload that it was of goes off the list.
    #[must_use]
    pub fn take_form_seed(self) -> Option<UploadFormSeed> {
        let id = self.fills_form.try_update(Option::take).flatten()?;
        let taken = self.runner.get_value()?.form_seed(id);
        self.dismiss(id);
        taken
    }
}

/// The uploads of this tab.
#[must_use]
pub fn use_uploads() -> Uploads {
    expect_context::<Uploads>()
}
