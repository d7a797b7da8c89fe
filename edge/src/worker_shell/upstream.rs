//! The only place that calls Keystone and Glance.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, RequestRedirect, Response};

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
        })
    }

    /// Sets a header.
    pub(super) fn header(self, name: &str, value: &str) -> Result<Self, NoAnswer> {
        self.headers.set(name, value)?;
        Ok(self)
    }

    /// Sets the body: a string or a stream.
    pub(super) fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends it. Redirects are answers, not instructions: following one would let an upstream send
    /// the caller's token anywhere.
    pub(super) async fn send(self) -> Result<Response, NoAnswer> {
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_redirect(RequestRedirect::Manual);
        init.set_headers(&self.headers);
        if let Some(body) = &self.body {
            init.set_body(body);
        }
        let request = Request::new_with_str_and_init(&self.url, &init)?;
        let response = JsFuture::from(global_fetch(&request)?).await?;
        Ok(response.unchecked_into())
    }
}

/// The whole body of a small answer as text.
pub(super) async fn text(response: &Response) -> Result<String, NoAnswer> {
    let text = JsFuture::from(response.text()?).await?;
    text.as_string()
        .ok_or_else(|| NoAnswer("the body is not text".to_owned()))
}
