//! The worker's side of the conversation with the page.

use js_sys::{Array, global};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::hashing::hash;
use crate::inspecting::inspect;
use crate::protocol::{Message, PROTOCOL, Report, Task};

/// Listens for its one task, and says that it listens.
pub(crate) fn run() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((task, file)) = read_task(&event.data()) {
            spawn_local(async move { report(carry_out(task, file).await) });
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    post(&Message::Ready { protocol: PROTOCOL });
}

/// The page sends `[text, file]`.
fn read_task(data: &JsValue) -> Option<(Task, File)> {
    let parts: &Array = data.dyn_ref()?;
    let task = parts.get(0).as_string()?.parse().ok()?;
    let file = parts.get(1).dyn_into().ok()?;
    Some((task, file))
}

async fn carry_out(task: Task, file: File) -> Report {
    match task {
        Task::Hash {
            algorithm,
            chunk_bytes,
        } => hash(algorithm, chunk_bytes, file, report).await,
        Task::Inspect => inspect(&file).await,
    }
}

fn report(report: Report) {
    post(&Message::Report(report));
}

fn post(message: &Message) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    // Text can always be cloned, so this does not fail; nobody could be told if it did.
    let _ = scope.post_message(&JsValue::from_str(&message.to_string()));
}
