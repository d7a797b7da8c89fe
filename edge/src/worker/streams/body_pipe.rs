//! Image data on its way to Glance: it only changes pipes, and what breaks off never looks whole.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStream, WritableStream};
use worker::Delay;
use worker::worker_sys::FixedLengthStream;

use crate::core::errors::problem::Problem;
use crate::worker::streams::request_body::RequestBody;

#[wasm_bindgen]
extern "C" {
    /// <https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/#identitytransformstream>
    type IdentityTransformStream;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<IdentityTransformStream, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &IdentityTransformStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &IdentityTransformStream) -> WritableStream;
}

#[wasm_bindgen(module = "/src/worker/js/body_stream.js")]
extern "C" {
    type BodyStream;

    #[wasm_bindgen(constructor)]
    fn new(body: &RequestBody, length: Option<f64>) -> BodyStream;

    #[wasm_bindgen(method, getter)]
    fn stream(this: &BodyStream) -> ReadableStream;

    /// Fails when either end breaks.
    #[wasm_bindgen(method, getter, js_name = passedOn)]
    fn passed_on(this: &BodyStream) -> js_sys::Promise;
}

/// A pipe breaks with the same words whichever end broke. When it was Glance's, the request to Glance
/// has its outcome at the same moment; when there is still none after this time, it was the client's.
pub(crate) const ABORT_GRACE: Duration = Duration::from_millis(500);

/// A body of no bytes that travels in chunks.
///
/// # Errors
/// The runtime gives no pipe.
pub(crate) fn empty_stream() -> Result<ReadableStream, Problem> {
    let pipe = IdentityTransformStream::new().map_err(no_pipe)?;
    // The end is told by the stream itself; nothing waits for the promise.
    let _closing = pipe.writable().close();
    Ok(pipe.readable())
}

fn no_pipe(_: JsValue) -> Problem {
    Problem::Internal("no pipe for the data".to_owned())
}

/// An upload under way.
pub(crate) struct BodyPipe {
    stream: ReadableStream,
    controller: AbortController,
    has_outcome: Rc<Cell<bool>>,
    broken: Rc<RefCell<Option<Problem>>>,
    is_passed_on: Rc<Cell<bool>>,
}

impl BodyPipe {
    /// A pipe for what a client sends, with its writing end. With a known length it is the runtime's own
    /// `FixedLengthStream`, so that Glance gets a `Content-Length`; without one data goes on in chunks.
    ///
    /// # Errors
    /// The runtime gives no pipe.
    pub(crate) fn prepare(length: Option<u64>) -> Result<(Self, WritableStream), Problem> {
        let (stream, writable) = match length {
            Some(length) => {
                let length = js_sys::BigInt::from(length);
                let pipe = FixedLengthStream::new_big_int(length).map_err(no_pipe)?;
                (pipe.readable(), pipe.writable())
            }
            None => {
                let pipe = IdentityTransformStream::new().map_err(no_pipe)?;
                (pipe.readable(), pipe.writable())
            }
        };
        Ok((Self::of(stream)?, writable))
    }

    fn of(stream: ReadableStream) -> Result<Self, Problem> {
        Ok(Self {
            stream,
            controller: AbortController::new().map_err(no_pipe)?,
            has_outcome: Rc::default(),
            broken: Rc::default(),
            is_passed_on: Rc::default(),
        })
    }

    /// What a client sends, as it comes.
    ///
    /// When the client breaks off or stops, the request to Glance is cancelled, and must not end in any other
    /// way: told of the error, the runtime ends a request in chunks as if its body were whole (workerd
    /// of 2026-04), and Glance would take the part for the image.
    ///
    /// # Errors
    /// The runtime gives no pipe.
    pub(crate) fn begin(source: &RequestBody, length: Option<u64>) -> Result<Self, Problem> {
        let passing = BodyStream::new(source, length.map(|bytes| bytes as f64));
        let body_pipe = Self::of(passing.stream())?;
        let passed_on = passing.passed_on();
        let (controller, has_outcome) = (
            body_pipe.controller.clone(),
            Rc::clone(&body_pipe.has_outcome),
        );
        let (source, broken) = (source.clone(), Rc::clone(&body_pipe.broken));
        let is_passed_on = Rc::clone(&body_pipe.is_passed_on);
        wasm_bindgen_futures::spawn_local(async move {
            if JsFuture::from(passed_on).await.is_ok() {
                is_passed_on.set(true);
            } else {
                Delay::from(ABORT_GRACE).await;
                // An answer of Glance's may still be on its way to the client.
                if !has_outcome.get() {
                    broken.replace(Some(source.problem()));
                    controller.abort();
                }
            }
        });
        Ok(body_pipe)
    }

    /// Whether all that the client has sent was passed on to Glance.
    pub(crate) fn is_passed_on(&self) -> bool {
        self.is_passed_on.get()
    }

    /// What the request to Glance reads from.
    pub(crate) fn stream(&self) -> ReadableStream {
        self.stream.clone()
    }

    /// What cancels the request to Glance.
    pub(crate) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// The same for whoever is not here.
    pub(crate) fn canceller(&self) -> AbortController {
        self.controller.clone()
    }

    /// Cancels the request to Glance.
    pub(crate) fn cancel(&self) {
        self.controller.abort();
    }

    /// Glance has answered, or the request to it has failed: there is nothing to cancel any more.
    pub(crate) fn has_outcome(&self) {
        self.has_outcome.set(true);
    }

    /// What the client's side has done, where the request to Glance was cancelled for it.
    pub(crate) fn broken(&self) -> Option<Problem> {
        self.broken.borrow().clone()
    }
}
