//! What is around a download: Glance, a network, a worker with a disk, and the time.

use std::collections::VecDeque;

use gaze_shared::digest::{Algorithm, Hasher, HexDigest};
use gaze_shared::glance::image::Image;

use super::super::effect::{Attempt, Effect, WorkerRound};
use super::super::event::{Command, Event, WorkerEvent};
use super::super::stage::DownloadStage;
use super::super::task::{Context, DownloadId, DownloadTask};
use super::{DATA, demo, image};
use crate::api::ApiError;
use crate::session::ActingAs;
use crate::transfer::moment::Moment;
use crate::workers::saving::{AnswerHead, ContentRange, SaveFailure, SaveRequest};

/// How Glance, or something in its place, answers the question for data.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answering {
    /// As Glance does.
    Rightly,
    /// With the whole, whatever was asked for.
    Whole,
    /// With a part that begins so many bytes further on.
    OtherPart(u64),
    /// With a page of another length.
    OtherLength,
    /// With the checksum of other data.
    OtherChecksum,
    /// With no data.
    NoContent,
    Refusing(u16),
    /// Not at all.
    Lost,
}

/// An answer whose bytes come.
struct Flow {
    attempt: u32,
    /// What of the data it has.
    bytes: Vec<u8>,
    sent: usize,
    skip: u64,
    left: u64,
}

struct Worker {
    round: WorkerRound,
    algorithm: Option<Algorithm>,
    file: Vec<u8>,
    asked: VecDeque<SaveRequest>,
    /// An answer that nobody has taken or left yet.
    answered: Option<(u32, Vec<u8>)>,
    flow: Option<Flow>,
}

