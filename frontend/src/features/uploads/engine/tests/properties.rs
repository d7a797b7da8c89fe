//! Every order of events, the unlikely ones included.

use std::collections::BTreeSet;

use gaze_shared::digest::{Algorithm, HexDigest, Verdict};
use gaze_shared::glance::image::{DiskFormat, ImageId, Status};
use gaze_shared::units::Bytes;
use proptest::prelude::*;

use super::super::cause::Cause;
use super::super::earlier::{EarlierUpload, FileAccess, PrefixDigest};
use super::super::effect::{Attempt, HashRound, Request};
use super::super::event::{Command, Event, HashReport, RequestEvent};
use super::super::expected::{Expectation, ExpectedDigest};
use super::super::queue::TRANSFER_SLOTS;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::{Target, UploadId, UploadRequest};
use super::chance::{Chance, Way, chance, expected};
use super::fixtures::{
    CHUNK, SIZE, create, demo, digest_of, glance, person, prefix_digest, request, request_by_tus,
    unreachable,
};
use super::world::World;
use crate::features::uploads::keeping::record::ResumeWay;
use crate::workers::protocol::ReadFailure;

fn is_wrong(expected: &ExpectedDigest) -> bool {
    expected.digest != digest_of(expected.algorithm)
}

fn is_sending(request: &Request) -> bool {
    matches!(request, Request::Send { .. } | Request::SendChunk(_))
}

fn pick<T: Clone>(among: &[T], number: u8) -> Option<T> {
    let index = usize::from(number).checked_rem(among.len())?;
    among.get(index).cloned()
}

struct Trial {
    world: World,
    /// What a person has decided to leave incomplete.
    left: BTreeSet<ImageId>,
}

impl Trial {
    fn pending(&self, number: u8) -> Option<UploadId> {
        pick(
            &self.world.pending.keys().copied().collect::<Vec<_>>(),
            number,
        )
    }

    fn any_upload(&self, number: u8) -> Option<UploadId> {
        let ids: Vec<UploadId> = self
            .world
            .queue
            .uploads()
            .iter()
            .map(|one| one.id)
            .collect();
        pick(&ids, number)
    }

    fn happen(&mut self, chance: Chance) {
        let world = &mut self.world;
        match chance {
            Chance::Add(way, expected) if world.queue.uploads().len() < 4 => {
                let mut create = create();
                create.protected = (world.now % 2 == 1).then_some(true);
                let new = || Target::NewImage(Box::new(create));
                let mut request = match way {
                    Way::Put => request(new()),
                    Way::Tus => request_by_tus(new()),
                    Way::TusIntoExisting => {
                        let image = world.existing_image();
                        // Whatever becomes of it is its owner's wish.
                        self.left.insert(image.id.clone());
                        request_by_tus(Target::ExistingImage(Box::new(image)))
                    }
                };
                request.expected = expected;
                self.world.add(request);
            }
            Chance::Serve(which) => {
                if let Some(id) = self.pending(which) {
                    self.world.serve_for(id);
                }
            }
            Chance::ServeUnheard(which) => {
                if let Some(id) = self.pending(which) {
                    self.world.serve_unheard_for(id);
                }
            }
            Chance::Refuse(which, status) => {
                if let Some(id) = self.pending(which) {
                    self.refuse(id, status);
                }
            }
            Chance::LoseFile(which) => {
                if let Some(id) = self.pending(which)
                    && is_sending(&self.world.pending[&id].1)
                {
                    self.world
                        .report_for(id, RequestEvent::Failed(Cause::FileUnreadable));
                }
            }
            Chance::Progress(which, sent) => {
                self.word_of_sending(which, RequestEvent::Progress(Bytes(sent)));
            }
            Chance::AllSent(which) => self.word_of_sending(which, RequestEvent::AllSent),
            Chance::Straggler(which, back, what) => self.straggle(which, back, what),
            Chance::Corrupt(which) => {
                let ids: Vec<ImageId> = world.images.keys().cloned().collect();
                if let Some(id) = pick(&ids, which) {
                    let image = world.images.get_mut(&id).unwrap();
                    image.checksum = image.checksum.as_ref().map(|_| "0".repeat(32));
                }
            }
            Chance::Drift(which, to) => self.drift(which, to),
            Chance::DeleteElsewhere(which) => {
                let ids: Vec<ImageId> = world.images.keys().cloned().collect();
                if let Some(id) = pick(&ids, which) {
                    world.images.remove(&id);
                    world.gateway.image_deleted(&id);
                }
            }
            Chance::Hash(which, how) => self.hash(which, how),
            Chance::Command(which, command) => self.command(which, command),
            Chance::ActAs(who) => {
                let who = match who % 3 {
                    0 => None,
                    1 => Some(person("alt", "alt")),
                    _ => Some(demo()),
                };
                world.act_as(who);
            }
            Chance::Dismiss(which) => {
                if let Some(id) = self.any_upload(which) {
                    self.world.queue.dismiss(id);
                }
            }
            Chance::Reload(which, access) => self.reload(which, access),
            Chance::OtherFile(which) => {
                if let Some(id) = self.pending(which)
                    && matches!(self.world.pending[&id].1, Request::HashPrefix { .. })
                {
                    let other = HexDigest::from_text("of-another-file");
                    self.world.report_for(id, RequestEvent::PrefixHashed(other));
                }
            }
            Chance::Online(which) => {
                if let Some(id) = self.any_upload(which) {
                    self.world.apply(id, Event::Online);
                }
            }
            Chance::ChooseFile(which) => {
                if let Some(id) = self.any_upload(which) {
                    self.world.apply(id, Event::FileChosen);
                }
            }
            Chance::Tick => {
                world.now += 977;
                if let Some(id) = self.any_upload(0) {
                    self.world.apply(id, Event::Tick);
                }
            }
            Chance::Add(..) => {}
        }
    }

