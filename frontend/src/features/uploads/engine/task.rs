//! One upload: its state, and the way in and out of it.

use gaze_shared::glance::image::{Image, ImageId};

use super::conversion::Conversion;
use super::earlier::{FileAccess, PrefixDigest};
use super::effect::{Attempt, Effect, Request};
use super::event::{Event, RequestEvent};
use super::expected::ExpectedDigest;
use super::hashing::Hashing;
use super::stage::{AfterCreating, Retries, UploadStage};
use super::target::{ActingAs, FileFacts, RemoteImage, Target, UploadId, UploadRequest};
use super::transport::Transport;
use crate::transfer::meter::Meter;
use crate::transfer::moment::Moment;

/// One file on its way into one image.
///
/// It knows no clock, no network and no browser: [`UploadTask::apply`] takes in what happened and gives
/// out what is to be done. At most one request of it is under way at any time; what an earlier one
/// still has to say is told apart by its [`Attempt`] and ignored.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadTask {
    pub id: UploadId,
    pub file: FileFacts,
    /// Where its data goes.
    pub target: Target,
    /// How its data travels.
    pub transport: Transport,
    /// When the first page began it, in seconds since the Unix epoch.
    pub begun_at: i64,
    /// As whom it was started.
    pub acting_as: ActingAs,
    pub stage: UploadStage,
    /// How much of the image exists in Glance.
    pub remote: RemoteImage,
    pub meter: Meter,
    pub hashing: Hashing,
    /// What the file must have, where a person knows.
    pub expected: Option<ExpectedDigest>,
    /// The image as Glance last showed it.
    pub image: Option<Box<Image>>,
    pub(super) attempt: Attempt,
    pub(super) file_access: FileAccess,
    /// What an earlier page has read of the file to send it, as long as it is not compared.
    pub(super) prefixes: Vec<PrefixDigest>,
    origin: Origin,
    /// Whether it has come to an outcome, after which it is only looked at again.
    has_outcome: bool,
    /// How often in a row it was asked to come back later.
    pub(super) deferrals: u32,
}

/// Which page began an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    ThisPage,
    /// An earlier one, and what has become of it meanwhile is not known yet.
    EarlierPage,
    /// An earlier one, and this page goes on.
    Resumed,
}

/// What the engine must be told with every event, because it cannot look by itself.
pub struct Context<'a> {
    pub now: Moment,
    /// Who the page acts as; `None` when it is signed out.
    pub acting_as: Option<&'a ActingAs>,
    /// Makes a fresh random id. The browser chooses an image's id before it asks Glance for the
    /// image, so that no lost answer can leave an image behind that nobody knows of.
    pub new_image_id: &'a dyn Fn() -> ImageId,
}

impl UploadTask {
    /// An upload that waits for its turn.
    #[must_use]
    pub fn new(id: UploadId, request: UploadRequest, now: Moment) -> Self {
        let UploadRequest {
            file,
            file_access,
            target,
            earlier,
            begun_at,
            acting_as,
            algorithm,
            expected,
            mut transport,
        } = request;
        let (remote, image) = match (&target, &earlier) {
            (Target::NewImage(_), None) => (RemoteImage::Nothing, None),
            (Target::NewImage(_), Some(earlier)) => {
                (RemoteImage::HalfMade(earlier.image.clone()), None)
            }
            (Target::ExistingImage(image), _) => {
                (RemoteImage::HalfMade(image.id.clone()), Some(image.clone()))
            }
        };
        let origin = earlier
            .as_ref()
            .map_or(Origin::ThisPage, |_| Origin::EarlierPage);
        let (address, prefixes) = earlier.map_or_else(Default::default, |earlier| {
            (earlier.address, earlier.prefixes)
        });
        if let Some(transfer) = transport.tus_mut() {
            transfer.address = address;
        }
        let mut hashing = Hashing::of_file(
            file.size,
            algorithm,
            expected
                .as_ref()
                .filter(|_| file.conversion == Conversion::None)
                .map(|expected| expected.algorithm),
        );
        if file_access == FileAccess::NotHere {
            for whole in prefixes.iter().filter(|prefix| prefix.end == file.size) {
                hashing.know(whole.algorithm, &whole.digest);
            }
        }
        Self {
            id,
            meter: Meter::start(file.size, now),
            hashing,
            expected,
            file,
            target,
            transport,
            begun_at,
            acting_as,
            stage: UploadStage::Waiting,
            remote,
            image,
            attempt: Attempt::default(),
            file_access,
            prefixes,
            origin,
            has_outcome: false,
            deferrals: 0,
        }
    }

