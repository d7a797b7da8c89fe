//! The Worker's side of an upload's object.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use worker::Env;

use super::super::runtime;
use crate::core::problem::Problem;
use crate::core::uploads::UploadId;
use crate::core::uploads::call::{UploadAnswer, UploadCall, UploadRequest, Uploader};

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "IMAGE_UPLOADS";

/// How long the object may take. To end an upload it also tells the quota's ledger.
const PATIENCE_MS: u32 = 10_000;

/// The object of one upload.
pub(super) struct UploadObject<'a> {
    objects: JsValue,
    id: &'a UploadId,
}

impl<'a> UploadObject<'a> {
    /// The object of an upload. Asks nobody yet.
    pub(super) fn of(env: &Env, id: &'a UploadId) -> Result<Self, Problem> {
        let objects = js_sys::Reflect::get(env.as_ref(), &BINDING.into())
            .ok()
            .filter(|objects| !objects.is_undefined());
        let objects = objects.ok_or_else(|| {
            Problem::UploadStoreUnavailable(format!("there is no binding {BINDING}"))
        })?;
        Ok(Self { objects, id })
    }

    /// Asks it.
    ///
    /// # Errors
    /// It refuses, or does not answer.
    pub(super) async fn ask(
        &self,
        by: Uploader,
        token: Option<String>,
        call: UploadCall,
    ) -> Result<UploadAnswer, Problem> {
        let request = UploadRequest { by, token, call };
        let text = serde_json::to_string(&request)
            .map_err(|error| Problem::Internal(error.to_string()))?;
        let promise = runtime::ask_object(&self.objects, self.id.as_str(), &text, PATIENCE_MS);
        let answer = JsFuture::from(promise)
            .await
            .map_err(|error| Problem::UploadStoreUnavailable(format!("{error:?}")))?;
        let answer = answer.as_string().unwrap_or_default();
        match serde_json::from_str(&answer) {
            Ok(UploadAnswer::Refused(refusal)) => Err(refusal.into()),
            Ok(answer) => Ok(answer),
            Err(error) => Err(Problem::UploadStoreUnavailable(error.to_string())),
        }
    }
}

/// The two sides are of two versions.
pub(super) fn unexpected(answer: &UploadAnswer) -> Problem {
    Problem::UploadStoreUnavailable(format!("the upload answers {answer:?}"))
}