    /// As `resume::going_on` does it, where there is an image to go on with.
    fn reload(&mut self, which: u8, file_access: FileAccess) {
        let Some(id) = self.any_upload(which) else {
            return;
        };
        let before = self.world.queue.get(id).unwrap().clone();
        let Some(record) = self.world.lose_page(id) else {
            return;
        };
        if !self.world.images.contains_key(&record.image) {
            return;
        }
        let ends = [CHUNK, Bytes(2 * CHUNK.0), SIZE];
        let prefixes = ends.map(|end| PrefixDigest {
            end,
            algorithm: record.algorithm,
            digest: prefix_digest(end),
        });
        let earlier = EarlierUpload {
            image: record.image.clone(),
            address: record.address().cloned(),
            prefixes: prefixes.to_vec(),
        };
        let by = match &record.way {
            ResumeWay::Put => request,
            ResumeWay::Tus(_) => request_by_tus,
        };
        self.world.add(UploadRequest {
            file_access,
            earlier: Some(earlier),
            algorithm: record.algorithm,
            expected: record.expected,
            ..by(before.target)
        });
    }

    fn refuse(&mut self, id: UploadId, status: u16) {
        let request = &self.world.pending[&id].1;
        let is_honest = match request {
            Request::Wait(_) | Request::HashPrefix { .. } => false,
            // Glance says that an image does not exist only when it does not.
            Request::Create(_) => !matches!(status, 404 | 409 | 410),
            Request::ReadImage(of)
            | Request::ReadImageAfterLoss { image: of, .. }
            | Request::Delete(of, _) => {
                !matches!(status, 404 | 410) || !self.world.images.contains_key(of)
            }
            // The gateway says that an upload does not exist only when it does not.
            Request::ReadTus(of) | Request::EndTus(of) => {
                !matches!(status, 404 | 410) || !self.world.gateway.uploads.contains_key(&of.0)
            }
            Request::SendChunk(chunk) => {
                let uploads = &self.world.gateway.uploads;
                !matches!(status, 404 | 410) || !uploads.contains_key(&chunk.to.0)
            }
            Request::FindTus(_) => !matches!(status, 404 | 410),
            Request::Send { image, .. } | Request::OpenTus { image, .. } => {
                !matches!(status, 404 | 410) || !self.world.images.contains_key(image)
            }
        };
        if is_honest {
            self.world.report_for(id, glance(status, ""));
        }
    }

    fn word_of_sending(&mut self, which: u8, event: RequestEvent) {
        if let Some(id) = self.pending(which)
            && is_sending(&self.world.pending[&id].1)
        {
            self.world.report_for(id, event);
        }
    }

    fn straggle(&mut self, which: u8, back: u32, what: u8) {
        let Some(id) = self.any_upload(which) else {
            return;
        };
        let current = self.world.queue.get(id).unwrap().attempt.0;
        let Some(earlier) = current.checked_sub(back + 1) else {
            return;
        };
        let event = match what % 4 {
            0 => RequestEvent::Stored,
            1 => RequestEvent::Deleted,
            2 => unreachable(),
            _ => glance(404, ""),
        };
        self.world
            .apply(id, Event::Request(Attempt(earlier), event));
    }

    /// An aborted or broken transfer may leave the image in any of these.
    fn drift(&mut self, which: u8, to: u8) {
        let incomplete: Vec<ImageId> = self
            .world
            .images
            .values()
            .filter(|image| matches!(image.status, Status::Queued | Status::Saving))
            .map(|image| image.id.clone())
            .collect();
        if let Some(id) = pick(&incomplete, which) {
            let image = self.world.images.get_mut(&id).unwrap();
            image.status = if to.is_multiple_of(2) {
                Status::Queued
            } else {
                Status::Saving
            };
        }
    }

