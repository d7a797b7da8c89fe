//! Reads a file in chunks for the wire, in a file worker that hashes the same bytes. While one chunk is sent
//! the next is read; two are in memory at most.

use std::cell::RefCell;
use std::rc::Rc;

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::units::Bytes;
use js_sys::Uint8Array;
use leptos::task::spawn_local;

use crate::features::uploads::engine::event::HashReport;
use crate::features::uploads::source::UploadSource;
use crate::workers::protocol::{ReadFailure, ReadRequest, Report, Task};
use crate::workers::{FileWorker, Heard};

/// Hears of the hashing.
pub type HashListener = Rc<dyn Fn(HashReport)>;

/// Takes a chunk, or why there is none.
type OnChunk = Box<dyn FnOnce(Result<ReadChunk, ReadFailure>)>;

/// Takes the digest of the beginning of the file, or why there is none.
type OnPrefix = Box<dyn FnOnce(Result<HexDigest, ReadFailure>)>;

/// A chunk of the file.
#[derive(Clone)]
pub struct ReadChunk {
    pub bytes: Uint8Array,
    /// The digest of the file up to the chunk's end; `None` where the hash was further on already.
    pub prefix: Option<HexDigest>,
}

/// A worker that reads one file for one upload. It ends when this is dropped.
pub struct ChunkReader {
    worker: FileWorker,
    size: Bytes,
    reading: Rc<RefCell<Reading>>,
}

#[derive(Default)]
struct Reading {
    /// What is waited for.
    wanted: Option<Wanted>,
    /// Where a chunk begins that was waited for and is still to come: whoever goes on wants it first.
    forgotten: Option<u64>,
    wanted_prefix: Option<OnPrefix>,
    ahead: Option<ReadAhead>,
    /// Where the chunk begins that was given out last, and the chunk: what is lost on the wire is not read once
    /// more, which for the content of a compressed file would mean to unpack it from its start.
    given: Option<(u64, ReadChunk)>,
    /// The worker's last word, when it was this.
    failure: Option<ReadFailure>,
}

struct Wanted {
    offset: u64,
    on_chunk: OnChunk,
}

/// The chunk that will probably be wanted next.
enum ReadAhead {
    Asked { offset: u64, at_most: u32 },
    Here { offset: u64, chunk: ReadChunk },
}

impl ChunkReader {
    /// Starts a worker for a file. The listener hears of the hashing of all of it.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub fn start(
        source: &UploadSource,
        algorithm: Algorithm,
        listener: HashListener,
    ) -> Result<Self, ReadFailure> {
        let reading = Rc::new(RefCell::new(Reading::default()));
        let hearing = Rc::clone(&reading);
        let on_heard = move |heard| hear(&hearing, &listener, heard);
        let task = Task::Read {
            algorithm,
            content: source.content(),
        };
        let worker = FileWorker::start(task, source.read().clone(), Rc::new(on_heard))?;
        Ok(Self {
            worker,
            size: source.size(),
            reading,
        })
    }

    /// Reads at most `at_most` bytes from `offset` on. What was waited for before is not any more.
    pub fn read(&self, offset: Bytes, at_most: Bytes, on_chunk: OnChunk) {
        let mut reading = self.reading.borrow_mut();
        if let Some(failure) = reading.failure.clone() {
            // Later, because whoever asks is not ready to hear of it yet.
            spawn_local(async move { on_chunk(Err(failure)) });
            return;
        }
        let at_most = u32::try_from(at_most.0).unwrap_or(u32::MAX);
        if let Some(chunk) = reading.given_again(offset.0, at_most) {
            spawn_local(async move { on_chunk(Ok(chunk)) });
            return;
        }
        if reading.forgotten == Some(offset.0) {
            // It is on its way, and what is read ahead begins behind it.
            reading.forgotten = None;
            let offset = offset.0;
            reading.wanted = Some(Wanted { offset, on_chunk });
            return;
        }
        let next = match reading.ahead.take() {
            Some(ReadAhead::Here { offset: at, chunk }) if at == offset.0 => {
                let next = at + u64::from(chunk.bytes.byte_length());
                reading.given = Some((at, chunk.clone()));
                spawn_local(async move { on_chunk(Ok(chunk)) });
                next
            }
            Some(ReadAhead::Asked {
                offset: at,
                at_most: asked,
            }) if at == offset.0 => {
                reading.wanted = Some(Wanted {
                    offset: at,
                    on_chunk,
                });
                at.saturating_add(u64::from(asked))
            }
            _ => {
                let offset = offset.0;
                reading.wanted = Some(Wanted { offset, on_chunk });
                self.worker.ask(ReadRequest::Chunk { offset, at_most });
                offset.saturating_add(u64::from(at_most))
            }
        };
        if next < self.size.0 {
            let offset = next;
            reading.ahead = Some(ReadAhead::Asked { offset, at_most });
            self.worker.ask(ReadRequest::Chunk { offset, at_most });
        }
    }

    /// Hashes the beginning of the file. To be asked before any chunk that ends further on.
    pub fn hash_prefix(&self, end: Bytes, on_prefix: OnPrefix) {
        let mut reading = self.reading.borrow_mut();
        if let Some(failure) = reading.failure.clone() {
            spawn_local(async move { on_prefix(Err(failure)) });
            return;
        }
        reading.wanted_prefix = Some(on_prefix);
        self.worker.ask(ReadRequest::Prefix { end: end.0 });
    }

    /// What was waited for is not any more.
    pub fn forget_wanted(&self) {
        let mut reading = self.reading.borrow_mut();
        if let Some(wanted) = reading.wanted.take() {
            reading.forgotten = Some(wanted.offset);
        }
        reading.wanted_prefix = None;
    }
}

