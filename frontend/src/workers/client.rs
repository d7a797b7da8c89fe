//! A file worker as the page sees it.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use gaze_shared::digest::HexDigest;

use super::link::WorkerLink;
use super::protocol::{Message, ReadFailure, ReadRequest, Report, Task, WorkerFault};
use super::worker_url::WorkerProgram;

/// A worker with one task. It ends when this is dropped.
pub struct FileWorker(WorkerLink);

pub enum Heard {
    Report(Report),
    /// A chunk that was asked for.
    Chunk {
        /// Where in the file it begins, in bytes.
        offset: u64,
        bytes: Uint8Array,
        /// The digest of the file up to its end; `None` where the hash is further on already.
        prefix: Option<HexDigest>,
    },
    /// The digest of the beginning of the file that was asked for.
    Prefix(HexDigest),
    /// The qcow2 file that was asked for.
    Qcow2(File),
}

impl FileWorker {
    /// Starts a worker on a task. The listener hears what it reports; it must not drop the worker
    /// there and then, because it is called by a closure that the worker owns.
    ///
    /// # Errors
    /// The browser starts no worker.
    pub fn start(task: Task, file: File, listener: Rc<dyn Fn(Heard)>) -> Result<Self, ReadFailure> {
        let words = Array::of2(&task.to_string().into(), &file);
        let hears = move |data: Result<JsValue, ReadFailure>| {
            let (message, object) = match data {
                Ok(data) => read_message(&data),
                Err(failure) => return listener(Heard::Report(Report::Failed(failure))),
            };
            match (message, object) {
                (Some(Message::Report(report)), _) => listener(Heard::Report(report)),
                (Some(Message::Chunk { offset, prefix }), Some(WithMessage::Bytes(bytes))) => {
                    listener(Heard::Chunk {
                        offset,
                        bytes,
                        prefix,
                    });
                }
                (Some(Message::Prefix { digest, .. }), _) => listener(Heard::Prefix(digest)),
                (Some(Message::Qcow2Written), Some(WithMessage::File(file))) => {
                    listener(Heard::Qcow2(file));
                }
                (Some(Message::Chunk { .. } | Message::Qcow2Written), _) => {
                    listener(Heard::Report(Report::Failed(ReadFailure::mistaken())));
                }
                (Some(Message::Ready { .. }) | None, _) => {}
            }
        };
        WorkerLink::start(WorkerProgram::of(task), words, Rc::new(hears)).map(Self)
    }

    /// Asks a worker that reads.
    pub fn ask(&self, request: ReadRequest) {
        self.0.say(request.to_string());
    }
}

/// What came beside the text of a message.
enum WithMessage {
    Bytes(Uint8Array),
    File(File),
}

/// A message is its text, or `[text, object]`.
fn read_message(data: &JsValue) -> (Option<Message>, Option<WithMessage>) {
    let parse = |text: JsValue| text.as_string().and_then(|text| text.parse().ok());
    let Some(parts) = data.dyn_ref::<Array>() else {
        return (parse(data.clone()), None);
    };
    let object = match parts.get(1).dyn_into::<Uint8Array>() {
        Ok(bytes) => Some(WithMessage::Bytes(bytes)),
        Err(other) => other.dyn_into().ok().map(WithMessage::File),
    };
    (parse(parts.get(0)), object)
}

impl ReadFailure {
    /// The worker answered something that it was not asked.
    #[must_use]
    pub fn mistaken() -> Self {
        Self::Worker(WorkerFault::WrongAnswer)
    }

    /// Whether the same may come to a good end when it is tried once more: what is wrong is neither the file nor the
    /// version of this page.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::FileChanged | Self::NotHere | Self::Worker(WorkerFault::OtherVersion) => false,
            Self::Worker(_) => true,
        }
    }
}
