//! The one way to ask a Durable Object: a method of it with JSON for its argument and its answer (`entry.js`).

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use worker::Env;

use crate::worker::js::runtime;

/// The objects of one class.
#[derive(Clone)]
pub(super) struct ObjectNamespace(JsValue);

impl ObjectNamespace {
    /// The namespace of a binding in wrangler.toml. Asks nobody yet.
    ///
    /// # Errors
    /// There is no such binding, for the log.
    pub(super) fn bound(env: &Env, binding: &str) -> Result<Self, String> {
        js_sys::Reflect::get(env.as_ref(), &binding.into())
            .ok()
            .filter(|objects| !objects.is_undefined())
            .map(Self)
            .ok_or_else(|| format!("there is no binding {binding}"))
    }

    /// Asks the object of a name.
    ///
    /// # Errors
    /// Why there is no answer, for the log.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        name: &str,
        call: &impl Serialize,
        timeout_ms: u32,
    ) -> Result<T, String> {
        let text = serde_json::to_string(call).map_err(|error| error.to_string())?;
        let response = JsFuture::from(runtime::ask_object(&self.0, name, &text, timeout_ms))
            .await
            .map_err(|error| format!("{error:?}"))?;
        serde_json::from_str(&response.as_string().unwrap_or_default())
            .map_err(|error| error.to_string())
    }
}