impl Reading {
    /// What of the chunk that was given out last begins at `offset`; what is read ahead stays.
    fn given_again(&self, offset: u64, at_most: u32) -> Option<ReadChunk> {
        let (start, chunk) = self.given.as_ref()?;
        let from = u32::try_from(offset.checked_sub(*start)?).ok()?;
        let length = chunk.bytes.byte_length();
        let to = from.saturating_add(at_most).min(length);
        (from < length).then(|| ReadChunk {
            bytes: chunk.bytes.subarray(from, to),
            prefix: chunk.prefix.clone().filter(|_| to == length),
        })
    }
}

fn hear(reading: &Rc<RefCell<Reading>>, listener: &HashListener, heard: Heard) {
    match heard {
        Heard::Chunk {
            offset,
            bytes,
            prefix,
        } => take_chunk(reading, offset, ReadChunk { bytes, prefix }),
        Heard::Prefix(digest) => {
            let wanted = reading.borrow_mut().wanted_prefix.take();
            if let Some(on_prefix) = wanted {
                on_prefix(Ok(digest));
            }
        }
        Heard::Report(Report::Progress { bytes }) => {
            listener(HashReport::Progress(Bytes(bytes)));
        }
        Heard::Report(Report::Hashed { bytes, digest }) => {
            let bytes = Bytes(bytes);
            listener(HashReport::Done { digest, bytes });
        }
        Heard::Report(Report::Failed(why)) => fail(reading, listener, why),
        Heard::Report(
            Report::Inspected(_)
            | Report::Measured(_)
            | Report::NotUnpacked(_)
            | Report::NothingToSave
            | Report::ManifestChecked(_),
        )
        | Heard::Qcow2(_) => fail(reading, listener, ReadFailure::mistaken()),
    }
}

fn take_chunk(reading: &Rc<RefCell<Reading>>, offset: u64, chunk: ReadChunk) {
    let wanted = {
        let mut reading = reading.borrow_mut();
        match reading.wanted.take() {
            Some(wanted) if wanted.offset == offset => {
                reading.given = Some((offset, chunk.clone()));
                wanted
            }
            other => {
                reading.wanted = other;
                if reading.forgotten == Some(offset) {
                    reading.forgotten = None;
                    reading.given = Some((offset, chunk));
                    return;
                }
                if matches!(&reading.ahead, Some(ReadAhead::Asked { offset: at, .. }) if *at == offset)
                {
                    reading.ahead = Some(ReadAhead::Here { offset, chunk });
                }
                // Else it was asked for before the transfer went on elsewhere.
                return;
            }
        }
    };
    (wanted.on_chunk)(Ok(chunk));
}

fn fail(reading: &Rc<RefCell<Reading>>, listener: &HashListener, why: ReadFailure) {
    let (wanted, wanted_prefix) = {
        let mut reading = reading.borrow_mut();
        reading.failure = Some(why.clone());
        (reading.wanted.take(), reading.wanted_prefix.take())
    };
    listener(HashReport::Failed(why.clone()));
    // Later, because the listener may have done away with the upload.
    spawn_local(async move {
        if let Some(wanted) = wanted {
            (wanted.on_chunk)(Err(why.clone()));
        }
        if let Some(on_prefix) = wanted_prefix {
            on_prefix(Err(why));
        }
    });
}
