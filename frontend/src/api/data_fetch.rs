//! Asking for an image's data, whose bytes do not come to the page: the file worker takes them from the answer's
//! stream. Compiled into the worker (`src/bin/file_worker.rs`), so it uses nothing of the dashboard.

use js_sys::global;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, Response, WorkerGlobalScope};

/// Asks for the data at `path` on this origin with the session's cookie, from a byte on or all of it. Is done when
/// the head of the answer is here.
///
/// # Errors
/// What the browser threw: there was no answer, or it was aborted.
pub(crate) async fn fetch_data(
    path: &str,
    from: Option<u64>,
    abort: &AbortSignal,
) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    if let Some(from) = from {
        headers.set("range", &format!("bytes={from}-"))?;
    }
    let options = RequestInit::new();
    options.set_headers(&headers);
    options.set_signal(Some(abort));
    // It goes to the disk once, and not into the browser's cache beside it.
    options.set_cache(RequestCache::NoStore);
    let scope: WorkerGlobalScope = global().unchecked_into();
    let answered = JsFuture::from(scope.fetch_with_str_and_init(path, &options)).await?;
    answered.dyn_into()
}