pub(super) struct World {
    pub(super) task: DownloadTask,
    /// The image as Glance tells it now.
    pub(super) glance: Image,
    pub(super) acting_as: Option<ActingAs>,
    pub(super) now: u64,
    /// The file, once it is in its place.
    pub(super) kept: Option<Vec<u8>>,
    pub(super) asked_to_sign_in: usize,
    /// What was asked for: from which byte on.
    pub(super) fetched: Vec<Option<u64>>,
    pub(super) pauses: Vec<u64>,
    reading: Option<Attempt>,
    waiting: Option<(Attempt, u64)>,
    worker: Option<Worker>,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(image())
    }

    pub(super) fn with(glance: Image) -> Self {
        let acting_as = Some(demo());
        let context = Context {
            now: Moment(0),
            acting_as: acting_as.as_ref(),
        };
        let name = "debian-13.qcow2".to_owned();
        let (task, effects) =
            DownloadTask::start(DownloadId(1), glance.clone(), name, demo(), &context);
        let mut world = Self {
            task,
            glance,
            acting_as,
            now: 0,
            kept: None,
            asked_to_sign_in: 0,
            fetched: Vec::new(),
            pauses: Vec::new(),
            reading: None,
            waiting: None,
            worker: None,
        };
        world.carry_out(effects);
        world
    }

    pub(super) fn apply(&mut self, event: Event) {
        let context = Context {
            now: Moment(self.now),
            acting_as: self.acting_as.as_ref(),
        };
        let effects = self.task.apply(event, &context);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::ReadImage(attempt, _) => {
                    assert_eq!(
                        self.acting_as.as_ref(),
                        Some(&self.task.acting_as),
                        "Glance is asked as somebody else"
                    );
                    self.reading = Some(attempt);
                }
                Effect::Wait(attempt, millis) => {
                    self.pauses.push(millis);
                    self.waiting = Some((attempt, self.now + millis));
                }
                Effect::StartWorker(round, algorithm) => {
                    self.worker = Some(Worker {
                        round,
                        algorithm,
                        file: Vec::new(),
                        asked: VecDeque::new(),
                        answered: None,
                        flow: None,
                    });
                }
                Effect::Ask(request) => {
                    let worker = self.worker.as_mut().expect("a worker that can be asked");
                    worker.asked.push_back(request);
                }
                Effect::EndWorker => self.worker = None,
                Effect::AskToSignIn => self.asked_to_sign_in += 1,
            }
        }
    }

    pub(super) fn command(&mut self, command: Command) {
        self.apply(Event::Command(command));
    }

    pub(super) fn act_as(&mut self, who: Option<ActingAs>) {
        self.acting_as = who;
        self.apply(Event::SessionChanged);
    }

    /// Answers the question for the image.
    pub(super) fn tell_image(&mut self) -> bool {
        let image = Box::new(self.glance.clone());
        self.answer_image(Ok(image))
    }

    pub(super) fn answer_image(&mut self, answer: Result<Box<Image>, ApiError>) -> bool {
        let Some(attempt) = self.reading.take() else {
            return false;
        };
        self.apply(Event::Image(attempt, answer));
        true
    }

    /// Lets time pass, second by second.
    pub(super) fn pass(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now += 1000;
            self.apply(Event::Tick);
            if let Some((attempt, at)) = self.waiting
                && at <= self.now
            {
                self.waiting = None;
                self.apply(Event::WaitOver(attempt));
            }
        }
    }

    fn hear(&mut self, event: WorkerEvent) {
        if let Some(round) = self.worker.as_ref().map(|worker| worker.round) {
            self.apply(Event::Worker(round, event));
        }
    }

    fn length(&self) -> u64 {
        self.worker.as_ref().map_or(0, |one| one.file.len() as u64)
    }

    /// The worker does the next thing that it was asked for; `false` when there is nothing that it can do.
    pub(super) fn work(&mut self, answering: Answering) -> bool {
        let Some(worker) = &mut self.worker else {
            return false;
        };
        let Some(request) = worker.asked.front().cloned() else {
            return false;
        };
        // While an answer flows, only the word to leave it is heard.
        if let Some(flow) = &worker.flow {
            let attempt = flow.attempt;
            if !worker.asked.contains(&SaveRequest::Abandon { attempt }) {
                return false;
            }
            self.break_off();
            return true;
        }
        worker.asked.pop_front();
        match request {
            SaveRequest::Fetch { attempt, from, .. } => {
                self.fetched.push(from);
                self.answer(attempt, from.unwrap_or(0), answering);
            }
            SaveRequest::Take {
                attempt,
                skip,
                at_most,
            } => {
                if let Some((answered, bytes)) = worker.answered.take() {
                    assert_eq!(answered, attempt);
                    worker.flow = Some(Flow {
                        attempt,
                        bytes,
                        sent: 0,
                        skip,
                        left: at_most,
                    });
                }
            }
            SaveRequest::Abandon { .. } => {
                if let Some((attempt, _)) = worker.answered.take() {
                    let length = self.length();
                    self.hear(WorkerEvent::Broke(Attempt(attempt), length));
                }
            }
            SaveRequest::Conclude => {
                let digest: Option<HexDigest> = worker.algorithm.map(|algorithm| {
                    let mut hasher = Hasher::new(algorithm);
                    hasher.update(&worker.file);
                    hasher.finish()
                });
                let length = self.length();
                self.hear(WorkerEvent::Concluded(length, digest));
            }
            SaveRequest::Keep => {
                self.kept = Some(worker.file.clone());
                self.hear(WorkerEvent::Kept);
            }
            SaveRequest::Discard => {
                worker.file.clear();
                self.hear(WorkerEvent::Discarded);
            }
        }
        true
    }

    fn answer(&mut self, attempt: u32, from: u64, answering: Answering) {
        let total = DATA.len() as u64;
        let part = |first: u64| {
            let content_range = (first < total).then_some(ContentRange {
                first,
                last: total - 1,
                total: Some(total),
            });
            let length = Some(total.saturating_sub(first));
            (206, content_range, length, first)
        };
        let number = Attempt(attempt);
        let length = self.length();
        let (status, content_range, length, first) = match answering {
            Answering::Lost => return self.hear(WorkerEvent::Broke(number, length)),
            Answering::Refusing(status) => {
                let error = ApiError::from_refusal(status, None, None, "");
                return self.hear(WorkerEvent::Refused(number, error));
            }
            Answering::Rightly | Answering::OtherChecksum if from > 0 => part(from),
            Answering::OtherPart(further) => part(from + further),
            Answering::OtherLength => (200, None, Some(total + 7), 0),
            Answering::NoContent => (204, None, None, total),
            Answering::Rightly | Answering::OtherChecksum | Answering::Whole => {
                (200, None, Some(total), 0)
            }
        };
        let md5 = match answering {
            Answering::OtherChecksum => Some(HexDigest::from_text("0123")),
            _ => None,
        };
        if let Some(worker) = &mut self.worker {
            let start = (first as usize).min(DATA.len());
            worker.answered = Some((attempt, DATA[start..].to_vec()));
        }
        let head = AnswerHead {
            status,
            content_range,
            length,
            md5,
        };
        self.hear(WorkerEvent::Answered(number, head));
    }

    /// So many bytes of the answer come, each changed by `damage`.
    pub(super) fn flow(&mut self, bytes: usize, damage: u8) -> bool {
        let Some(worker) = &mut self.worker else {
            return false;
        };
        let Some(flow) = &mut worker.flow else {
            return false;
        };
        for byte in flow.bytes.iter().skip(flow.sent).take(bytes) {
            if flow.skip > 0 {
                flow.skip -= 1;
            } else if flow.left > 0 {
                flow.left -= 1;
                worker.file.push(byte ^ damage);
            }
        }
        flow.sent = flow.bytes.len().min(flow.sent.saturating_add(bytes));
        let is_over = flow.sent == flow.bytes.len() || flow.left == 0;
        let attempt = Attempt(flow.attempt);
        if is_over {
            worker.flow = None;
        }
        let length = self.length();
        self.hear(WorkerEvent::Written(length));
        if is_over {
            self.hear(WorkerEvent::Ended(attempt, length));
        }
        true
    }

    /// The connection of the answer goes.
    pub(super) fn break_off(&mut self) {
        let flow = self.worker.as_mut().and_then(|worker| worker.flow.take());
        if let Some(flow) = flow {
            let length = self.length();
            self.hear(WorkerEvent::Broke(Attempt(flow.attempt), length));
        }
    }

    /// The answer ends before its end, as if it were whole.
    pub(super) fn end_early(&mut self) {
        let flow = self.worker.as_mut().and_then(|worker| worker.flow.take());
        if let Some(flow) = flow {
            let length = self.length();
            self.hear(WorkerEvent::Ended(Attempt(flow.attempt), length));
        }
    }

    pub(super) fn disk_fails(&mut self) {
        self.hear(WorkerEvent::NotSaved(SaveFailure::NoRoom));
    }

    /// Everything goes right from now on, until nothing more happens.
    pub(super) fn run(&mut self) {
        for _ in 0..2000 {
            if !self.task.stage.is_moving() || self.task.stage == DownloadStage::Paused {
                return;
            }
            let is_done =
                self.tell_image() || self.work(Answering::Rightly) || self.flow(usize::MAX, 0);
            if !is_done {
                self.pass(1);
            }
        }
        panic!("it does not end: {:?}", self.task.stage);
    }

    pub(super) fn is_written(&self) -> u64 {
        self.length()
    }
}