    fn hash(&mut self, which: u8, how: u8) {
        let Some((id, algorithm, round)) = pick(&self.world.hashing, which) else {
            return;
        };
        let done = |digest, bytes| HashReport::Done { digest, bytes };
        let (round, report) = match how % 6 {
            0 => (round, HashReport::Progress(Bytes(u64::from(how) * 4000))),
            1 => (round, HashReport::Failed(ReadFailure::FileChanged)),
            2 => (round, done(digest_of(algorithm), Bytes(SIZE.0 - 1))),
            3 => (
                HashRound(round.0.wrapping_sub(1)),
                done(HexDigest::from_text("old"), SIZE),
            ),
            _ => (round, done(digest_of(algorithm), SIZE)),
        };
        if round == self.world.hashing[0].2 || how % 6 != 3 {
            self.world.report_hash(id, algorithm, round, report);
        }
    }

    fn command(&mut self, which: u8, command: u8) {
        let Some(id) = self.any_upload(which) else {
            return;
        };
        let command = match command % 8 {
            0 | 1 => Command::Cancel,
            2 => Command::TryAgain,
            3 => Command::UploadAs(DiskFormat::Raw),
            4 => Command::PollNow,
            5 => Command::DeleteImage,
            6 => Command::AlsoCompare(Algorithm::Md5),
            _ => Command::LeaveImage,
        };
        let upload = self.world.queue.get(id).unwrap();
        if command == Command::LeaveImage && upload.accepts(&command) {
            self.left.extend(upload.remote.image().cloned());
        }
        self.world.apply(id, Event::Command(command));
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let uploads = self.world.queue.uploads();
        for image in self
            .world
            .images
            .values()
            .filter(|image| !image.status.has_data())
        {
            let is_remembered = uploads
                .iter()
                .any(|upload| upload.remote.half_made() == Some(&image.id));
            prop_assert!(
                is_remembered || self.left.contains(&image.id),
                "image {} was forgotten: {:?}",
                image.id,
                uploads
            );
        }
        for upload in uploads {
            let has_way_out = upload.is_dismissible() || !upload.remedies().is_empty();
            prop_assert!(upload.stage.is_moving() || has_way_out, "{upload:?}");
            if let UploadStage::Finished(UploadOutcome::Compared(Verdict::Verified(pairs))) =
                &upload.stage
            {
                prop_assert!(pairs.iter().any(|pair| pair.matches() == Some(true)));
                prop_assert!(pairs.iter().all(|pair| pair.matches() != Some(false)));
                let expected = upload.expected.as_ref();
                prop_assert!(!expected.is_some_and(is_wrong), "{upload:?}");
                prop_assert!(
                    matches!(upload.expectation(), Expectation::None | Expectation::Held),
                    "{upload:?}"
                );
            }
        }
        let slots = uploads
            .iter()
            .filter(|upload| upload.stage.holds_slot())
            .count();
        prop_assert!(slots <= TRANSFER_SLOTS);
        Ok(())
    }

    /// From wherever chance has led, a person can get rid of everything incomplete.
    fn clear_up(&mut self) -> Result<(), TestCaseError> {
        self.world.act_as(Some(demo()));
        let ids: Vec<UploadId> = self
            .world
            .queue
            .uploads()
            .iter()
            .map(|one| one.id)
            .collect();
        for id in ids {
            self.world.apply(id, Event::Command(Command::Cancel));
        }
        self.world.settle();
        let uploads = self.world.queue.uploads();
        prop_assert!(!self.world.queue.is_moving(), "{:?}", uploads);
        for image in self
            .world
            .images
            .values()
            .filter(|image| !image.status.has_data())
        {
            prop_assert!(
                self.left.contains(&image.id),
                "{} is left over: {:?}",
                image.id,
                uploads
            );
        }
        for upload in uploads {
            let Expectation::Broken(_) = upload.expectation() else {
                continue;
            };
            // What was hashed to something else is in no image that the upload made.
            let id = upload.remote.image();
            let is_kept = id.is_some_and(|id| self.world.images.contains_key(id));
            let is_left = id.is_some_and(|id| self.left.contains(id));
            prop_assert!(!is_kept || is_left, "{upload:?}");
        }
        for kept in self.world.gateway.under_way() {
            let is_left = self.left.iter().any(|id| id.to_string() == kept.image_id);
            prop_assert!(is_left, "{kept:?} keeps room: {uploads:?}");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_order_of_events_forgets_an_incomplete_image_or_calls_unequal_bytes_verified(
        expected in expected(),
        chances in prop::collection::vec(chance(), 0..120),
    ) {
        let mut trial = Trial { world: World::new(), left: BTreeSet::new() };
        trial.happen(Chance::Add(Way::Tus, expected));
        for chance in chances {
            trial.happen(chance);
            trial.check()?;
        }
        trial.clear_up()?;
    }
}