    /// Whether this page has the file.
    #[must_use]
    pub fn file_access(&self) -> FileAccess {
        self.file_access
    }

    /// Whether an earlier page began it.
    #[must_use]
    pub fn is_taken_up(&self) -> bool {
        self.origin != Origin::ThisPage
    }

    /// Whether it has come to an outcome, after which it is only looked at again.
    #[must_use]
    pub fn has_outcome(&self) -> bool {
        self.has_outcome
    }

    /// Whether it comes to nothing, stands still, or is verified by less than was wanted, without this tab.
    #[must_use]
    pub fn needs_this_tab(&self) -> bool {
        // What the gateway has it brings to Glance by itself.
        let is_out_of_hand =
            matches!(self.stage, UploadStage::Delivering(_)) && self.hashing.is_settled();
        self.stage.is_moving() && !is_out_of_hand
    }

    /// Takes in what happened and says what is to be done.
    pub fn apply(&mut self, event: Event, context: &Context<'_>) -> Vec<Effect> {
        match event {
            Event::SlotGranted => self.on_slot_granted(context),
            Event::Request(attempt, event) if attempt == self.attempt => {
                self.on_request_event(event, context)
            }
            Event::Request(..) => Vec::new(),
            Event::Hash(algorithm, round, report) => {
                if self.hashing.read_for() == Some((algorithm, round)) {
                    self.note_movement(context);
                }
                self.hashing.report(algorithm, round, report);
                self.stop_when_unexpected(context)
                    .unwrap_or_else(|| self.conclude_when_ready(context))
            }
            Event::Command(command) if self.accepts(&command) => self.grant(command, context),
            Event::Command(_) => Vec::new(),
            Event::FileChosen => self.on_file_chosen(context),
            Event::Online => self.on_online(context),
            Event::SessionChanged => self.on_session_changed(context),
            Event::Tick if matches!(self.stage, UploadStage::Sending) => {
                self.meter.tick(context.now);
                self.look_for_stall(context)
            }
            Event::Tick if matches!(self.stage, UploadStage::ComparingPrefix(_)) => {
                self.look_for_stall(context)
            }
            Event::Tick => Vec::new(),
        }
    }

    /// Whether it can start as soon as there is a slot for it.
    #[must_use]
    pub fn waits_for_slot(&self, acting_as: Option<&ActingAs>) -> bool {
        matches!(self.stage, UploadStage::Waiting) && acting_as == Some(&self.acting_as)
    }

    fn on_slot_granted(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if !matches!(self.stage, UploadStage::Waiting) {
            return Vec::new();
        }
        if self.origin == Origin::EarlierPage {
            self.origin = Origin::Resumed;
            return self.resume(context);
        }
        match &self.remote {
            RemoteImage::Nothing | RemoteImage::Gone(_) => {
                self.remote = RemoteImage::Asked((context.new_image_id)());
                self.transport.forget_address();
                self.enter(UploadStage::Creating(AfterCreating::Send), context)
            }
            RemoteImage::Asked(_) | RemoteImage::HalfMade(_) | RemoteImage::Whole(_) => {
                self.send_data(context)
            }
        }
    }

