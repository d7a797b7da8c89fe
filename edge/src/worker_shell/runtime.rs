//! The runtime, in the few calls that every request makes (`runtime.js`).

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, Response};

#[wasm_bindgen(module = "/src/worker_shell/runtime.js")]
extern "C" {
    /// The lines are those of [`Line`]; the headers follow.
    #[wasm_bindgen(catch)]
    pub(super) fn describe(request: &Request) -> Result<String, JsValue>;

    /// The address and port that a request came from, where the runtime tells, and what compressions
    /// its client takes, where the platform has put its own words into the header: a line each.
    #[wasm_bindgen(catch, js_name = describePeer)]
    pub(super) fn describe_peer(request: &Request) -> Result<String, JsValue>;

    /// Never fails: what goes wrong is part of the outcome.
    pub(super) fn call(
        head: &str,
        body: &JsValue,
        cancel: Option<&AbortSignal>,
        patience_ms: u32,
        attempts: u32,
        streamed_up_to: f64,
    ) -> js_sys::Promise;

    #[wasm_bindgen(catch)]
    pub(super) fn answer(status: u16, head: &str, body: &JsValue) -> Result<Response, JsValue>;

    /// What came of a call.
    pub(super) type Outcome;

    #[wasm_bindgen(method, getter)]
    pub(super) fn head(this: &Outcome) -> String;

    /// The body of the answer, when there is one.
    #[wasm_bindgen(method, getter)]
    pub(super) fn body(this: &Outcome) -> JsValue;
}

/// The lines of [`describe`] before the headers.
#[derive(Clone, Copy)]
pub(super) enum Line {
    Method,
    Url,
}

impl Line {
    pub(super) const COUNT: usize = 2;
}

/// How many lines of [`Outcome::head`] stand before the headers: the status, and why there is no body.
pub(super) const OUTCOME_LINES: usize = 2;
