//! The directory of the uploads that are under way (`core/uploads/directory.rs`).

use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::core::uploads::directory::{
    Claim, DirectoryAnswer, DirectoryCall, LISTED_AT_MOST, holder,
};

#[wasm_bindgen(module = "/src/worker/js/upload_directory.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = ofImage)]
    fn of_image(storage: &JsValue, region: &str, image_id: &str)
    -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch, js_name = ofUploader)]
    fn of_uploader(
        storage: &JsValue,
        user_id: &str,
        project_id: &str,
        most: u32,
    ) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(catch)]
    fn put(
        storage: &JsValue,
        upload_id: &str,
        region: &str,
        image_id: &str,
        user_id: &str,
        project_id: &str,
        at: f64,
        text: &str,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    fn remove(storage: &JsValue, upload_id: &str) -> Result<(), JsValue>;
}

#[durable_object]
pub struct UploadDirectory {
    storage: JsValue,
}

impl DurableObject for UploadDirectory {
    fn new(state: State, _env: Env) -> Self {
        Self {
            storage: state.storage().as_raw().into(),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("The directory is asked by its method.", 404)
    }
}

#[wasm_bindgen]
impl UploadDirectory {
    /// Takes one call: a [`DirectoryCall`] as JSON. Answers with a [`DirectoryAnswer`] as JSON.
    ///
    /// # Errors
    /// The call does not read, or could not be stored.
    pub async fn ask(&self, call: String) -> Result<String, JsError> {
        let answer = self.answer(serde_json::from_str(&call)?)?;
        Ok(serde_json::to_string(&answer)?)
    }
}

impl UploadDirectory {
    fn answer(&self, call: DirectoryCall) -> worker::Result<DirectoryAnswer> {
        Ok(match call {
            DirectoryCall::Claim { claim, instead_of } => {
                let before = self.of_image(&claim.region, &claim.image_id)?;
                let held = holder(before, claim.clone(), instead_of.as_deref());
                if held == claim {
                    self.put(&claim)?;
                }
                DirectoryAnswer::Held(Some(held))
            }
            DirectoryCall::Release { upload_id } => {
                remove(&self.storage, &upload_id)?;
                DirectoryAnswer::Released
            }
            DirectoryCall::OfImage { region, image_id } => {
                DirectoryAnswer::Held(self.of_image(&region, &image_id)?)
            }
            DirectoryCall::Of(by) => {
                let most = u32::try_from(LISTED_AT_MOST).unwrap_or(u32::MAX);
                let rows = of_uploader(&self.storage, &by.user_id, &by.project_id, most)?;
                let claims = rows.iter().map(|row| Ok(serde_json::from_str(row)?));
                DirectoryAnswer::Claims(claims.collect::<worker::Result<_>>()?)
            }
        })
    }

    fn of_image(&self, region: &str, image_id: &str) -> worker::Result<Option<Claim>> {
        let row = of_image(&self.storage, region, image_id)?;
        Ok(row.map(|row| serde_json::from_str(&row)).transpose()?)
    }

    fn put(&self, claim: &Claim) -> worker::Result<()> {
        let text = serde_json::to_string(claim)?;
        Ok(put(
            &self.storage,
            &claim.upload_id,
            &claim.region,
            &claim.image_id,
            &claim.by.user_id,
            &claim.by.project_id,
            claim.at.0 as f64,
            &text,
        )?)
    }
}
