//! The key of all uploads, which an object keeps (`core::uploads::key`).

use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::core::errors::problem::Problem;
use crate::core::uploads::key::{KeyRequest, Randomness, StoredKey};
use crate::worker::isolate;
use crate::worker::js::upload_storage;

/// The object that keeps the key.
#[durable_object]
pub struct UploadKeys {
    storage: JsValue,
    env: Env,
}

impl DurableObject for UploadKeys {
    fn new(state: State, env: Env) -> Self {
        Self {
            storage: state.storage().as_raw().into(),
            env,
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("The key of uploads is asked for by a method.", 404)
    }
}

#[wasm_bindgen]
impl UploadKeys {
    /// Gives the key: takes a [`KeyRequest`] as JSON, and answers with a [`KeyAnswer`] as JSON.
    ///
    /// # Errors
    /// It cannot be stored.
    pub async fn ask(&self, request: String) -> Result<String, JsError> {
        let request: KeyRequest = serde_json::from_str(&request)?;
        let failed = |problem: Problem| JsError::new(&problem.to_string());
        let settings = isolate::settings(&self.env).map_err(|wrong| failed(wrong.into()))?;
        let random = Randomness {
            key: isolate::random()?,
            nonce: isolate::random()?,
        };
        let rows = upload_storage::load(&self.storage).map_err(worker::Error::from)?;
        let before = match rows.first() {
            Some(row) => Some(serde_json::from_str(row)?),
            None => None,
        };
        let mut stored: Option<StoredKey> = before.clone();
        let answer = StoredKey::provide(
            &mut stored,
            &settings.session_keys,
            request,
            isolate::now_millis(),
            random,
        );
        let answer = answer.map_err(|fault| failed(fault.into()))?;
        if stored != before {
            let text = serde_json::to_string(&stored)?;
            upload_storage::save(&self.storage, &text, Vec::new()).map_err(worker::Error::from)?;
        }
        Ok(serde_json::to_string(&answer)?)
    }
}
