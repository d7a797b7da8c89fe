//! Small request bodies, which are read with a bound.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::exchange::Exchange;
use crate::core::problem::Problem;

/// Reads a small body that is text.
///
/// # Errors
/// It is longer than `limit_bytes`, breaks off, or is not UTF-8.
pub(super) async fn read_text(exchange: &Exchange, limit_bytes: usize) -> Result<String, Problem> {
    let bytes = read(exchange, limit_bytes).await?;
    String::from_utf8(bytes).map_err(|_| Problem::MalformedBody("it is not UTF-8".to_owned()))
}

/// Reads a small body.
///
/// # Errors
/// It is longer than `limit_bytes`, or breaks off.
pub(super) async fn read(exchange: &Exchange, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::BodyTooLarge {
        limit_bytes: limit_bytes as u64,
    };
    let broken = |_| Problem::MalformedBody("it breaks off".to_owned());
    match exchange.content_length()? {
        Some(length) if length > limit_bytes as u64 => return Err(too_large()),
        Some(_) => {
            let Some(whole) = exchange.take_whole_body() else {
                return Ok(Vec::new());
            };
            let bytes = JsFuture::from(whole.map_err(broken)?)
                .await
                .map_err(broken)?;
            return Ok(Uint8Array::new(&bytes).to_vec());
        }
        None => {}
    }
    let Some(stream) = exchange.take_body() else {
        return Ok(Vec::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(broken)?;
        let value = js_sys::Reflect::get(&chunk, &"value".into()).map_err(broken)?;
        let Some(value) = value.dyn_ref::<Uint8Array>() else {
            break;
        };
        if bytes.len() + value.length() as usize > limit_bytes {
            return Err(too_large());
        }
        bytes.extend(value.to_vec());
    }
    Ok(bytes)
}
