//! The alarm of a Durable Object (`alarm.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/worker/js/alarm.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = ringAt)]
    pub(crate) fn ring_at(storage: &JsValue, milliseconds: f64) -> Result<(), JsValue>;
}
