//! Request bodies: small ones are read with a bound, image data only changes pipes.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};
use worker::worker_sys::FixedLengthStream;

use super::exchange::Exchange;
use crate::core::problem::Problem;

/// Reads a small body.
///
/// # Errors
/// It is longer than `limit_bytes`, breaks off, or is not UTF-8.
pub(super) async fn read_text(exchange: &Exchange, limit_bytes: usize) -> Result<String, Problem> {
    let too_large = || Problem::BodyTooLarge {
        limit_bytes: limit_bytes as u64,
    };
    if exchange
        .content_length()?
        .is_some_and(|length| length > limit_bytes as u64)
    {
        return Err(too_large());
    }
    let Some(stream) = exchange.take_body() else {
        return Ok(String::new());
    };
    let broken = |_| Problem::MalformedBody("it breaks off".to_owned());
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(broken)?;
        let value = js_sys::Reflect::get(&chunk, &"value".into()).map_err(broken)?;
        let Some(value) = value.dyn_ref::<js_sys::Uint8Array>() else {
            break;
        };
        if bytes.len() + value.length() as usize > limit_bytes {
            return Err(too_large());
        }
        bytes.extend(value.to_vec());
    }
    String::from_utf8(bytes).map_err(|_| Problem::MalformedBody("it is not UTF-8".to_owned()))
}

/// Image data on its way to Glance. With a known length it goes through the runtime's own
/// `FixedLengthStream`, so that Glance gets a `Content-Length` and a shortfall breaks the upstream
/// request off instead of looking complete; without one it goes on in chunks.
pub(super) fn forward(
    stream: ReadableStream,
    length: Option<u64>,
) -> Result<ReadableStream, Problem> {
    let Some(length) = length else {
        return Ok(stream);
    };
    let fixed = FixedLengthStream::new_big_int(js_sys::BigInt::from(length))
        .map_err(|_| Problem::Internal("no stream of this length".to_owned()))?;
    let pipe = stream.pipe_to(&fixed.writable());
    wasm_bindgen_futures::spawn_local(async move {
        // A pipe that breaks also breaks the request to Glance that reads from it, and that is
        // where the failure is told; here it is only kept from being reported as unhandled.
        let _ = JsFuture::from(pipe).await;
    });
    Ok(fixed.readable())
}