    /// Goes to `stage` and asks what that stage asks; or waits until the page may ask it. No way leads on with
    /// a file that is not the one that was expected.
    pub(super) fn enter(&mut self, stage: UploadStage, context: &Context<'_>) -> Vec<Effect> {
        if let Some(effects) = self.refuse_unexpected(&stage, context) {
            return effects;
        }
        if stage.asks_glance() && context.acting_as != Some(&self.acting_as) {
            let is_signed_out = context.acting_as.is_none();
            self.pause(stage);
            return if is_signed_out {
                vec![Effect::AskToSignIn]
            } else {
                Vec::new()
            };
        }
        let mut effects = Vec::new();
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        if !stage.reads_chunks() {
            effects.extend(self.hashing.end_reader());
        }
        match &stage {
            UploadStage::Sending => effects.extend(self.begin_sending(context)),
            UploadStage::ComparingPrefix(_) => effects.extend(self.begin_reading(context)),
            UploadStage::Finished(_) => self.has_outcome = true,
            UploadStage::CleaningUp(_)
            | UploadStage::Failed(_)
            | UploadStage::Cancelled
            | UploadStage::Left => {
                effects.extend(self.hashing.stop());
            }
            _ => {}
        }
        effects.extend(
            self.request_of(&stage)
                .map(|ask| Effect::Request(self.attempt, ask)),
        );
        self.stage = stage;
        effects
    }

    /// Asks the clock to come back to the same stage later.
    pub(super) fn wait(&mut self, stage: UploadStage, millis: u64) -> Vec<Effect> {
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        self.stage = stage;
        vec![Effect::Request(self.attempt, Request::Wait(millis))]
    }

    /// Stops until the session is right again, and then goes on with `resume`.
    pub(super) fn pause(&mut self, resume: UploadStage) {
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        self.stage = UploadStage::Paused {
            resume: Box::new(resume),
        };
    }

    /// A chunk is sent when it has been read, which may be later than it was permitted.
    fn on_session_changed(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let is_somebody_else = context.acting_as != Some(&self.acting_as);
        if is_somebody_else
            && matches!(self.stage, UploadStage::Sending)
            && self.transport.tus().is_some()
        {
            self.pause(UploadStage::Locating(Retries::default()));
            return vec![Effect::AbortSending];
        }
        self.end_pause(context)
    }

    fn end_pause(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match &self.stage {
            UploadStage::Paused { resume } if context.acting_as == Some(&self.acting_as) => {
                let stage = (**resume).clone();
                if !stage.holds_slot() {
                    return self.enter(stage, context);
                }
                // Others can have taken its slot meanwhile. A registration waits here before it is asked for.
                if let (UploadStage::Creating(_), RemoteImage::Asked(_)) = (&stage, &self.remote) {
                    self.remote = RemoteImage::Nothing;
                }
                self.enter(UploadStage::Waiting, context)
            }
            _ => Vec::new(),
        }
    }

    fn on_request_event(&mut self, event: RequestEvent, context: &Context<'_>) -> Vec<Effect> {
        match (&self.stage, event) {
            (UploadStage::Creating(then), event) => self.on_create(*then, event, context),
            (UploadStage::Deferred { .. }, RequestEvent::WaitOver) => {
                self.enter(UploadStage::Waiting, context)
            }
            (UploadStage::Opening(opening), event) => self.on_open(opening.clone(), event, context),
            (UploadStage::Sending | UploadStage::Storing, event) => match self.transport {
                Transport::Put => self.on_send(event, context),
                Transport::Tus(_) => self.on_send_chunk(event, context),
            },
            (UploadStage::ComparingPrefix(prefix), event) => {
                self.on_compare_prefix(&prefix.clone(), event, context)
            }
            (UploadStage::Locating(retries), event) => {
                self.on_locate(&retries.clone(), event, context)
            }
            (UploadStage::Delivering(delivery), event) => {
                self.on_delivery(delivery.clone(), event, context)
            }
            (UploadStage::Polling(poll), event) => self.on_poll(poll.clone(), event, context),
            (UploadStage::Verifying { tries, .. }, event) => self.on_verify(*tries, event, context),
            (UploadStage::CleaningUp(clean_up), event) => {
                self.on_clean_up(clean_up.clone(), event, context)
            }
            // No other stage has a request under way.
            _ => Vec::new(),
        }
    }
}
