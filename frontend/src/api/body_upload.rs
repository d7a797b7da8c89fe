//! A request whose body is the data of an image, or a part of it.
//!
//! By `XMLHttpRequest`, because `fetch` tells no upload progress. A `File` is a handle: the browser reads it
//! from disk as the network takes it, so the tab's memory stays flat however large the file is.

use std::rc::Rc;

use gaze_shared::gateway::{CSRF_HEADER, CSRF_HEADER_VALUE, REQUEST_ID_HEADER};
use gaze_shared::tus::header::UPLOAD_OFFSET;
use gaze_shared::units::Bytes;
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, ProgressEvent, XmlHttpRequest};

use super::client::{Method, Request};
use super::{ApiError, JSON, RETRY_AFTER, seconds_to_wait};

/// What is heard of a body on its way.
#[derive(Debug)]
pub enum SendEvent {
    /// So many bytes of it have left this browser.
    Progress(Bytes),
    /// All of them have.
    AllSent,
    /// They are taken.
    Accepted {
        /// Where the next ones go, of an upload by tus.
        offset: Option<Bytes>,
        /// The id under which it was logged.
        request_id: Option<String>,
    },
    /// It is over without that.
    Failed(SendFailure),
}

/// Why a body did not arrive.
#[derive(Debug)]
pub enum SendFailure {
    /// Glance or the gateway answered with a refusal.
    Refused(ApiError),
    /// The connection broke, or there was none.
    Unreachable,
    /// The file can be read no more.
    FileUnreadable,
}

/// Hears of a body on its way.
pub type SendListener = Rc<dyn Fn(SendEvent)>;

#[derive(Clone)]
pub enum BodySource {
    /// A whole file, read as it is sent.
    File(File),
    /// Bytes that are here.
    Bytes(Uint8Array),
}

/// A request under way. Its listeners live as long as it does, and hear nothing more once it is dropped.
pub struct BodyUpload {
    request: XmlHttpRequest,
    _on_progress: Closure<dyn Fn(ProgressEvent)>,
    _on_all_sent: Closure<dyn Fn(Event)>,
    _on_response: Closure<dyn Fn(Event)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl BodyUpload {
    /// Starts to send `body` with `request`.
    ///
    /// # Errors
    /// The browser itself refuses, as when a policy forbids the address.
    pub fn start(
        request: &Request,
        body: &BodySource,
        listener: &SendListener,
    ) -> Result<Self, JsValue> {
        let asked = request;
        let request = XmlHttpRequest::new()?;
        request.open_with_async(method_name(asked.method), &asked.path, true)?;
        request.set_request_header("accept", JSON)?;
        request.set_request_header(CSRF_HEADER, CSRF_HEADER_VALUE)?;
        for (name, value) in &asked.headers {
            request.set_request_header(name, value)?;
        }

        let on_event = Rc::clone(listener);
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            on_event(SendEvent::Progress(bytes(event.loaded())));
        });
        let on_event = Rc::clone(listener);
        let on_all_sent = Closure::<dyn Fn(Event)>::new(move |_| on_event(SendEvent::AllSent));
        let (on_event, finished) = (Rc::clone(listener), request.clone());
        let on_response =
            Closure::<dyn Fn(Event)>::new(move |_| on_event(read_response(&finished)));
        let (on_event, sent) = (Rc::clone(listener), body.clone());
        let on_error = Closure::<dyn Fn(Event)>::new(move |_| {
            let (on_event, sent) = (Rc::clone(&on_event), sent.clone());
            spawn_local(async move { on_event(SendEvent::Failed(why_it_broke(&sent).await)) });
        });

        let upload = request.upload()?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        upload.set_onload(Some(on_all_sent.as_ref().unchecked_ref()));
        request.set_onload(Some(on_response.as_ref().unchecked_ref()));
        request.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        match body {
            BodySource::File(file) => request.send_with_opt_blob(Some(file))?,
            BodySource::Bytes(bytes) => request.send_with_opt_js_u8_array(Some(bytes))?,
        }
        Ok(Self {
            request,
            _on_progress: on_progress,
            _on_all_sent: on_all_sent,
            _on_response: on_response,
            _on_error: on_error,
        })
    }

    /// Stops it.
    pub fn abort(&self) {
        // Fails only for a request that was never opened.
        let _never_opened = self.request.abort();
    }
}

impl Drop for BodyUpload {
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

const fn method_name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

fn read_response(request: &XmlHttpRequest) -> SendEvent {
    let status = request.status().unwrap_or_default();
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    if (200..300).contains(&status) {
        let offset = header(UPLOAD_OFFSET).and_then(|offset| offset.parse().ok());
        let offset = offset.map(Bytes);
        let request_id = header(REQUEST_ID_HEADER);
        return SendEvent::Accepted { offset, request_id };
    }
    let body = request.response_text().ok().flatten().unwrap_or_default();
    let retry_after = header(RETRY_AFTER).as_deref().and_then(seconds_to_wait);
    let request_id = header(REQUEST_ID_HEADER);
    let error = ApiError::from_refusal(status, request_id, retry_after, &body);
    SendEvent::Failed(SendFailure::Refused(error))
}

/// The browser does not say why a request broke off. A file that can no longer be read is told from
/// a network that is gone by reading a byte of it.
async fn why_it_broke(body: &BodySource) -> SendFailure {
    let BodySource::File(file) = body else {
        return SendFailure::Unreachable;
    };
    let blob: &Blob = file;
    let is_readable = match blob.slice_with_f64_and_f64(0.0, 1.0) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    };
    if is_readable {
        SendFailure::Unreachable
    } else {
        SendFailure::FileUnreadable
    }
}

/// Browsers count in floats that are whole and never negative; the cast saturates.
fn bytes(count: f64) -> Bytes {
    Bytes(count as u64)
}
