//! Starting a worker under the page's own security policy.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

use super::protocol::{FileContent, Task};

/// A program that a worker runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkerProgram {
    Plain,
    /// With decoders for compressed files.
    Unpacking,
}

impl WorkerProgram {
    const ALL: [Self; 2] = [Self::Plain, Self::Unpacking];

    pub(super) const fn of(task: Task) -> Self {
        match task {
            Task::Measure { .. }
            | Task::Hash {
                content: FileContent::Unpacked { .. },
                ..
            }
            | Task::Read {
                content: FileContent::Unpacked { .. },
                ..
            } => Self::Unpacking,
            Task::Inspect
            | Task::WriteQcow2
            | Task::CheckManifest
            | Task::Hash { .. }
            | Task::Read { .. } => Self::Plain,
        }
    }

    /// Where trunk puts the program's loader; its name carries no hash.
    const fn url(self) -> &'static str {
        match self {
            Self::Plain => "/file_worker_loader.js",
            Self::Unpacking => "/unpacking_worker_loader.js",
        }
    }
}

/// The only Trusted Types policy of the dashboard
/// (<https://www.w3.org/TR/trusted-types/#trusted-type-policies>).
const POLICY_NAME: &str = "gaze";

thread_local! {
    /// A policy's name can be taken once, so the values that it made are kept.
    static TRUSTED_URLS: [JsValue; 2] = trusted_urls().unwrap_or_else(|_| plain_urls());
}

/// Starts a file worker.
///
/// # Errors
/// What the browser threw: a policy that forbids it, or no module workers.
pub(super) fn start_worker(program: WorkerProgram) -> Result<Worker, JsValue> {
    let global = js_sys::global();
    let constructor: Function = Reflect::get(&global, &"Worker".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    let url = TRUSTED_URLS.with(|[plain, unpacking]| match program {
        WorkerProgram::Plain => plain.clone(),
        WorkerProgram::Unpacking => unpacking.clone(),
    });
    Reflect::construct(&constructor, &js_sys::Array::of2(&url, &options))?.dyn_into()
}

fn plain_urls() -> [JsValue; 2] {
    WorkerProgram::ALL.map(|program| JsValue::from_str(program.url()))
}

/// Under `require-trusted-types-for 'script'` a worker's address must be a `TrustedScriptURL`. The
/// policy makes one only of the workers' own addresses, whatever it is asked for.
fn trusted_urls() -> Result<[JsValue; 2], JsValue> {
    let factory = Reflect::get(&js_sys::global(), &"trustedTypes".into())?;
    if factory.is_undefined() {
        // Firefox and Safari of before 2026 know no Trusted Types and take the text.
        return Ok(plain_urls());
    }
    let rules = Object::new();
    let make = Closure::<dyn Fn(JsValue) -> JsValue>::new(|asked: JsValue| {
        let asked = asked.as_string();
        let mut own = WorkerProgram::ALL.iter().map(|program| program.url());
        let known = own.find(|url| asked.as_deref() == Some(url));
        JsValue::from_str(known.unwrap_or(WorkerProgram::Plain.url()))
    });
    Reflect::set(&rules, &"createScriptURL".into(), make.as_ref())?;
    let create_policy: Function = Reflect::get(&factory, &"createPolicy".into())?.dyn_into()?;
    let policy = create_policy.call2(&factory, &POLICY_NAME.into(), &rules)?;
    let create_url: Function = Reflect::get(&policy, &"createScriptURL".into())?.dyn_into()?;
    let trusted = |program: WorkerProgram| create_url.call1(&policy, &program.url().into());
    Ok([
        trusted(WorkerProgram::Plain)?,
        trusted(WorkerProgram::Unpacking)?,
    ])
}
