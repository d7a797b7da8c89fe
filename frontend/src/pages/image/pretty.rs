//! JSON for a person to read, laid out by the browser.

use wasm_bindgen::JsValue;

/// The same JSON with a line per value; text that is no JSON stays as it is.
pub(super) fn pretty(json: &str) -> String {
    js_sys::JSON::parse(json)
        .and_then(|value| {
            let indent = JsValue::from_f64(2.0);
            js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent)
        })
        .map_or_else(|_| json.to_owned(), String::from)
}
