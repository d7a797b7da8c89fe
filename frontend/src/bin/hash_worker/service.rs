//! The worker's side of the conversation with the page.

use gaze_shared::digest::Hasher;
use js_sys::{Array, Date, global};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::message::{PROTOCOL, ReadFailure, Report, Start};
use crate::reading::Reader;

/// Progress is told at most this often: more often than a person can read is only noise for the
/// page's thread.
const PROGRESS_EVERY_MILLIS: f64 = 100.0;

/// Listens for the one `Start`, and says that it listens.
pub(crate) fn run() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((start, file)) = read_start(&event.data()) {
            spawn_local(async move { tell(&hash(start, file).await) });
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    tell(&Report::Ready { protocol: PROTOCOL });
}

/// The page sends `[text, file]`.
fn read_start(data: &JsValue) -> Option<(Start, File)> {
    let parts: &Array = data.dyn_ref()?;
    let start = parts.get(0).as_string()?.parse().ok()?;
    let file = parts.get(1).dyn_into().ok()?;
    Some((start, file))
}

async fn hash(start: Start, file: File) -> Report {
    let mut hasher = Hasher::new(start.algorithm);
    let mut reader = Reader::new(file, start.chunk_bytes);
    let mut buffer = vec![0_u8; start.chunk_bytes as usize];
    let mut bytes = 0_u64;
    let mut told_at = Date::now();
    loop {
        let piece = match reader.next().await {
            Ok(Some(piece)) => piece,
            Ok(None) => {
                break Report::Done {
                    bytes,
                    digest: hasher.finish(),
                };
            }
            Err(why) => break Report::Failed(why),
        };
        let Some(target) = buffer.get_mut(..piece.byte_length() as usize) else {
            break Report::Failed(ReadFailure::Worker(
                "the browser read more than it was asked for".into(),
            ));
        };
        piece.copy_to(target);
        hasher.update(target);
        bytes += u64::from(piece.byte_length());
        let now = Date::now();
        if now - told_at >= PROGRESS_EVERY_MILLIS {
            told_at = now;
            tell(&Report::Progress { bytes });
        }
    }
}

fn tell(report: &Report) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    // Text can always be cloned, so this does not fail; nobody could be told if it did.
    let _ = scope.post_message(&JsValue::from_str(&report.to_string()));
}
