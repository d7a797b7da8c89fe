//! The directory of the uploads that are under way (`core/uploads/directory.rs`): the object that keeps it, and
//! the Worker's side of it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::super::runtime;
use crate::core::problem::Problem;
use crate::core::uploads::call::Uploader;
use crate::core::uploads::directory::{
    Claim, DirectoryAnswer, DirectoryCall, LISTED_AT_MOST, holder,
};

#[wasm_bindgen(module = "/src/worker_shell/uploads/directory.js")]
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

/// The binding of the objects' namespace in wrangler.toml.
const BINDING: &str = "UPLOAD_DIRECTORY";

/// The name of the only object: an image may be given data from more than one project.
const NAME: &str = "uploads";

/// How long it may take. It needs a millisecond.
const PATIENCE_MS: u32 = 5_000;

/// The directory of all uploads.
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
                DirectoryAnswer::Listed(claims.collect::<worker::Result<_>>()?)
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

/// The Worker's side of the directory.
pub(super) struct Directory(JsValue);

impl Directory {
    /// Asks nobody yet.
    pub(super) fn of(env: &Env) -> Result<Self, Problem> {
        let objects = js_sys::Reflect::get(env.as_ref(), &BINDING.into())
            .ok()
            .filter(|objects| !objects.is_undefined());
        let objects = objects.ok_or_else(|| {
            Problem::UploadStoreUnavailable(format!("there is no binding {BINDING}"))
        })?;
        Ok(Self(objects))
    }

    /// Who has the image after a claim: this one, or the one that was there before.
    pub(super) async fn claim(
        &self,
        claim: &Claim,
        instead_of: Option<String>,
    ) -> Result<Claim, Problem> {
        let claim = claim.clone();
        match self.ask(DirectoryCall::Claim { claim, instead_of }).await? {
            DirectoryAnswer::Held(Some(held)) => Ok(held),
            other => Err(unexpected(&other)),
        }
    }

    /// The upload is not under way any more, or never was.
    pub(super) async fn release(&self, upload_id: &str) -> Result<(), Problem> {
        let upload_id = upload_id.to_owned();
        match self.ask(DirectoryCall::Release { upload_id }).await? {
            DirectoryAnswer::Released => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// Who has an image.
    pub(super) async fn of_image(
        &self,
        region: &str,
        image_id: &str,
    ) -> Result<Option<Claim>, Problem> {
        let call = DirectoryCall::OfImage {
            region: region.to_owned(),
            image_id: image_id.to_owned(),
        };
        match self.ask(call).await? {
            DirectoryAnswer::Held(claim) => Ok(claim),
            other => Err(unexpected(&other)),
        }
    }

    /// What somebody has, the newest first.
    pub(super) async fn of_uploader(&self, by: &Uploader) -> Result<Vec<Claim>, Problem> {
        match self.ask(DirectoryCall::Of(by.clone())).await? {
            DirectoryAnswer::Listed(claims) => Ok(claims),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask(&self, call: DirectoryCall) -> Result<DirectoryAnswer, Problem> {
        let text =
            serde_json::to_string(&call).map_err(|error| Problem::Internal(error.to_string()))?;
        let promise = runtime::ask_object(&self.0, NAME, &text, PATIENCE_MS);
        let answer = JsFuture::from(promise)
            .await
            .map_err(|error| Problem::UploadStoreUnavailable(format!("{error:?}")))?;
        let answer = answer.as_string().unwrap_or_default();
        serde_json::from_str(&answer)
            .map_err(|error| Problem::UploadStoreUnavailable(error.to_string()))
    }
}

fn unexpected(answer: &DirectoryAnswer) -> Problem {
    Problem::UploadStoreUnavailable(format!("the directory answers {answer:?}"))
}
