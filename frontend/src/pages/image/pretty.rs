//! JSON for a person to read, laid out by the browser.

use wasm_bindgen::JsValue;

/// The same JSON with a line per value; `None` for text that is no JSON.
pub(super) fn pretty(json: &str) -> Option<String> {
    let value = js_sys::JSON::parse(json).ok()?;
    let indent = JsValue::from_f64(2.0);
    js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent)
        .ok()
        .map(String::from)
}
