//! The runtime, in the few calls that every request makes (`runtime.js`).

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, Response};

#[wasm_bindgen(module = "/src/worker/js/runtime.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = describe)]
    fn describe_request(request: &Request, buffer: &mut [u8]) -> Result<i32, JsValue>;

    /// The address and port that a request came from, where the runtime tells, and what compressions
    /// its client takes, where the platform has put its own words into the header: a line each.
    #[wasm_bindgen(catch, js_name = describePeer)]
    pub(crate) fn describe_peer(request: &Request) -> Result<String, JsValue>;

    /// Never fails: what goes wrong is part of the outcome.
    pub(crate) fn call(
        head: &str,
        body: &JsValue,
        cancel: Option<&AbortSignal>,
        timeout_ms: u32,
        attempts: u32,
        streamed_up_to: f64,
    ) -> js_sys::Promise;

    #[wasm_bindgen(catch, js_name = makeResponse)]
    pub(crate) fn make_response(
        status: u16,
        head: &str,
        body: &JsValue,
    ) -> Result<Response, JsValue>;

    /// Fails when the object does.
    #[wasm_bindgen(js_name = askObject)]
    pub(crate) fn ask_object(
        objects: &JsValue,
        name: &str,
        call: &str,
        timeout_ms: u32,
    ) -> js_sys::Promise;

    /// What came of a call.
    pub(crate) type CallOutcome;

    #[wasm_bindgen(method, js_name = describe)]
    fn describe_outcome(this: &CallOutcome, buffer: &mut [u8]) -> i32;

    /// The body of the answer, when there is one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn body(this: &CallOutcome) -> JsValue;
}

/// The lines of [`describe`] before the headers.
#[derive(Clone, Copy)]
pub(crate) enum Line {
    Method,
    Url,
}

impl Line {
    pub(crate) const COUNT: usize = 2;
}

/// How many lines of [`CallOutcome::head`] stand before the headers: the status, and why there is no body.
pub(crate) const OUTCOME_LINES: usize = 2;

/// The lines of [`Line`]; the headers follow.
///
/// # Errors
/// The runtime does not tell.
pub(crate) fn describe(request: &Request) -> Result<String, JsValue> {
    written(|buffer| describe_request(request, buffer))
}

impl CallOutcome {
    /// The status, why there is no body, and the headers.
    pub(crate) fn head(&self) -> Result<String, JsValue> {
        written(|buffer| Ok(self.describe_outcome(buffer)))
    }
}

/// What is written into a buffer that is lent. The way in which wasm-bindgen takes a string, letter by
/// letter, costs three times as much.
fn written(write: impl Fn(&mut [u8]) -> Result<i32, JsValue>) -> Result<String, JsValue> {
    BUFFER.with_borrow_mut(|buffer| {
        loop {
            if let Ok(length) = usize::try_from(write(buffer)?) {
                let text = buffer.get(..length).unwrap_or_default();
                return Ok(String::from_utf8_lossy(text).into_owned());
            }
            if buffer.len() >= MAX_BUFFER_BYTES {
                return Err(JsValue::from_str("the headers are too large"));
            }
            let more = buffer.len() * 4;
            buffer.resize(more, 0);
        }
    })
}

/// Far above what the runtime lets in.
const MAX_BUFFER_BYTES: usize = 1 << 22;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 14]);
}
