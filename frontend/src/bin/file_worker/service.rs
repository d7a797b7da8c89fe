//! The worker's side of the conversation with the page.

use std::cell::Cell;

use futures_channel::mpsc;
use js_sys::{Array, ArrayBuffer, Uint8Array, global};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::chunks::Chunks;
use super::hashing::hash;
use super::inspecting::inspect;
use super::manifest::check_manifest;
use super::measuring::measure;
use super::protocol::{Message, PROTOCOL, ReadRequest, Report, Task};
use super::qcow2::write_qcow2;
use super::reading::{OpenUnpacked, Source};
use super::saving::Saving;

/// Listens for its one task, and says that it listens.
pub(crate) fn run(open_unpacked: Option<OpenUnpacked>) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let (asker, asked) = mpsc::unbounded();
    let asked = Cell::new(Some(asked));
    let saving = Saving::new();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if saving.hears(&data) {
            return;
        }
        if let Some(request) = data.as_string().and_then(|text| text.parse().ok()) {
            // Nobody waits for requests when there was no task that takes them.
            let _ = asker.unbounded_send(request);
        } else if let Some((task, file)) = read_task(&data)
            && let Some(asked) = asked.take()
        {
            spawn_local(async move {
                if let Some(last) = carry_out(task, file, asked, open_unpacked).await {
                    report(last);
                }
            });
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

/// The last that is to be reported, unless it has been said already.
async fn carry_out(
    task: Task,
    file: File,
    asked: mpsc::UnboundedReceiver<ReadRequest>,
    open_unpacked: Option<OpenUnpacked>,
) -> Option<Report> {
    Some(match task {
        Task::Hash {
            algorithm,
            chunk_bytes,
            content,
        } => {
            let source = Source {
                file,
                content,
                open_unpacked,
            };
            hash(algorithm, chunk_bytes, &source, report).await
        }
        Task::Read { algorithm, content } => {
            let source = Source {
                file,
                content,
                open_unpacked,
            };
            Chunks::new(algorithm, source)
                .serve(asked, report, post_read)
                .await
        }
        Task::Inspect => inspect(&file).await,
        Task::Measure { compression, most } => {
            measure(compression, &file, most, open_unpacked, report)
        }
        Task::CheckManifest => check_manifest(&file, report).await,
        Task::WriteQcow2 => match write_qcow2(&file, report).await {
            Ok(written) => {
                post_with(&Message::Qcow2Written, &written);
                return None;
            }
            Err(last) => last,
        },
    })
}

fn report(report: Report) {
    post(&Message::Report(report));
}

/// What bytes come with a message are handed over and not copied.
fn post_read(message: &Message, bytes: Option<&Uint8Array>) {
    let Some(bytes) = bytes else {
        return post(message);
    };
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let text = JsValue::from_str(&message.to_string());
    let buffer: ArrayBuffer = bytes.buffer();
    // A buffer of one's own can always be handed over, once; nobody could be told if it could not.
    let _ = scope.post_message_with_transfer(&Array::of2(&text, bytes), &Array::of1(&buffer));
}

/// What comes with a message is a handle, of which the page gets one of its own.
fn post_with(message: &Message, file: &File) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let text = JsValue::from_str(&message.to_string());
    // A file can always be cloned; nobody could be told if it could not.
    let _ = scope.post_message(&Array::of2(&text, file));
}

fn post(message: &Message) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    // Text can always be cloned, so this does not fail; nobody could be told if it did.
    let _ = scope.post_message(&JsValue::from_str(&message.to_string()));
}
