//! Hashes a chosen file in a worker of its own: before anything is sent of it, or to compare it.

use futures_util::future::{AbortHandle, abortable};
use gaze_shared::digest::{Algorithm, HexDigest};
use leptos::task::spawn_local;

use crate::features::uploads::source::UploadSource;
use crate::transfer::meter::percent_of;
use crate::workers::protocol::ReadFailure;

/// A file that is being hashed. It ends when this is dropped.
pub struct FileHash(AbortHandle);

impl Drop for FileHash {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl FileHash {
    /// Starts. `on_progress` hears whole percent, `on_end` the end, once, and not before this has returned.
    #[must_use]
    pub fn start(
        source: UploadSource,
        algorithm: Algorithm,
        on_progress: impl Fn(u8) + 'static,
        on_end: impl FnOnce(Result<HexDigest, ReadFailure>) + 'static,
    ) -> Self {
        let size = source.size();
        let (hashing, handle) = abortable(async move {
            // 100 is kept for the digest.
            let on_progress = move |bytes| on_progress(percent_of(bytes, size).min(99));
            source.digest(algorithm, on_progress).await
        });
        spawn_local(async move {
            if let Ok(outcome) = hashing.await {
                on_end(outcome);
            }
        });
        Self(handle)
    }
}
