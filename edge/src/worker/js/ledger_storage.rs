//! The storage of a ledger's object (`ledger_storage.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/worker/js/ledger_storage.js")]
extern "C" {
    /// The snapshot first, then the rows of the journal.
    #[wasm_bindgen(catch)]
    pub(crate) fn load(storage: &JsValue) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(catch)]
    pub(crate) fn append(storage: &JsValue, text: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    pub(crate) fn replace(storage: &JsValue, parts: Vec<String>) -> Result<(), JsValue>;

    pub(crate) async fn pause(milliseconds: u32);
}
