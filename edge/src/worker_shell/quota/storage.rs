//! The storage of a ledger's object (`storage.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/worker_shell/quota/storage.js")]
extern "C" {
    /// The snapshot first, then the rows of the journal.
    #[wasm_bindgen(catch)]
    pub(super) fn load(storage: &JsValue) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) fn append(storage: &JsValue, text: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) fn replace(storage: &JsValue, parts: Vec<String>) -> Result<(), JsValue>;

    pub(super) async fn pause(milliseconds: u32);

    #[wasm_bindgen(catch, js_name = ringAt)]
    pub(in crate::worker_shell) fn ring_at(
        storage: &JsValue,
        milliseconds: f64,
    ) -> Result<(), JsValue>;
}
