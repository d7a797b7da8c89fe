//! Hashes a chosen file in a worker of its own: before anything is sent of it, or to compare it.

use std::cell::Cell;
use std::rc::Rc;

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::units::Bytes;
use leptos::task::spawn_local;

use crate::features::uploads::hash_chunk::CHUNK_BYTES;
use crate::features::uploads::source::UploadSource;
use crate::transfer::meter::percent_of;
use crate::workers::protocol::{ReadFailure, Report, Task};
use crate::workers::{FileWorker, Heard};

/// A file that is being hashed. It ends when this is dropped.
pub struct FileHash {
    _worker: FileWorker,
}

impl FileHash {
    /// Starts. `on_progress` hears whole percent, `on_end` the end, once.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub fn start(
        source: &UploadSource,
        algorithm: Algorithm,
        on_progress: impl Fn(u8) + 'static,
        on_end: impl FnOnce(Result<HexDigest, ReadFailure>) + 'static,
    ) -> Result<Self, ReadFailure> {
        let size = source.size();
        let on_end = Cell::new(Some(on_end));
        let end = move |outcome| {
            if let Some(on_end) = on_end.take() {
                // Later, because this runs in a listener of the worker, which goes with the end.
                spawn_local(async move { on_end(outcome) });
            }
        };
        let listener = move |heard| match heard {
            Heard::Report(Report::Progress { bytes }) => {
                // 100 is kept for the digest.
                on_progress(percent_of(Bytes(bytes), size).min(99));
            }
            // Other bytes than the file had when it was chosen are none of it.
            Heard::Report(Report::Hashed { bytes, .. }) if bytes != size.0 => {
                end(Err(ReadFailure::FileChanged));
            }
            Heard::Report(Report::Hashed { digest, .. }) => end(Ok(digest)),
            Heard::Report(Report::Failed(why)) => end(Err(why)),
            _ => end(Err(ReadFailure::mistaken())),
        };
        let task = Task::Hash {
            algorithm,
            chunk_bytes: CHUNK_BYTES,
            content: source.content(),
        };
        let worker = FileWorker::start(task, source.read().clone(), Rc::new(listener))?;
        Ok(Self { _worker: worker })
    }
}
