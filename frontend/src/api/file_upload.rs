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

use super::{ApiError, JSON, RETRY_AFTER, data_path, seconds_to_wait};

/// The only media type that Glance takes for data (415 for any other).
const OCTET_STREAM: &str = "application/octet-stream";

/// What is heard of a file on its way.
#[derive(Debug)]
pub enum PutEvent {
    /// So many bytes have left this browser.
    Progress(Bytes),
    /// All of them have.
    AllSent,
    /// Glance has stored them.
    Stored,
    /// It is over without that.
    Failed(PutFailure),
}

/// Why a file did not arrive.
#[derive(Debug)]
pub enum PutFailure {
    /// Glance or the gateway answered with a refusal.
    Refused(ApiError),
    /// The connection broke, or there was none.
    Unreachable,
    /// The file can be read no more.
    FileUnreadable,
}

/// Hears of a file on its way.
pub type PutListener = Rc<dyn Fn(PutEvent)>;

/// A request under way. Its listeners live as long as it does, and hear nothing more once it is dropped.
pub struct FileUpload {
    request: XmlHttpRequest,
    _on_progress: Closure<dyn Fn(ProgressEvent)>,
    _on_all_sent: Closure<dyn Fn(Event)>,
    _on_response: Closure<dyn Fn(Event)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl FileUpload {
    /// Starts to send a file as the data of an image.
    ///
    /// # Errors
    /// The browser itself refuses, as when a policy forbids the address.
    pub fn start(image: &ImageId, file: &File, listener: &PutListener) -> Result<Self, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("PUT", &data_path(image), true)?;
        request.set_request_header("content-type", OCTET_STREAM)?;
        request.set_request_header("accept", JSON)?;
        request.set_request_header(CSRF_HEADER, CSRF_HEADER_VALUE)?;
        request.set_request_header(IMAGE_SIZE_HEADER, &bytes(file.size()).0.to_string())?;

        let on_event = Rc::clone(listener);
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            on_event(PutEvent::Progress(bytes(event.loaded())));
        });
        let on_event = Rc::clone(listener);
        let on_all_sent = Closure::<dyn Fn(Event)>::new(move |_| on_event(PutEvent::AllSent));
        let (on_event, finished) = (Rc::clone(listener), request.clone());
        let on_response =
            Closure::<dyn Fn(Event)>::new(move |_| on_event(read_response(&finished)));
        let (on_event, unreadable) = (Rc::clone(listener), file.clone());
        let on_error = Closure::<dyn Fn(Event)>::new(move |_| {
            let (on_event, file) = (Rc::clone(&on_event), unreadable.clone());
            spawn_local(async move { on_event(PutEvent::Failed(why_it_broke(&file).await)) });
        });

        let upload = request.upload()?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        upload.set_onload(Some(on_all_sent.as_ref().unchecked_ref()));
        request.set_onload(Some(on_response.as_ref().unchecked_ref()));
        request.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        request.send_with_opt_blob(Some(file))?;
        Ok(Self {
            request,
            _on_progress: on_progress,
            _on_all_sent: on_all_sent,
            _on_response: on_response,
            _on_error: on_error,
        })
    }
}

impl FileUpload {
    /// Stops it.
    pub fn abort(&self) {
        // Fails only for a request that was never opened.
        let _never_opened = self.request.abort();
    }
}

impl Drop for FileUpload {
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

fn read_response(request: &XmlHttpRequest) -> PutEvent {
    let status = request.status().unwrap_or_default();
    if (200..300).contains(&status) {
        return PutEvent::Stored;
    }
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    let body = request.response_text().ok().flatten().unwrap_or_default();
    let retry_after = header(RETRY_AFTER).as_deref().and_then(seconds_to_wait);
    let request_id = header(REQUEST_ID_HEADER);
    let error = ApiError::from_refusal(status, request_id, retry_after, &body);
    PutEvent::Failed(PutFailure::Refused(error))
}

/// The browser does not say why a request broke off. A file that can no longer be read is told from
/// a network that is gone by reading a byte of it.
async fn why_it_broke(file: &File) -> PutFailure {
    let blob: &Blob = file;
    let is_readable = match blob.slice_with_f64_and_f64(0.0, 1.0) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    };
    if is_readable {
        PutFailure::Unreachable
    } else {
        PutFailure::FileUnreadable
    }
}

/// Browsers count in floats that are whole and never negative; the cast saturates.
fn bytes(count: f64) -> Bytes {
    Bytes(count as u64)
}
