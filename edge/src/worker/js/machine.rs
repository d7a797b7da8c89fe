//! The machine that the gateway runs on, as far as its launcher tells of it (`edge/machine.mjs`). On
//! Cloudflare's network nobody does.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::health::disks::Disks;

#[wasm_bindgen(module = "/src/worker/js/machine.js")]
extern "C" {
    /// Never fails.
    #[wasm_bindgen(js_name = ask)]
    fn ask_launcher(machine: &JsValue, path: &str) -> js_sys::Promise;
}

/// The binding that the launcher adds.
const BINDING: &str = "MACHINE";

/// What is left of the disks; `None` where nobody tells.
pub(crate) async fn disks(env: &Env) -> Option<Disks> {
    serde_json::from_str(&ask(env, "/disks").await?).ok()
}

/// The same problem with the reason that the runtime has written down, where it says no more than that it
/// has.
pub(crate) async fn explain(env: &Env, problem: Problem) -> Problem {
    let reason = match problem.runtime_reference() {
        Some(reference) => ask(env, &format!("/reason?{reference}")).await,
        None => None,
    };
    problem.explained(&reason.unwrap_or_default())
}

async fn ask(env: &Env, path: &str) -> Option<String> {
    let machine = js_sys::Reflect::get(env.as_ref(), &BINDING.into()).ok()?;
    if machine.is_undefined() {
        return None;
    }
    let said = JsFuture::from(ask_launcher(&machine, path)).await.ok()?;
    said.as_string().filter(|text| !text.is_empty())
}
