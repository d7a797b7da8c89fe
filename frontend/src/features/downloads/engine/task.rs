//! One download: its state, and the way in and out of it.

use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;

use super::answer::{AnswerUse, has_same_data};
use super::effect::{Attempt, Effect, WorkerRound};
use super::event::{Event, WorkerEvent};
use super::stage::{AfterStopping, DownloadStage, Failure};
use crate::api::{ApiError, data_path};
use crate::session::ActingAs;
use crate::transfer::backoff::STALLED_AFTER_MILLIS;
use crate::transfer::meter::Meter;
use crate::transfer::moment::Moment;
use crate::workers::saving::{AnswerHead, SaveRequest};

/// Identifies a download within the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DownloadId(pub u32);

/// What the engine is told with each event.
pub struct Context<'a> {
    pub now: Moment,
    /// Who the page acts as; `None` when nobody is signed in.
    pub acting_as: Option<&'a ActingAs>,
}

/// Whether a part of the data can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ranges {
    NotRefused,
    /// What keeps the data refuses to begin in its middle; some stores do.
    Refused,
}

/// The data of one image on its way into one file.
///
/// It knows no clock, no network and no browser: [`DownloadTask::apply`] takes in what happened and gives out what
/// is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct DownloadTask {
    pub id: DownloadId,
    /// The image as it was when its data was first asked for.
    pub image: Box<Image>,
    /// The name of the file on the disk.
    pub file_name: String,
    /// As whom it was begun.
    pub acting_as: ActingAs,
    pub stage: DownloadStage,
    pub meter: Meter,
    /// How long the file is.
    pub(super) written: u64,
    pub(super) attempt: Attempt,
    pub(super) round: WorkerRound,
    /// The worker that has the file, where there is one.
    pub(super) worker: Option<WorkerRound>,
    pub(super) ranges: Ranges,
    /// How often in a row the data was lost without a byte more.
    pub(super) losses: u32,
    /// How often in a row the image could not be read.
    pub(super) checks: u32,
    /// When something was last heard of what is under way.
    moved: Moment,
}

impl DownloadTask {
    /// A download that begins now.
    #[must_use]
    pub fn start(
        id: DownloadId,
        image: Image,
        file_name: String,
        acting_as: ActingAs,
        context: &Context<'_>,
    ) -> (Self, Vec<Effect>) {
        let mut task = Self {
            id,
            meter: Meter::start(image.size.unwrap_or_default(), context.now),
            image: Box::new(image),
            file_name,
            acting_as,
            stage: DownloadStage::Checking,
            written: 0,
            attempt: Attempt::default(),
            round: WorkerRound::default(),
            worker: None,
            ranges: Ranges::NotRefused,
            losses: 0,
            checks: 0,
            moved: context.now,
        };
        let effects = task.check(context);
        (task, effects)
    }

    /// Takes in what happened; gives out what is to be done.
    #[must_use]
    pub fn apply(&mut self, event: Event, context: &Context<'_>) -> Vec<Effect> {
        match event {
            Event::Image(attempt, read) => match (&self.stage, read) {
                (DownloadStage::Checking, Ok(image)) if attempt == self.attempt => {
                    self.checked(image, context)
                }
                (DownloadStage::Checking, Err(trouble)) if attempt == self.attempt => {
                    self.check_failed(trouble)
                }
                _ => Vec::new(),
            },
            Event::WaitOver(attempt) => match self.stage {
                DownloadStage::Waiting { .. } if attempt == self.attempt => self.check(context),
                _ => Vec::new(),
            },
            Event::Worker(round, event) if self.worker == Some(round) => {
                self.on_worker(event, context)
            }
            Event::Worker(..) => Vec::new(),
            Event::Command(command) => self.on_command(command, context),
            Event::SessionChanged => self.on_session(context),
            Event::Online => match &self.stage {
                DownloadStage::Waiting { trouble } if is_silence(trouble) => self.check(context),
                _ => Vec::new(),
            },
            Event::Tick => self.on_tick(context),
        }
    }

    /// How much is written.
    #[must_use]
    pub fn written(&self) -> Bytes {
        Bytes(self.written)
    }

    /// Whether closing the tab would lose something.
    #[must_use]
    pub fn needs_this_tab(&self) -> bool {
        self.stage.is_moving() || self.worker.is_some()
    }

    /// Whether an earlier answer was lost since a byte last came.
    #[must_use]
    pub fn has_lost(&self) -> bool {
        self.losses > 0
    }

    /// Asks for the image: whether it is there, and whether its data is still the same.
    pub(super) fn check(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if context.acting_as != Some(&self.acting_as) {
            self.stage = DownloadStage::Paused;
            return Vec::new();
        }
        self.stage = DownloadStage::Checking;
        self.moved = context.now;
        let attempt = self.next_attempt();
        vec![Effect::ReadImage(attempt, self.image.id.clone())]
    }

    pub(super) fn next_attempt(&mut self) -> Attempt {
        self.attempt = Attempt(self.attempt.0.wrapping_add(1));
        self.attempt
    }

    fn checked(&mut self, image: Box<Image>, context: &Context<'_>) -> Vec<Effect> {
        self.checks = 0;
        if self.worker.is_some() {
            if !has_same_data(&self.image, &image) {
                return self.discard_failed(Failure::DataChanged);
            }
            return self.ask_for_data(Vec::new(), context);
        }
        self.image = image;
        self.written = 0;
        self.ranges = Ranges::NotRefused;
        self.meter = Meter::start(self.image.size.unwrap_or_default(), context.now);
        self.round = WorkerRound(self.round.0.wrapping_add(1));
        self.worker = Some(self.round);
        let algorithm = gaze_shared::digest::compared_algorithm(&self.image);
        let start = Effect::StartWorker(self.round, algorithm);
        self.ask_for_data(vec![start], context)
    }

