//! A made-up Glance with as much of the real one's manners as the engine can meet
//! (`glance/api/v2/image_data.py`, measured on Glance 33.0.0).

use std::collections::BTreeMap;

use gaze_shared::digest::{Algorithm, Verdict};
use gaze_shared::gateway::ErrorKind;
use gaze_shared::glance::image::{Image, ImageId, Status};

use super::super::effect::{Attempt, Effect, HashRound, Protection, Request};
use super::super::event::{Command, Event, HashReport, RequestEvent};
use super::super::queue::Queue;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::{ActingAs, Target, UploadId, UploadRequest};
use super::super::task::{Context, UploadTask};
use super::fixtures::{
    ONLY, SIZE, create, demo, digest_of, glance, image_of, prefix_digest, request, request_by_tus,
    store, unreachable,
};
use super::gateway::{Gateway, refused};
use crate::features::uploads::keeping::record::ResumeRecord;
use crate::transfer::moment::Moment;

/// The engine, and everything around it.
pub(super) struct World {
    pub(super) queue: Queue,
    pub(super) images: BTreeMap<ImageId, Image>,
    pub(super) gateway: Gateway,
    pub(super) now: u64,
    pub(super) acting_as: Option<ActingAs>,
    pub(super) pending: BTreeMap<UploadId, (Attempt, Request)>,
    pub(super) hashing: Vec<(UploadId, Algorithm, HashRound)>,
    pub(super) receipts: Vec<ImageId>,
    pub(super) sign_ins_asked: usize,
    ids: std::cell::Cell<u32>,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            queue: Queue::default(),
            images: BTreeMap::new(),
            gateway: Gateway::default(),
            now: 0,
            acting_as: Some(demo()),
            pending: BTreeMap::new(),
            hashing: Vec::new(),
            receipts: Vec::new(),
            sign_ins_asked: 0,
            ids: std::cell::Cell::new(0),
        }
    }

    /// A world with one upload of a new image under way.
    pub(super) fn uploading() -> Self {
        let mut world = Self::new();
        world.add(request(Target::NewImage(Box::new(create()))));
        world
    }

    /// The same by tus.
    pub(super) fn uploading_by_tus() -> Self {
        let mut world = Self::new();
        world.add(request_by_tus(Target::NewImage(Box::new(create()))));
        world
    }

    /// A world with one upload into an image that was there before.
    pub(super) fn filling() -> Self {
        Self::filling_by(request)
    }

    /// The same in a way of one's own.
    pub(super) fn filling_by(request: impl FnOnce(Target) -> UploadRequest) -> Self {
        let mut world = Self::new();
        let mut create = create();
        create.id = "00000000-0000-4000-8000-00000000aaaa".parse().ok();
        let image = image_of(&create);
        world.images.insert(image.id.clone(), image.clone());
        world.add(request(Target::ExistingImage(Box::new(image))));
        world
    }

    /// An image without data that is there already, a new one each time.
    pub(super) fn existing_image(&mut self) -> Image {
        let mut create = create();
        create.id = format!(
            "00000000-0000-4000-8000-{:012}",
            1_000_000 + self.images.len()
        )
        .parse()
        .ok();
        let image = image_of(&create);
        self.images.insert(image.id.clone(), image.clone());
        image
    }

    pub(super) fn upload(&self) -> &UploadTask {
        self.queue.get(ONLY).unwrap()
    }

    pub(super) fn stage(&self) -> &UploadStage {
        &self.upload().stage
    }

    pub(super) fn is_verified(&self) -> bool {
        matches!(
            self.stage(),
            UploadStage::Finished(UploadOutcome::Compared(Verdict::Verified(_)))
        )
    }

    /// What the only upload asks.
    pub(super) fn asked(&self) -> &Request {
        &self.pending[&ONLY].1
    }

    /// The image of the only upload, as it is in Glance.
    pub(super) fn image(&self) -> Option<&Image> {
        self.images.get(self.upload().remote.image()?)
    }

    pub(super) fn set_status(&mut self, status: Status) {
        let id = self.upload().remote.image().unwrap().clone();
        self.images.get_mut(&id).unwrap().status = status;
    }

    pub(super) fn add(&mut self, request: UploadRequest) -> UploadId {
        let mut queue = std::mem::take(&mut self.queue);
        let (id, wanted) = self.with_context(|context| queue.add(request, context));
        self.queue = queue;
        self.note(wanted);
        id
    }

    pub(super) fn apply(&mut self, id: UploadId, event: Event) {
        let mut queue = std::mem::take(&mut self.queue);
        let wanted = self.with_context(|context| queue.apply(id, event, context));
        self.queue = queue;
        self.note(wanted);
    }

    pub(super) fn command(&mut self, command: Command) {
        self.apply(ONLY, Event::Command(command));
    }

    pub(super) fn act_as(&mut self, who: Option<ActingAs>) {
        self.acting_as = who;
        let mut queue = std::mem::take(&mut self.queue);
        let wanted =
            self.with_context(|context| queue.apply_to_all(&Event::SessionChanged, context));
        self.queue = queue;
        self.note(wanted);
    }

    /// The page of an upload goes, with whatever was under way. What is kept of it stays.
    pub(super) fn lose_page(&mut self, id: UploadId) -> Option<ResumeRecord> {
        let record = ResumeRecord::of(self.queue.get(id)?);
        self.queue.lose(id);
        self.pending.remove(&id);
        self.hashing.retain(|(of, ..)| *of != id);
        record
    }

    /// Reports on the only upload's pending request.
    pub(super) fn report(&mut self, event: RequestEvent) {
        self.report_for(ONLY, event);
    }

    pub(super) fn report_for(&mut self, id: UploadId, event: RequestEvent) {
        let keeps = matches!(event, RequestEvent::Progress(_) | RequestEvent::AllSent);
        let (attempt, _) = if keeps {
            self.pending[&id].clone()
        } else {
            self.pending.remove(&id).unwrap()
        };
        self.apply(id, Event::Request(attempt, event));
    }

    /// Lets Glance do what is asked and answers so.
    pub(super) fn serve(&mut self) {
        self.serve_for(ONLY);
    }

    pub(super) fn serve_for(&mut self, id: UploadId) {
        let (attempt, request) = self.pending[&id].clone();
        let event = self.perform(&request);
        self.finish_reading(id, &request);
        self.report_if_heard(id, attempt, event);
    }

    /// Lets Glance do what is asked; the answer is lost.
    pub(super) fn serve_unheard_for(&mut self, id: UploadId) {
        let (attempt, request) = self.pending[&id].clone();
        let _lost = self.perform(&request);
        self.finish_reading(id, &request);
        self.report_if_heard(id, attempt, unreachable());
    }

    /// What the file was hashed to can have withdrawn the request.
    fn report_if_heard(&mut self, id: UploadId, attempt: Attempt, event: RequestEvent) {
        if self
            .pending
            .get(&id)
            .is_some_and(|(now, _)| *now == attempt)
        {
            self.report_for(id, event);
        }
    }

    /// Whoever has read a file to its end has hashed it.
    fn finish_reading(&mut self, id: UploadId, request: &Request) {
        if let Request::SendChunk(chunk) = request
            && chunk.offset.0 + chunk.at_most.0 >= SIZE.0
        {
            let (algorithm, round) = chunk.hashed_by;
            self.finish_hash(id, algorithm, round);
        }
    }

    /// Lets everything go its way but what `fault` answers, until the only upload moves no more. Says how often
    /// there was a fault; there is a bound against going round in circles.
    pub(super) fn serve_but(
        &mut self,
        mut fault: impl FnMut(&Request) -> Option<RequestEvent>,
    ) -> usize {
        let mut faults = 0;
        for _ in 0..300 {
            if !self.stage().is_moving() {
                return faults;
            }
            match fault(self.asked()) {
                Some(event) => {
                    faults += 1;
                    self.report(event);
                }
                None => self.serve(),
            }
        }
        panic!("the engine never comes to rest: {:?}", self.queue);
    }

    /// Serves until nothing is asked any more, with a bound against going round in circles.
    pub(super) fn settle(&mut self) {
        for _ in 0..1000 {
            if let Some(id) = self.pending.keys().next().copied() {
                self.serve_for(id);
            } else if let Some((id, algorithm, round)) = self.hashing.first().copied() {
                self.finish_hash(id, algorithm, round);
            } else {
                return;
            }
        }
        panic!("the engine never comes to rest: {:?}", self.queue);
    }

    pub(super) fn finish_hashing(&mut self) {
        while let Some((id, algorithm, round)) = self.hashing.first().copied() {
            self.finish_hash(id, algorithm, round);
        }
    }

    pub(super) fn finish_hash(&mut self, id: UploadId, algorithm: Algorithm, round: HashRound) {
        let report = HashReport::Done {
            digest: digest_of(algorithm),
            bytes: SIZE,
        };
        self.report_hash(id, algorithm, round, report);
    }

    pub(super) fn report_hash(
        &mut self,
        id: UploadId,
        algorithm: Algorithm,
        round: HashRound,
        report: HashReport,
    ) {
        if !matches!(report, HashReport::Progress(_)) {
            self.hashing.retain(|job| *job != (id, algorithm, round));
        }
        self.apply(id, Event::Hash(algorithm, round, report));
    }

    fn perform(&mut self, request: &Request) -> RequestEvent {
        match request {
            Request::Create(create) => {
                let id = create.id.clone().unwrap();
                if self.images.contains_key(&id) {
                    return glance(409, "Image ID already exists!");
                }
                let image = image_of(create);
                self.images.insert(id, image.clone());
                RequestEvent::Created(Box::new(image))
            }
            Request::Send { image, size } => match self.images.get_mut(image) {
                None => glance(404, "No image found"),
                Some(image) if image.status != Status::Queued => {
                    glance(409, "Image status transition is not allowed")
                }
                Some(image) => {
                    store(image, *size);
                    RequestEvent::Stored
                }
            },
            Request::OpenTus { image, size } => match self.images.get(image) {
                None => glance(404, "No image found"),
                Some(image) if image.status != Status::Queued => {
                    refused(409, ErrorKind::ImageNotReady)
                }
                Some(_) => self.gateway.open(image, *size),
            },
            Request::FindTus(image) => self.gateway.find(image),
            Request::ReadTus(address) => {
                let deliver = |image: &mut Image| store(image, SIZE);
                self.gateway.report(address, &mut self.images, deliver)
            }
            Request::HashPrefix { end, .. } => RequestEvent::PrefixHashed(prefix_digest(*end)),
            Request::SendChunk(chunk) => self.gateway.append(chunk),
            Request::EndTus(address) => self.gateway.end(address),
            Request::ReadImage(id) | Request::ReadImageAfterLoss { image: id, .. } => {
                self.images.get(id).map_or_else(
                    || glance(404, "No image found"),
                    |image| RequestEvent::Seen(Box::new(image.clone())),
                )
            }
            Request::Delete(id, protection) => match self.images.get(id) {
                None => glance(404, "No image found"),
                Some(image) if image.protected && *protection == Protection::Off => {
                    glance(403, "Image is protected and cannot be deleted.")
                }
                Some(_) => {
                    self.images.remove(id);
                    self.gateway.image_deleted(id);
                    RequestEvent::Deleted
                }
            },
            Request::Wait(millis) => {
                self.now += millis;
                RequestEvent::WaitOver
            }
        }
    }

    fn with_context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let new_image_id = || {
            let number = self.ids.get() + 1;
            self.ids.set(number);
            format!("00000000-0000-4000-8000-{number:012}")
                .parse()
                .unwrap()
        };
        ask(&Context {
            now: Moment(self.now),
            acting_as: self.acting_as.as_ref(),
            new_image_id: &new_image_id,
        })
    }

    fn note(&mut self, wanted: Vec<(UploadId, Effect)>) {
        for (id, effect) in wanted {
            match effect {
                Effect::Request(attempt, request) => {
                    let started_as = &self.queue.get(id).unwrap().acting_as;
                    assert!(
                        matches!(request, Request::Wait(_) | Request::HashPrefix { .. })
                            || self.acting_as.as_ref() == Some(started_as),
                        "{request:?} was asked while acting as {:?}",
                        self.acting_as
                    );
                    self.pending.insert(id, (attempt, request));
                }
                Effect::AbortSending | Effect::CloseReader => {}
                Effect::StartHashing(algorithm, round) => self.hashing.push((id, algorithm, round)),
                Effect::StopHashing => self.hashing.retain(|(of, ..)| *of != id),
                Effect::SaveLocalReceipt(image) => self.receipts.push(image),
                Effect::AskToSignIn => self.sign_ins_asked += 1,
            }
        }
        // A stage that asks nothing has withdrawn what it asked before.
        let queue = &self.queue;
        self.pending.retain(|id, (attempt, _)| {
            queue
                .get(*id)
                .is_some_and(|upload| upload.attempt == *attempt)
        });
    }
}
