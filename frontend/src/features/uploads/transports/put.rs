//! One streaming `PUT /v2/images/{id}/file`.
//!
//! By `XMLHttpRequest`, because `fetch` tells no upload progress. The body is the `File` itself, a
//! handle: the browser reads it from disk as the network takes it, so the tab's memory stays flat
//! however large the file is.

use std::rc::Rc;

use gaze_shared::gateway::{CSRF_HEADER, CSRF_HEADER_VALUE, IMAGE_SIZE_HEADER, REQUEST_ID_HEADER};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, ProgressEvent, XmlHttpRequest};

use super::{Listener, Transfer, Transport};
use crate::api::{ApiError, JSON, RETRY_AFTER, data_path, seconds_to_wait};
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::event::Answer;

/// The only media type that Glance takes for data (415 for any other).
const OCTET_STREAM: &str = "application/octet-stream";

/// Sends a file in one request.
pub struct SinglePut;

impl Transport for SinglePut {
    fn send(&self, image: &ImageId, file: &File, listener: Listener) -> Box<dyn Transfer> {
        match Put::start(image, file, &listener) {
            Ok(put) => Box::new(put),
            Err(_) => {
                // The browser itself refused to start, as when a policy forbids the address.
                spawn_local(async move {
                    listener(Answer::Failed(Cause::Unreachable(Absent::Gateway)));
                });
                Box::new(NeverStarted)
            }
        }
    }
}

struct NeverStarted;

impl Transfer for NeverStarted {
    fn abort(&self) {}
}

/// A request under way. Its listeners live as long as it does.
struct Put {
    request: XmlHttpRequest,
    _on_progress: Closure<dyn Fn(ProgressEvent)>,
    _on_all_sent: Closure<dyn Fn(Event)>,
    _on_answer: Closure<dyn Fn(Event)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Put {
    fn start(image: &ImageId, file: &File, listener: &Listener) -> Result<Self, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("PUT", &data_path(image), true)?;
        request.set_request_header("content-type", OCTET_STREAM)?;
        request.set_request_header("accept", JSON)?;
        request.set_request_header(CSRF_HEADER, CSRF_HEADER_VALUE)?;
        request.set_request_header(IMAGE_SIZE_HEADER, &bytes(file.size()).0.to_string())?;

        let status_text = Rc::clone(listener);
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            status_text(Answer::Progress(bytes(event.loaded())));
        });
        let status_text = Rc::clone(listener);
        let on_all_sent = Closure::<dyn Fn(Event)>::new(move |_| status_text(Answer::AllSent));
        let (status_text, answered) = (Rc::clone(listener), request.clone());
        let on_answer = Closure::<dyn Fn(Event)>::new(move |_| status_text(read_answer(&answered)));
        let (status_text, unreadable) = (Rc::clone(listener), file.clone());
        let on_error = Closure::<dyn Fn(Event)>::new(move |_| {
            let (status_text, file) = (Rc::clone(&status_text), unreadable.clone());
            spawn_local(async move { status_text(Answer::Failed(cause_of_error(&file).await)) });
        });

        let upload = request.upload()?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        upload.set_onload(Some(on_all_sent.as_ref().unchecked_ref()));
        request.set_onload(Some(on_answer.as_ref().unchecked_ref()));
        request.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        request.send_with_opt_blob(Some(file))?;
        Ok(Self {
            request,
            _on_progress: on_progress,
            _on_all_sent: on_all_sent,
            _on_answer: on_answer,
            _on_error: on_error,
        })
    }
}

impl Transfer for Put {
    fn abort(&self) {
        // Fails only for a request that was never opened.
        let _never_opened = self.request.abort();
    }
}

impl Drop for Put {
    /// A request must not call listeners that are gone.
    fn drop(&mut self) {
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
            upload.set_onload(None);
        }
        self.request.set_onload(None);
        self.request.set_onerror(None);
    }
}

fn read_answer(request: &XmlHttpRequest) -> Answer {
    let status = request.status().unwrap_or_default();
    if (200..300).contains(&status) {
        return Answer::Stored;
    }
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    let body = request.response_text().ok().flatten().unwrap_or_default();
    let retry_after = header(RETRY_AFTER).as_deref().and_then(seconds_to_wait);
    let request_id = header(REQUEST_ID_HEADER);
    let error = ApiError::from_refusal(status, request_id, retry_after, &body);
    Answer::Failed(error.into())
}

/// The browser does not say why a request broke off. A file that can no longer be read is told from
/// a network that is gone by reading a byte of it.
async fn cause_of_error(file: &File) -> Cause {
    let blob: &Blob = file;
    let is_readable = match blob.slice_with_f64_and_f64(0.0, 1.0) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    };
    if is_readable {
        Cause::Unreachable(Absent::Gateway)
    } else {
        Cause::FileUnreadable
    }
}

/// Browsers count in floats that are whole and never negative; the cast saturates.
fn bytes(count: f64) -> Bytes {
    Bytes(count as u64)
}
