//! The body of a request (`request_body.js`): nobody reads one in another way.

use std::time::Duration;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

use crate::core::errors::problem::{BadBody, Problem};

#[wasm_bindgen(module = "/src/worker/js/request_body.js")]
extern "C" {
    /// The body, read piece by piece.
    #[derive(Clone)]
    pub(crate) type RequestBody;

    #[wasm_bindgen(constructor)]
    fn new(stream: &ReadableStream, idle_ms: f64) -> RequestBody;

    #[wasm_bindgen(method)]
    fn whole(this: &RequestBody, most_bytes: f64, declared: Option<f64>) -> Promise;

    /// Nobody wants the rest.
    #[wasm_bindgen(method)]
    pub(crate) fn stop(this: &RequestBody);

    #[wasm_bindgen(method, getter, js_name = isIdle)]
    fn is_idle(this: &RequestBody) -> bool;
}

impl RequestBody {
    /// Of a stream that is given up when nothing of it comes for so long.
    pub(crate) fn of(stream: &ReadableStream, idle: Duration) -> Self {
        Self::new(stream, idle.as_millis() as f64)
    }

    /// All of it; `None` when it is longer than `limit_bytes`.
    ///
    /// # Errors
    /// It breaks off, or stops.
    pub(crate) async fn read(
        &self,
        limit_bytes: usize,
        declared: Option<u64>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let whole = self.whole(limit_bytes as f64, declared.map(|length| length as f64));
        let whole = JsFuture::from(whole).await.map_err(|_| self.problem())?;
        Ok((!whole.is_undefined()).then(|| Uint8Array::new(&whole).to_vec()))
    }

    /// Why it has ended too soon.
    pub(crate) fn problem(&self) -> Problem {
        if self.is_idle() {
            Problem::BodyStopped
        } else {
            Problem::MalformedBody(BadBody::BreaksOff)
        }
    }
}
