//! The key of all uploads, which an object keeps (`core::uploads::key`).

use gaze_shared::time::unix_millis::UnixMillis;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::super::{isolate, runtime};
use super::{UploadStore, storage};
use crate::core::problem::Problem;
use crate::core::seal::KeyRing;
use crate::core::settings::{BadSetting, Settings};
use crate::core::uploads::key::{self, KeyAnswer, KeyRequest, Randomness, StoredKey};

/// The binding of the object's namespace in wrangler.toml.
const BINDING: &str = "UPLOAD_KEYS";
/// The name of the one object.
const NAME: &str = "uploads";
/// How long it may take.
const TIMEOUT_MS: u32 = 5_000;

/// What names uploads and seals their tokens, for as long as there are uploads.
///
/// # Errors
/// It does not open, or the object does not answer.
pub(super) async fn provide(
    env: &Env,
    settings: &Settings,
    needed_until: UnixMillis,
) -> Result<KeyRing, Problem> {
    let known = isolate::with_upload_key(|known| known.clone());
    if let Some(known) = known.filter(|known| known.needed_until >= needed_until) {
        return Ok(known.keys);
    }
    let key = match ask(env, KeyRequest { needed_until }).await? {
        KeyAnswer::Key(stored) => stored.open(&settings.session_keys)?,
        KeyAnswer::Missing {
            key_id,
            needed_until,
        } => {
            let wrong = [key::missing(&key_id, needed_until)];
            return Err(Problem::from(&wrong[..]));
        }
    };
    let keys = key.keys.clone();
    isolate::with_upload_key(|known| *known = Some(key));
    Ok(keys)
}

/// What an operator has to be told when the key does not open. Whether it does is asked until it has once.
pub(in crate::worker_shell) async fn missing(env: &Env, settings: &Settings) -> Option<BadSetting> {
    UploadStore::of(env)?;
    if isolate::with_upload_key(|known| known.is_some()) {
        return None;
    }
    let needed_until = UnixMillis(0);
    match ask(env, KeyRequest { needed_until }).await {
        Ok(KeyAnswer::Missing {
            key_id,
            needed_until,
        }) => Some(key::missing(&key_id, needed_until)),
        Ok(KeyAnswer::Key(stored)) => {
            let key = stored.open(&settings.session_keys).ok()?;
            isolate::with_upload_key(|known| *known = Some(key));
            None
        }
        // Of an object that does not answer whoever uploads is told.
        Err(_) => None,
    }
}

async fn ask(env: &Env, request: KeyRequest) -> Result<KeyAnswer, Problem> {
    let unavailable = |cause: String| Problem::UploadStoreUnavailable(cause);
    let objects = js_sys::Reflect::get(env.as_ref(), &BINDING.into()).ok();
    let objects = objects.filter(|objects| !objects.is_undefined());
    let objects = objects.ok_or_else(|| unavailable(format!("there is no binding {BINDING}")))?;
    let text = serde_json::to_string(&request).map_err(|error| unavailable(error.to_string()))?;
    let answer = JsFuture::from(runtime::ask_object(&objects, NAME, &text, TIMEOUT_MS))
        .await
        .map_err(|error| unavailable(format!("{error:?}")))?;
    serde_json::from_str(&answer.as_string().unwrap_or_default())
        .map_err(|error| unavailable(error.to_string()))
}

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
        let rows = storage::load(&self.storage).map_err(worker::Error::from)?;
        let before = match rows.first() {
            Some(row) => Some(serde_json::from_str(row)?),
            None => None,
        };
        let mut stored: Option<StoredKey> = before.clone();
        let answer = StoredKey::provide(
            &mut stored,
            &settings.session_keys,
            request,
            (isolate::now_millis(), random),
        );
        let answer = answer.map_err(failed)?;
        if stored != before {
            let text = serde_json::to_string(&stored)?;
            storage::save(&self.storage, &text, Vec::new()).map_err(worker::Error::from)?;
        }
        Ok(serde_json::to_string(&answer)?)
    }
}
