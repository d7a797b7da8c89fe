//! Image data that is hashed where it is, and the lines that tell of it (`data_digest.js`).

use wasm_bindgen::prelude::*;
use web_sys::ReadableStream;

#[wasm_bindgen(module = "/src/worker/js/data_digest.js")]
extern "C" {
    /// A body on its way through the runtime's digest.
    pub(crate) type DataDigest;

    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new(data: &ReadableStream, algorithm: &str) -> Result<DataDigest, JsValue>;

    #[wasm_bindgen(method, getter, js_name = bytes)]
    fn bytes_as_number(this: &DataDigest) -> f64;

    #[wasm_bindgen(method, catch, js_name = endsWithin)]
    async fn ends_within_milliseconds(
        this: &DataDigest,
        milliseconds: u32,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = hex)]
    async fn digest_in_hex(this: &DataDigest) -> Result<JsValue, JsValue>;

    /// Reads no more.
    #[wasm_bindgen(method)]
    pub(crate) fn stop(this: &DataDigest);

    /// A body that is made line by line.
    pub(crate) type LineStream;

    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new() -> Result<LineStream, JsValue>;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn readable(this: &LineStream) -> ReadableStream;

    #[wasm_bindgen(method, getter, js_name = isRead)]
    pub(crate) fn is_read(this: &LineStream) -> bool;

    /// Writes a line, unless the one before has not been taken yet.
    #[wasm_bindgen(method)]
    pub(crate) fn offer(this: &LineStream, line: &str);

    /// Writes the last line.
    #[wasm_bindgen(method)]
    pub(crate) async fn end(this: &LineStream, line: &str);
}

/// Whether data has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataEnd {
    Reached,
    NotYet,
}

impl DataDigest {
    /// How much has been read.
    pub(crate) fn bytes(&self) -> u64 {
        // A length in JavaScript is a whole number below 2^53.
        self.bytes_as_number() as u64
    }

    /// Waits so long for the end.
    ///
    /// # Errors
    /// The data broke off.
    pub(crate) async fn ends_within(&self, milliseconds: u32) -> Result<DataEnd, JsValue> {
        let has_ended = self.ends_within_milliseconds(milliseconds).await?;
        Ok(if has_ended.is_truthy() {
            DataEnd::Reached
        } else {
            DataEnd::NotYet
        })
    }

    /// The digest in lower-case hexadecimal, once the end was reached.
    ///
    /// # Errors
    /// There is none.
    pub(crate) async fn hex(&self) -> Result<String, JsValue> {
        let hex = self.digest_in_hex().await?;
        hex.as_string().ok_or(hex)
    }
}
