//! One upload: its state, and the way in and out of it.

use gaze_shared::glance::image::{Image, ImageId};

use super::effect::{Attempt, Effect, Protection, Request};
use super::event::{Answer, Event};
use super::hashing::{Hashing, Lanes};
use super::meter::Meter;
use super::moment::Moment;
use super::poll::{Look, LookFor};
use super::stage::{AfterCreating, Stage};
use super::target::{ActingAs, FileFacts, Footing, Order, Target, UploadId};

/// One file on its way into one image.
///
/// It knows no clock, no network and no browser: [`Upload::apply`] takes in what happened and gives
/// out what is to be done. At most one request of it is under way at any time; what an earlier one
/// still has to say is told apart by its [`Attempt`] and ignored.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Which upload this is.
    pub id: UploadId,
    /// The file.
    pub file: FileFacts,
    /// Where its data goes.
    pub target: Target,
    /// As whom it was started.
    pub acting_as: ActingAs,
    /// Where it stands.
    pub stage: Stage,
    /// How much of the image exists in Glance.
    pub footing: Footing,
    /// The transfer's progress.
    pub meter: Meter,
    /// The hashing of the file.
    pub hashing: Hashing,
    /// The image as Glance last showed it.
    pub image: Option<Box<Image>>,
    pub(super) attempt: Attempt,
}

/// What the engine must be told with every event, because it cannot look by itself.
pub struct Surroundings<'a> {
    /// The time.
    pub now: Moment,
    /// Who the page acts as; `None` when it is signed out.
    pub acting_as: Option<&'a ActingAs>,
    /// Makes a fresh random id. The browser chooses an image's id before it asks Glance for the
    /// image, so that no lost answer can leave an image behind that nobody knows of.
    pub new_image_id: &'a dyn Fn() -> ImageId,
}

impl Upload {
    /// An upload that waits for its turn.
    #[must_use]
    pub fn new(id: UploadId, order: Order, now: Moment) -> Self {
        let Order {
            file,
            target,
            acting_as,
        } = order;
        let (footing, image) = match &target {
            Target::NewImage(_) => (Footing::Nothing, None),
            Target::ExistingImage(image) => {
                (Footing::HalfMade(image.id.clone()), Some(image.clone()))
            }
        };
        Self {
            id,
            meter: Meter::start(file.size, now),
            hashing: Hashing::of_file(file.size),
            file,
            target,
            acting_as,
            stage: Stage::Waiting,
            footing,
            image,
            attempt: Attempt::default(),
        }
    }

    /// Takes in what happened and says what is to be done.
    pub fn apply(&mut self, event: Event, around: &Surroundings<'_>) -> Vec<Effect> {
        match event {
            Event::SlotGranted => self.begin(around),
            Event::Answer(attempt, answer) if attempt == self.attempt => {
                self.take_answer(answer, around)
            }
            Event::Answer(..) => Vec::new(),
            Event::Hash(algorithm, round, report) => {
                self.hashing.report(algorithm, round, report);
                self.conclude_when_ready(around)
            }
            Event::Wish(wish) if self.accepts(&wish) => self.grant(wish, around),
            Event::Wish(_) => Vec::new(),
            Event::SessionChanged => self.resume(around),
            Event::Tick => {
                if matches!(self.stage, Stage::Sending) {
                    self.meter.tick(around.now);
                }
                Vec::new()
            }
        }
    }

    /// Whether it can start as soon as there is a slot for it.
    #[must_use]
    pub fn waits_for_slot(&self, acting_as: Option<&ActingAs>) -> bool {
        matches!(self.stage, Stage::Waiting) && acting_as == Some(&self.acting_as)
    }

    fn begin(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Waiting) {
            return Vec::new();
        }
        match &self.footing {
            Footing::Nothing | Footing::Gone(_) => {
                self.footing = Footing::Asked((around.new_image_id)());
                self.enter(Stage::Creating(AfterCreating::Send), around)
            }
            Footing::Asked(_) | Footing::HalfMade(_) | Footing::Whole(_) => {
                self.enter(Stage::Sending, around)
            }
        }
    }

    /// Goes to `stage` and asks what that stage asks; or waits until the page may ask it.
    pub(super) fn enter(&mut self, stage: Stage, around: &Surroundings<'_>) -> Vec<Effect> {
        if stage.asks_glance() && around.acting_as != Some(&self.acting_as) {
            let is_signed_out = around.acting_as.is_none();
            self.pause(stage);
            return if is_signed_out {
                vec![Effect::AskToSignIn]
            } else {
                Vec::new()
            };
        }
        let mut effects = Vec::new();
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        match &stage {
            Stage::Sending => {
                self.meter = Meter::start(self.file.size, around.now);
                effects.extend(self.hashing.start(Lanes::All));
            }
            Stage::CleaningUp(_) | Stage::Failed(_) | Stage::Cancelled | Stage::Left => {
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
    pub(super) fn wait(&mut self, stage: Stage, millis: u64) -> Vec<Effect> {
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        self.stage = stage;
        vec![Effect::Request(self.attempt, Request::Wait(millis))]
    }

    /// Stops until the session is right again, and then goes on with `resume`.
    pub(super) fn pause(&mut self, resume: Stage) {
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        self.stage = Stage::Paused {
            resume: Box::new(resume),
        };
    }

    fn resume(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        match &self.stage {
            Stage::Paused { resume } if around.acting_as == Some(&self.acting_as) => {
                let stage = (**resume).clone();
                self.enter(stage, around)
            }
            _ => Vec::new(),
        }
    }

    fn take_answer(&mut self, answer: Answer, around: &Surroundings<'_>) -> Vec<Effect> {
        match (&self.stage, answer) {
            (Stage::Creating(then), answer) => self.created(*then, answer, around),
            (Stage::Sending | Stage::Storing, answer) => self.sent(answer, around),
            (Stage::Looking(look), answer) => self.looked(look.clone(), answer, around),
            (Stage::Verifying { tries, .. }, answer) => self.verified(*tries, answer, around),
            (Stage::CleaningUp(clean_up), answer) => {
                self.cleaned_up(clean_up.clone(), answer, around)
            }
            // No other stage has a request under way.
            _ => Vec::new(),
        }
    }

    fn request_of(&self, stage: &Stage) -> Option<Request> {
        let image = self.footing.image()?.clone();
        match stage {
            Stage::Creating(_) => match &self.target {
                Target::NewImage(create) => {
                    let mut create = create.clone();
                    create.id = Some(image);
                    Some(Request::Create(create))
                }
                Target::ExistingImage(_) => None,
            },
            Stage::Sending => Some(Request::Send {
                image,
                size: self.file.size,
            }),
            Stage::Looking(Look {
                why: LookFor::AfterLoss { .. },
                ..
            }) => Some(Request::LookAfterLoss {
                image,
                size: self.file.size,
            }),
            Stage::Looking(_) | Stage::Verifying { .. } => Some(Request::Look(image)),
            Stage::CleaningUp(_) => {
                let protection = if self.target.is_protected() {
                    Protection::LiftFirst
                } else {
                    Protection::Off
                };
                Some(Request::Delete(image, protection))
            }
            _ => None,
        }
    }
}
