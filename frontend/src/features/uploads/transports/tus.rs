//! One chunk of a file in a request of its own, as the reader has it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;

use super::{Listener, Transfer, cause_of};
use crate::api::{BodySource, BodyUpload, SendEvent, SendListener, append_request};
use crate::features::uploads::chunk_reader::ChunkReader;
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::effect::Chunk;
use crate::features::uploads::engine::event::RequestEvent;
use crate::workers::protocol::ReadFailure;

/// A chunk that is being read or sent.
struct ChunkTransfer {
    reader: Rc<ChunkReader>,
    /// The request, once the bytes are here.
    sending: Rc<RefCell<Option<BodyUpload>>>,
}

/// Starts to read a chunk and to send it.
pub fn send(chunk: &Chunk, reader: &Rc<ChunkReader>, listener: Listener) -> Box<dyn Transfer> {
    let sending = Rc::new(RefCell::new(None));
    let (slot, wanted) = (Rc::downgrade(&sending), chunk.clone());
    let on_chunk = move |read: Result<Uint8Array, ReadFailure>| {
        // Else it was stopped meanwhile.
        let Some(slot) = slot.upgrade() else { return };
        match read {
            Ok(bytes) => match start(&wanted, bytes, &listener) {
                Ok(upload) => {
                    slot.replace(Some(upload));
                }
                Err(cause) => listener(RequestEvent::Failed(cause)),
            },
            Err(ReadFailure::FileChanged) => listener(RequestEvent::Failed(Cause::FileUnreadable)),
            Err(ReadFailure::Worker(fault)) => {
                listener(RequestEvent::Failed(Cause::ReaderBroke(fault)));
            }
        }
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

fn start(chunk: &Chunk, bytes: Uint8Array, listener: &Listener) -> Result<BodyUpload, Cause> {
    let on_request_event = Rc::clone(listener);
    let on_send_event: SendListener = Rc::new(move |event| on_request_event(request_event(event)));
    let request = append_request(&chunk.to.0, chunk.offset);
    BodyUpload::start(&request, &BodySource::Bytes(bytes), &on_send_event)
        .map_err(|_| Cause::Unreachable(Absent::Gateway))
}

fn request_event(event: SendEvent) -> RequestEvent {
    match event {
        SendEvent::Progress(bytes) => RequestEvent::Progress(bytes),
        SendEvent::AllSent => RequestEvent::AllSent,
        SendEvent::Accepted {
            offset: Some(offset),
        } => RequestEvent::Appended(offset),
        // Somebody else than the gateway has answered.
        SendEvent::Accepted { offset: None } => RequestEvent::Failed(Cause::Unintelligible),
        SendEvent::Failed(failure) => RequestEvent::Failed(cause_of(failure)),
    }
}
