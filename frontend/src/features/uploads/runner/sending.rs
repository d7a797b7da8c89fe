//! Sending the bytes of files: what reads them, and what carries them.

use std::rc::Rc;

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use leptos::task::spawn_local;

use super::{Runner, requests};
use crate::features::uploads::chunk_reader::ChunkReader;
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::effect::{Attempt, Chunk, HashRound};
use crate::features::uploads::engine::event::{Event, HashReport, RequestEvent};
use crate::features::uploads::engine::target::UploadId;
use crate::features::uploads::source::UploadSource;
use crate::features::uploads::transports::tus::KeepPrefix;
use crate::features::uploads::transports::{Listener, put, tus};
use crate::features::uploads::upload_runner::UploadRunner as _;
use crate::workers::protocol::ReadFailure;

impl Runner {
    pub(super) fn send_file(
        self: &Rc<Self>,
        id: UploadId,
        attempt: Attempt,
        image: &ImageId,
        size: Bytes,
    ) {
        let Some(source) = self.sources.borrow().get(&id).cloned() else {
            return;
        };
        let listener = self.hear_transfer(id, attempt, size);
        match put::send(image, source.read(), &listener) {
            Ok(upload) => {
                self.transfers.borrow_mut().insert(id, Box::new(upload));
            }
            Err(cause) => listener(RequestEvent::Failed(cause), None),
        }
    }

    pub(super) fn send_chunk(self: &Rc<Self>, id: UploadId, attempt: Attempt, chunk: &Chunk) {
        let Some(source) = self.sources.borrow().get(&id).cloned() else {
            return;
        };
        let listener = self.hear_transfer(id, attempt, source.size());
        match self.reader(id, &source, chunk.hashed_by) {
            Ok(reader) => {
                let (keeper, arrived) = (Rc::clone(&self.keeper), chunk.offset);
                let keep: KeepPrefix = Box::new(move |prefix| {
                    Box::pin(Rc::clone(&keeper).keep_prefix(id, prefix, arrived))
                });
                let transfer = tus::send(chunk, &reader, keep, listener);
                self.transfers.borrow_mut().insert(id, transfer);
            }
            Err(why) => listener(RequestEvent::Failed(why), None),
        }
    }

    /// Hashes the beginning of a file, of which an earlier page has sent some.
    pub(super) fn hash_prefix(
        self: &Rc<Self>,
        id: UploadId,
        attempt: Attempt,
        end: Bytes,
        hashed_by: (Algorithm, HashRound),
    ) {
        let Some(source) = self.sources.borrow().get(&id).cloned() else {
            return;
        };
        let runner = Rc::downgrade(self);
        let tell = move |event| {
            if let Some(runner) = runner.upgrade() {
                runner.apply_later(id, Event::Request(attempt, event));
            }
        };
        match self.reader(id, &source, hashed_by) {
            Ok(reader) => {
                let on_prefix = move |read: Result<HexDigest, ReadFailure>| {
                    tell(match read {
                        Ok(digest) => RequestEvent::PrefixHashed(digest),
                        Err(why) => RequestEvent::Failed(why.into()),
                    });
                };
                reader.hash_prefix(end, Box::new(on_prefix));
            }
            Err(cause) => tell(RequestEvent::Failed(cause)),
        }
    }

    /// The reader of an upload's file: the one that there is, or a new one where its hashing begins anew.
    fn reader(
        self: &Rc<Self>,
        id: UploadId,
        source: &UploadSource,
        (algorithm, round): (Algorithm, HashRound),
    ) -> Result<Rc<ChunkReader>, Cause> {
        let known = self.readers.borrow().get(&id).cloned();
        if let Some((of, reader)) = known
            && of == round
        {
            return Ok(reader);
        }
        let runner = Rc::downgrade(self);
        let listener = Rc::new(move |report: HashReport| {
            let runner = runner.clone();
            // Later, because what follows may end the reader whose listener this is.
            spawn_local(async move {
                let Some(runner) = runner.upgrade() else {
                    return;
                };
                if matches!(report, HashReport::Failed(_)) {
                    runner.readers.borrow_mut().remove(&id);
                }
                runner.apply(id, Event::Hash(algorithm, round, report));
            });
        });
        let reader = ChunkReader::start(source, algorithm, listener).map_err(Cause::from)?;
        let reader = Rc::new(reader);
        let kept = (round, Rc::clone(&reader));
        self.readers.borrow_mut().insert(id, kept);
        Ok(reader)
    }

    /// Hears how a transfer goes, and does away with it when it is over.
    fn hear_transfer(self: &Rc<Self>, id: UploadId, attempt: Attempt, size: Bytes) -> Listener {
        let runner = Rc::downgrade(self);
        Rc::new(move |event: RequestEvent, request_id| {
            let Some(runner) = runner.upgrade() else {
                return;
            };
            runner.note_request(id, &event, request_id);
            match event {
                RequestEvent::Progress(_) | RequestEvent::AllSent => {
                    runner.apply(id, Event::Request(attempt, event));
                }
                // Later, because this runs inside a listener of the transfer that is over.
                last => spawn_local(async move {
                    runner.transfers.borrow_mut().remove(&id);
                    let last = requests::with_lost_words(last, size).await;
                    runner.apply(id, Event::Request(attempt, last));
                }),
            }
        })
    }
}
