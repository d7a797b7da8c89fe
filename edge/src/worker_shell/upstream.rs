//! The only place that calls Keystone and Glance.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestInit, RequestRedirect, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(request: &Request) -> Result<js_sys::Promise, JsValue>;
}

/// A request to an upstream. Its headers are built from empty.
pub(super) struct UpstreamRequest {
    method: &'static str,
    url: String,
    headers: Headers,
    body: Option<JsValue>,
    signal: Option<AbortSignal>,
}

/// Why an upstream gave no answer; for the log only.
pub(super) struct NoAnswer(pub(super) String);

impl From<JsValue> for NoAnswer {
    fn from(error: JsValue) -> Self {
        Self(format!("{error:?}"))
    }
}

impl UpstreamRequest {
    /// Starts a request.
    pub(super) fn new(method: &'static str, url: String) -> Result<Self, NoAnswer> {
        Ok(Self {
            method,
            url,
            headers: Headers::new()?,
            body: None,
            signal: None,
        })
    }

    /// Sets a header.
    pub(super) fn header(self, name: &str, value: &str) -> Result<Self, NoAnswer> {
        self.headers.set(name, value)?;
        Ok(self)
    }

    /// Sets the body to bytes. A string would bring a `Content-Type` of the runtime's along where the
    /// client sent none.
    pub(super) fn bytes(self, bytes: &[u8]) -> Self {
        self.body(js_sys::Uint8Array::from(bytes))
    }

    /// Sets the body: a string or a stream.
    pub(super) fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Gives the upstream so long, counted from the sending, to have answered to the end of the body.
    pub(super) fn within_ms(self, patience_ms: u32) -> Self {
        self.cancelled_by(AbortSignal::timeout_with_u32(patience_ms))
    }

    /// Breaks the request off when the signal says so.
    pub(super) fn cancelled_by(mut self, signal: AbortSignal) -> Self {
        self.signal = Some(signal);
        self
    }

    /// Sends it. Redirects are answers, not instructions: following one would let an upstream send
    /// the caller's token anywhere.
    pub(super) async fn send(self) -> Result<Response, NoAnswer> {
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_redirect(RequestRedirect::Manual);
        init.set_headers(&self.headers);
        init.set_signal(self.signal.as_ref());
        if let Some(body) = &self.body {
            init.set_body(body);
        }
        let first = fetch(&self.url, &init).await;
        let is_late = || self.signal.as_ref().is_some_and(AbortSignal::aborted);
        match first {
            // The runtime may have taken a kept-alive connection that the upstream has reset long
            // since. A call that only reads is made once more (RFC 9110 section 9.2.2).
            Err(_) if self.method == "GET" && !is_late() => Ok(fetch(&self.url, &init).await?),
            outcome => Ok(outcome?),
        }
    }
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, JsValue> {
    let request = Request::new_with_str_and_init(url, init)?;
    let response = JsFuture::from(global_fetch(&request)?).await?;
    Ok(response.unchecked_into())
}

/// The whole body of a small answer, left outside this module's memory.
pub(super) async fn buffer(response: &Response) -> Result<js_sys::ArrayBuffer, NoAnswer> {
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(buffer.unchecked_into())
}

/// The whole body of a small answer as text.
pub(super) async fn text(response: &Response) -> Result<String, NoAnswer> {
    let text = JsFuture::from(response.text()?).await?;
    text.as_string()
        .ok_or_else(|| NoAnswer("the body is not text".to_owned()))
}
