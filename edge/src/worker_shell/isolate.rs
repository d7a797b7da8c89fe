//! What all requests of one isolate share: settings, what is known about tokens and failed sign-ins. All
//! are plain values; no stream, promise or other I/O object may be kept here.

use std::cell::RefCell;
use std::sync::OnceLock;

use gaze_shared::unix_time::UnixMillis;
use worker::Env;

use crate::core::UnixSeconds;
use crate::core::guard::KnownStores;
use crate::core::held_lines::HeldLines;
use crate::core::quota::{LookBook, MemoryLedgers, RequestLimits};
use crate::core::settings::{BadSetting, Settings};
use crate::core::sign_in_limit::SignInLimit;
use crate::core::token_cache::TokenCache;

static SETTINGS: OnceLock<Result<Settings, Vec<BadSetting>>> = OnceLock::new();

thread_local! {
    static STORES: RefCell<KnownStores> = RefCell::default();
    static TOKENS: RefCell<TokenCache> = RefCell::default();
    static SIGN_INS: RefCell<SignInLimit> = RefCell::default();
    static LOOKS: RefCell<LookBook> = RefCell::default();
    static MEMORY_LEDGERS: RefCell<MemoryLedgers> = RefCell::default();
    static HELD_LINES: RefCell<HeldLines> = RefCell::default();
    static REQUEST_LIMITS: RefCell<RequestLimits> = RefCell::default();
}

/// The settings, read at the isolate's first request.
///
/// # Errors
/// Every variable that is wrong.
pub(super) fn settings(env: &Env) -> Result<&'static Settings, &'static [BadSetting]> {
    let settings = SETTINGS.get_or_init(|| Settings::parse(|name| read(env, name)));
    settings.as_ref().map_err(Vec::as_slice)
}

/// A variable or secret: to the runtime both are values on `env`, and a number in wrangler.toml is a
/// number here.
fn read(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env.as_ref(), &name.into()).ok()?;
    value
        .as_string()
        .or_else(|| value.as_f64().map(|number| number.to_string()))
}

/// Works with the token memory. The closure is synchronous, so no borrow lives over an await.
pub(super) fn with_tokens<T>(work: impl FnOnce(&mut TokenCache) -> T) -> T {
    TOKENS.with_borrow_mut(work)
}

/// Works with what is known of stores, in the same way.
pub(super) fn with_stores<T>(work: impl FnOnce(&mut KnownStores) -> T) -> T {
    STORES.with_borrow_mut(work)
}

/// Works with the count of failed sign-ins, under the same condition.
pub(super) fn with_sign_ins<T>(work: impl FnOnce(&mut SignInLimit) -> T) -> T {
    SIGN_INS.with_borrow_mut(work)
}

/// Works with what is known of looks at projects, under the same condition.
pub(super) fn with_looks<T>(work: impl FnOnce(&mut LookBook) -> T) -> T {
    LOOKS.with_borrow_mut(work)
}

/// Works with what is known of projects where quotas are off, under the same condition.
pub(super) fn with_memory_ledgers<T>(work: impl FnOnce(&mut MemoryLedgers) -> T) -> T {
    MEMORY_LEDGERS.with_borrow_mut(work)
}

/// Works with what is known of projects that limit their requests, under the same condition.
pub(super) fn with_request_limits<T>(work: impl FnOnce(&mut RequestLimits) -> T) -> T {
    REQUEST_LIMITS.with_borrow_mut(work)
}

/// Works with the lines of the log that wait, under the same condition.
pub(super) fn with_held_lines<T>(work: impl FnOnce(&mut HeldLines) -> T) -> T {
    HELD_LINES.with_borrow_mut(work)
}

/// The time, in whole seconds.
pub(super) fn now() -> UnixSeconds {
    UnixSeconds((js_sys::Date::now() / 1000.0) as i64)
}

/// The time.
pub(super) fn now_millis() -> UnixMillis {
    UnixMillis(js_sys::Date::now() as u64)
}

/// Random bytes from the runtime's cryptographic source.
pub(super) fn random<const N: usize>() -> worker::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| worker::Error::RustError(error.to_string()))?;
    Ok(bytes)
}
