//! One chunk of a file in a request of its own, as the reader has it.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use gaze_shared::units::Bytes;
use js_sys::Uint8Array;
use leptos::task::spawn_local;

use super::{Listener, Transfer};
use crate::api::{BodySource, BodyUpload, append_request};
use crate::features::uploads::chunk_reader::{ChunkReader, ReadChunk};
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::features::uploads::engine::effect::Chunk;
use crate::features::uploads::engine::event::RequestEvent;
use crate::workers::protocol::ReadFailure;

/// Keeps what has been read of the file for the wire. Ends when that is written.
pub type KeepPrefix = Box<dyn Fn(PrefixDigest) -> Pin<Box<dyn Future<Output = ()>>>>;

/// A chunk that is being read or sent.
struct ChunkTransfer {
    reader: Rc<ChunkReader>,
    /// The request, once the bytes are here.
    sending: Rc<RefCell<Option<BodyUpload>>>,
}

/// Starts to read a chunk and to send it. What is sent is kept first, so that whatever the gateway has of a file
/// can be compared with it later.
pub fn send(
    chunk: &Chunk,
    reader: &Rc<ChunkReader>,
    keep: KeepPrefix,
    listener: Listener,
) -> Box<dyn Transfer> {
    let sending = Rc::new(RefCell::new(None));
    let (slot, wanted) = (Rc::downgrade(&sending), chunk.clone());
    let on_chunk = move |read: Result<ReadChunk, ReadFailure>| {
        spawn_local(async move {
            let kept = read
                .as_ref()
                .ok()
                .and_then(|chunk| prefix_of(&wanted, chunk));
            if let Some(prefix) = kept {
                keep(prefix).await;
            }
            // Else it was stopped meanwhile.
            let Some(slot) = slot.upgrade() else { return };
            let started = read
                .map_err(Cause::from)
                .and_then(|chunk| start(&wanted, chunk.bytes, &listener));
            match started {
                Ok(upload) => {
                    slot.replace(Some(upload));
                }
                Err(cause) => listener(RequestEvent::Failed(cause), None),
            }
        });
    };
    reader.read(chunk.offset, chunk.at_most, Box::new(on_chunk));
    Box::new(ChunkTransfer {
        reader: Rc::clone(reader),
        sending,
    })
}

impl Transfer for ChunkTransfer {
    fn abort(&self) {
        self.reader.forget_wanted();
        if let Some(upload) = self.sending.take() {
            upload.abort();
        }
    }
}

fn prefix_of(wanted: &Chunk, chunk: &ReadChunk) -> Option<PrefixDigest> {
    let (algorithm, _) = wanted.hashed_by;
    let length = u64::from(chunk.bytes.byte_length());
    Some(PrefixDigest {
        end: Bytes(wanted.offset.0.saturating_add(length)),
        algorithm,
        digest: chunk.prefix.clone()?,
    })
}

fn start(chunk: &Chunk, bytes: Uint8Array, listener: &Listener) -> Result<BodyUpload, Cause> {
    let request = append_request(&chunk.to.0, chunk.offset);
    super::start(
        &request,
        &BodySource::Bytes(bytes),
        listener,
        |offset| match offset {
            Some(offset) => RequestEvent::Appended(offset),
            // Somebody else than the gateway has answered.
            None => RequestEvent::Failed(Cause::Unintelligible),
        },
    )
}
