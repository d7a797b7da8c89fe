//! The key of all uploads, as its object has it (`core::uploads::key`).

use gaze_shared::time::unix_millis::UnixMillis;
use worker::Env;

use crate::core::config::{BadSetting, Settings};
use crate::core::crypto::seal::KeyRing;
use crate::core::errors::problem::Problem;
use crate::core::uploads::key::{self, KeyAnswer, KeyRequest};
use crate::worker::isolate;
use crate::worker::streams::upload_store::UploadStore;
use crate::worker::upstream::objects::stub::ObjectNamespace;

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
pub(crate) async fn provide(
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
pub(crate) async fn missing(env: &Env, settings: &Settings) -> Option<BadSetting> {
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
    let asked = async {
        let objects = ObjectNamespace::bound(env, BINDING)?;
        objects.ask(NAME, &request, TIMEOUT_MS).await
    };
    asked.await.map_err(Problem::UploadStoreUnavailable)
}
