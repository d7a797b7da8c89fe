//! Starting a worker under the page's own security policy.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

/// Where trunk puts the worker's loader; its name carries no hash.
const WORKER_URL: &str = "/file_worker_loader.js";

/// The only Trusted Types policy of the dashboard
/// (<https://www.w3.org/TR/trusted-types/#trusted-type-policies>).
const POLICY_NAME: &str = "gaze";

thread_local! {
    /// A policy's name can be taken once, so the value that it made is kept.
    static TRUSTED_URL: JsValue = trusted_url().unwrap_or_else(|_| JsValue::from_str(WORKER_URL));
}

/// Starts a file worker.
///
/// # Errors
/// What the browser threw: a policy that forbids it, or no module workers.
pub(super) fn start_worker() -> Result<Worker, JsValue> {
    let global = js_sys::global();
    let constructor: Function = Reflect::get(&global, &"Worker".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    let arguments = TRUSTED_URL.with(|url| js_sys::Array::of2(url, &options));
    Reflect::construct(&constructor, &arguments)?.dyn_into()
}

/// Under `require-trusted-types-for 'script'` a worker's address must be a `TrustedScriptURL`. The
/// policy makes one only of the worker's own address, whatever it is asked for.
fn trusted_url() -> Result<JsValue, JsValue> {
    let factory = Reflect::get(&js_sys::global(), &"trustedTypes".into())?;
    if factory.is_undefined() {
        // Firefox and Safari of before 2026 know no Trusted Types and take the text.
        return Ok(JsValue::from_str(WORKER_URL));
    }
    let rules = Object::new();
    let make = Closure::<dyn Fn(JsValue) -> JsValue>::new(|_| JsValue::from_str(WORKER_URL));
    Reflect::set(&rules, &"createScriptURL".into(), make.as_ref())?;
    let create_policy: Function = Reflect::get(&factory, &"createPolicy".into())?.dyn_into()?;
    let policy = create_policy.call2(&factory, &POLICY_NAME.into(), &rules)?;
    let create_url: Function = Reflect::get(&policy, &"createScriptURL".into())?.dyn_into()?;
    create_url.call1(&policy, &WORKER_URL.into())
}
