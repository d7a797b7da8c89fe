//! One digest of a whole file.
//!
//! Memory stays flat: one buffer of a chunk on each side of the border between JavaScript and
//! WebAssembly, and one copy across it, which cannot be avoided (a WebAssembly memory is not
//! detachable, so a reader cannot fill it itself).

use gaze_shared::digest::{Algorithm, Hasher};
use js_sys::{ArrayBuffer, Date};

use super::protocol::{ReadFailure, Report, WorkerFault};
use super::reading::Source;

/// Progress is told at most this often: more often than a person can read is only noise for the
/// page's thread.
pub(crate) const PROGRESS_EVERY_MILLIS: f64 = 100.0;

/// Hashes all of the data, and tells `progress` how far it is.
pub(crate) async fn hash(
    algorithm: Algorithm,
    chunk_bytes: u32,
    source: &Source,
    progress: impl Fn(Report),
) -> Report {
    let mut hasher = Hasher::new(algorithm);
    let mut reader = match source.reader_from(0) {
        Ok(reader) => reader,
        Err(why) => return Report::Failed(why),
    };
    let mut free = ArrayBuffer::new(chunk_bytes);
    let mut buffer = vec![0_u8; chunk_bytes as usize];
    let mut bytes = 0_u64;
    let mut told_at = Date::now();
    loop {
        let piece = match reader.fill(free).await {
            Ok(piece) => piece,
            Err(why) => break Report::Failed(why),
        };
        if piece.byte_length() == 0 {
            break Report::Hashed {
                bytes,
                digest: hasher.finish(),
            };
        }
        let Some(target) = buffer.get_mut(..piece.byte_length() as usize) else {
            break Report::Failed(ReadFailure::Worker(WorkerFault::ReadTooMuch));
        };
        piece.copy_to(target);
        hasher.update(target);
        bytes += u64::from(piece.byte_length());
        free = piece.buffer();
        let now = Date::now();
        if now - told_at >= PROGRESS_EVERY_MILLIS {
            told_at = now;
            progress(Report::Progress { bytes });
        }
    }
}
