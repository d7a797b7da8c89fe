//! The storage of an upload's object (`upload_storage.js`).

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/worker/js/upload_storage.js")]
extern "C" {
    /// The upload, then its segments; nothing when there is no upload.
    #[wasm_bindgen(catch)]
    pub(crate) fn load(storage: &JsValue) -> Result<Vec<String>, JsValue>;

    /// Puts the upload in the place of the one before, and adds segments.
    #[wasm_bindgen(catch)]
    pub(crate) fn save(
        storage: &JsValue,
        upload: &str,
        segments: Vec<String>,
    ) -> Result<(), JsValue>;

    /// Deletes everything, the alarm too.
    #[wasm_bindgen(catch)]
    pub(crate) async fn forget(storage: &JsValue) -> Result<(), JsValue>;
}
