//! What all requests of one isolate share: settings, what is known about tokens and failed sign-ins. All
//! are plain values; no stream, promise or other I/O object may be kept here.

use std::cell::RefCell;
use std::sync::OnceLock;

use gaze_shared::time::unix_millis::UnixMillis;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::Env;

use crate::core::UnixSeconds;
use crate::core::auth::sign_in_limit::SignInLimit;
use crate::core::auth::token_cache::TokenCache;
use crate::core::auth::unknown_tokens::UnknownTokens;
use crate::core::config::{BadSetting, Settings};
use crate::core::guard::KnownStores;
use crate::core::health::LastHealth;
use crate::core::log::log_buffer::LogBuffer;
use crate::core::quota::{MemoryLedgers, RefreshTracker, RequestLimits};
use crate::core::uploads::key::UploadKey;
use crate::core::uploads::space::StoreSpace;

static SETTINGS: OnceLock<Result<Settings, Vec<BadSetting>>> = OnceLock::new();

thread_local! {
    static STORES: RefCell<KnownStores> = RefCell::default();
    static TOKENS: RefCell<TokenCache> = RefCell::default();
    static SIGN_INS: RefCell<SignInLimit> = RefCell::default();
    static USAGE_REFRESHES: RefCell<RefreshTracker> = RefCell::default();
    static MEMORY_LEDGERS: RefCell<MemoryLedgers> = RefCell::default();
    static LOG_BUFFER: RefCell<LogBuffer> = RefCell::default();
    static HEALTH: RefCell<LastHealth> = RefCell::default();
    static STORE_SPACE: RefCell<StoreSpace> = RefCell::default();
    static UPLOAD_KEY: RefCell<Option<UploadKey>> = RefCell::default();
    static UNKNOWN_TOKENS: RefCell<UnknownTokens> = RefCell::default();
    static REQUEST_LIMITS: RefCell<RequestLimits> = RefCell::default();
}

/// The settings, read at the isolate's first request.
///
/// # Errors
/// Every variable that is wrong.
pub(crate) fn settings(env: &Env) -> Result<&'static Settings, &'static [BadSetting]> {
    let settings = SETTINGS.get_or_init(|| Settings::parse(|name| read(env, name), names(env)));
    settings.as_ref().map_err(Vec::as_slice)
}

/// A variable or secret: to the runtime both are values on `env`. What is a number, a list or a table in
/// wrangler.toml is one here too, and is read as its JSON.
fn read(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env.as_ref(), &name.into()).ok()?;
    if value.is_undefined() || value.is_null() {
        return None;
    }
    value
        .as_string()
        .or_else(|| js_sys::JSON::stringify(&value).ok()?.as_string())
}

/// The names of all variables and secrets. What is no text and no number is a binding of the platform's.
fn names(env: &Env) -> Vec<String> {
    let env: &JsValue = env.as_ref();
    let names = js_sys::Object::keys(env.unchecked_ref::<js_sys::Object>());
    let is_variable = |name: &JsValue| {
        let value = js_sys::Reflect::get(env, name);
        value.is_ok_and(|value| value.is_string() || value.as_f64().is_some())
    };
    names
        .iter()
        .filter(is_variable)
        .filter_map(|name| name.as_string())
        .collect()
}

/// Works with the token memory. The closure is synchronous, so no borrow lives over an await.
pub(crate) fn with_tokens<T>(work: impl FnOnce(&mut TokenCache) -> T) -> T {
    TOKENS.with_borrow_mut(work)
}

/// Works with what is known of stores, in the same way.
pub(crate) fn with_stores<T>(work: impl FnOnce(&mut KnownStores) -> T) -> T {
    STORES.with_borrow_mut(work)
}

/// Works with the count of failed sign-ins, under the same condition.
pub(crate) fn with_sign_ins<T>(work: impl FnOnce(&mut SignInLimit) -> T) -> T {
    SIGN_INS.with_borrow_mut(work)
}

/// Works with what is known of usage refreshes, under the same condition.
pub(crate) fn with_refreshes<T>(work: impl FnOnce(&mut RefreshTracker) -> T) -> T {
    USAGE_REFRESHES.with_borrow_mut(work)
}

/// Works with what is known of projects where quotas are off, under the same condition.
pub(crate) fn with_memory_ledgers<T>(work: impl FnOnce(&mut MemoryLedgers) -> T) -> T {
    MEMORY_LEDGERS.with_borrow_mut(work)
}

/// Works with what is known of projects that limit their requests, under the same condition.
pub(crate) fn with_request_limits<T>(work: impl FnOnce(&mut RequestLimits) -> T) -> T {
    REQUEST_LIMITS.with_borrow_mut(work)
}

/// Works with what the last look at the cloud has told, under the same condition.
pub(crate) fn with_health<T>(work: impl FnOnce(&mut LastHealth) -> T) -> T {
    HEALTH.with_borrow_mut(work)
}

/// Works with what is known of the store of uploads, under the same condition.
pub(crate) fn with_store_space<T>(work: impl FnOnce(&mut StoreSpace) -> T) -> T {
    STORE_SPACE.with_borrow_mut(work)
}

/// Works with the key of uploads, under the same condition.
pub(crate) fn with_upload_key<T>(work: impl FnOnce(&mut Option<UploadKey>) -> T) -> T {
    UPLOAD_KEY.with_borrow_mut(work)
}

/// Works with the count of tokens that nobody knows, under the same condition.
pub(crate) fn with_unknown_tokens<T>(work: impl FnOnce(&mut UnknownTokens) -> T) -> T {
    UNKNOWN_TOKENS.with_borrow_mut(work)
}

/// Works with the lines of the log that wait, under the same condition.
pub(crate) fn with_log_buffer<T>(work: impl FnOnce(&mut LogBuffer) -> T) -> T {
    LOG_BUFFER.with_borrow_mut(work)
}

/// The time, in whole seconds.
pub(crate) fn now() -> UnixSeconds {
    UnixSeconds((js_sys::Date::now() / 1000.0) as i64)
}

pub(crate) fn now_millis() -> UnixMillis {
    UnixMillis(js_sys::Date::now() as u64)
}

/// Random bytes from the runtime's cryptographic source.
pub(crate) fn random<const N: usize>() -> worker::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| worker::Error::RustError(error.to_string()))?;
    Ok(bytes)
}