    /// Asks for what is missing.
    fn ask_for_data(&mut self, mut effects: Vec<Effect>, context: &Context<'_>) -> Vec<Effect> {
        if self.image.size == Some(Bytes(self.written)) {
            self.stage = DownloadStage::Concluding;
            effects.push(Effect::Ask(SaveRequest::Conclude));
            return effects;
        }
        self.stage = DownloadStage::Connecting;
        self.moved = context.now;
        let attempt = self.next_attempt().0;
        let from = (self.written > 0 && self.ranges == Ranges::NotRefused).then_some(self.written);
        let path = data_path(&self.image.id);
        effects.push(Effect::Ask(SaveRequest::Fetch {
            attempt,
            from,
            path,
        }));
        effects
    }

    fn on_worker(&mut self, event: WorkerEvent, context: &Context<'_>) -> Vec<Effect> {
        self.moved = context.now;
        match event {
            WorkerEvent::Answered(attempt, head) => match self.stage {
                DownloadStage::Connecting if attempt == self.attempt => {
                    self.answered(&head, context)
                }
                _ => Vec::new(),
            },
            WorkerEvent::Refused(attempt, error) if attempt == self.attempt => {
                self.data_refused(error, context)
            }
            WorkerEvent::Written(bytes) => {
                self.note_written(bytes, context);
                Vec::new()
            }
            WorkerEvent::Ended(attempt, bytes) | WorkerEvent::Broke(attempt, bytes)
                if attempt == self.attempt =>
            {
                self.note_written(bytes, context);
                self.answer_ended(context)
            }
            WorkerEvent::Refused(..) | WorkerEvent::Ended(..) | WorkerEvent::Broke(..) => {
                Vec::new()
            }
            WorkerEvent::Concluded(bytes, digest) => self.concluded(bytes, digest),
            WorkerEvent::Kept => self.kept(),
            WorkerEvent::Discarded => self.discarded(),
            WorkerEvent::NotSaved(failure) => self.broken(Failure::NotSaved(failure)),
            WorkerEvent::Fault(fault) => self.broken(Failure::Worker(fault)),
        }
    }

    fn answered(&mut self, head: &AnswerHead, context: &Context<'_>) -> Vec<Effect> {
        match AnswerUse::of(head, &self.image, self.written) {
            AnswerUse::Take {
                reception,
                skip,
                at_most,
                total,
            } => {
                self.stage = DownloadStage::Receiving(reception);
                if self.image.size.is_none() {
                    self.image.size = Some(Bytes(total));
                }
                self.meter = Meter::resume(Bytes(total), self.written(), context.now);
                let attempt = self.attempt.0;
                vec![Effect::Ask(SaveRequest::Take {
                    attempt,
                    skip,
                    at_most,
                })]
            }
            AnswerUse::OtherData => {
                let mut effects = vec![self.abandon()];
                effects.extend(self.discard_failed(Failure::DataChanged));
                effects
            }
            AnswerUse::None => self.stop(AfterStopping::GoOn(unusable(head))),
        }
    }

    fn note_written(&mut self, bytes: u64, context: &Context<'_>) {
        if bytes > self.written {
            self.written = bytes;
            self.losses = 0;
        }
        self.meter.record(self.written(), context.now);
    }

    /// The answer is over, whatever was left of it.
    fn answer_ended(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match self.stage.clone() {
            DownloadStage::Connecting | DownloadStage::Receiving(_) => {
                if self.image.size == Some(self.written()) {
                    return self.ask_for_data(Vec::new(), context);
                }
                self.data_lost(ApiError::Unreachable, context)
            }
            DownloadStage::Stopping(AfterStopping::GoOn(trouble)) => {
                self.data_lost(trouble, context)
            }
            DownloadStage::Stopping(AfterStopping::Pause) => {
                self.stage = DownloadStage::Paused;
                self.on_session(context)
            }
            _ => Vec::new(),
        }
    }

    /// Gives up the answer that is under way.
    pub(super) fn stop(&mut self, then: AfterStopping) -> Vec<Effect> {
        self.stage = DownloadStage::Stopping(then);
        vec![self.abandon()]
    }

    pub(super) fn abandon(&self) -> Effect {
        let attempt = self.attempt.0;
        Effect::Ask(SaveRequest::Abandon { attempt })
    }

    fn on_tick(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if matches!(self.stage, DownloadStage::Receiving(_)) {
            self.meter.tick(context.now);
        }
        if context.now.millis_since(self.moved) < STALLED_AFTER_MILLIS {
            return Vec::new();
        }
        match self.stage {
            DownloadStage::Connecting | DownloadStage::Receiving(_) => {
                self.stop(AfterStopping::GoOn(ApiError::Unreachable))
            }
            // What comes of this request after all is another attempt's.
            DownloadStage::Checking => self.check_failed(ApiError::Unreachable),
            _ => Vec::new(),
        }
    }
}

/// Whether nobody was there to answer, which mends itself when the network is back.
pub(super) fn is_silence(trouble: &ApiError) -> bool {
    matches!(trouble, ApiError::Unreachable | ApiError::NoResponse)
}

/// For a bug report.
fn unusable(head: &AnswerHead) -> ApiError {
    ApiError::Unreadable {
        detail: format!("status={}", head.status),
        request_id: None,
    }
}
