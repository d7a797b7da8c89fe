//! The body of a request (`request_body.js`): nobody reads one in another way.

use std::time::Duration;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, WritableStream};

use super::exchange::Exchange;
use crate::core::problem::Problem;

#[wasm_bindgen(module = "/src/worker_shell/request_body.js")]
extern "C" {
    /// The body, read piece by piece.
    #[derive(Clone)]
    pub(super) type RequestBody;

    #[wasm_bindgen(constructor)]
    fn new(stream: &ReadableStream, idle_ms: f64) -> RequestBody;

    #[wasm_bindgen(method)]
    fn whole(this: &RequestBody, most_bytes: f64, declared: Option<f64>) -> Promise;

    /// Fails when either end breaks.
    #[wasm_bindgen(method, js_name = copyTo)]
    pub(super) fn copy_to(this: &RequestBody, target: &WritableStream) -> Promise;

    /// Nobody wants the rest.
    #[wasm_bindgen(method)]
    pub(super) fn stop(this: &RequestBody);

    #[wasm_bindgen(method, getter, js_name = isIdle)]
    fn is_idle(this: &RequestBody) -> bool;
}

impl RequestBody {
    /// Of a stream that is given up when nothing of it comes for so long.
    pub(super) fn of(stream: &ReadableStream, idle: Duration) -> Self {
        Self::new(stream, idle.as_millis() as f64)
    }

    /// Why it has ended too soon.
    pub(super) fn problem(&self) -> Problem {
        if self.is_idle() {
            Problem::BodyStopped
        } else {
            Problem::MalformedBody("it breaks off".to_owned())
        }
    }
}

/// Reads a small body that is text.
///
/// # Errors
/// It is longer than `limit_bytes`, breaks off, stops, or is not UTF-8.
pub(super) async fn read_text(exchange: &Exchange, limit_bytes: usize) -> Result<String, Problem> {
    let bytes = read(exchange, limit_bytes).await?;
    String::from_utf8(bytes).map_err(|_| Problem::MalformedBody("it is not UTF-8".to_owned()))
}

/// Reads a small body.
///
/// # Errors
/// It is longer than `limit_bytes`, breaks off, or stops.
pub(super) async fn read(exchange: &Exchange, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::BodyTooLarge {
        limit_bytes: limit_bytes as u64,
    };
    let declared = exchange.content_length()?;
    if declared.is_some_and(|length| length > limit_bytes as u64) {
        return Err(too_large());
    }
    // With both, the chunks say where it ends.
    let declared = declared.filter(|_| !exchange.is_chunked());
    let Some(body) = exchange.take_body() else {
        return Ok(Vec::new());
    };
    let whole = body.whole(limit_bytes as f64, declared.map(|length| length as f64));
    let whole = JsFuture::from(whole).await.map_err(|_| body.problem())?;
    if whole.is_undefined() {
        return Err(too_large());
    }
    Ok(Uint8Array::new(&whole).to_vec())
}
