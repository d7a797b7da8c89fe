//! The only place that calls Keystone and Glance.

mod rights;

use std::time::Duration;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStream, Response};

use crate::core::crypto::secret::Secret;
use crate::core::http::header_lines::{HeaderLines, HeaderWriter};
use crate::worker::isolate;
use crate::worker::js::runtime::{self, CallOutcome, OUTCOME_LINES};
use crate::worker::upstream::service::{NoResponse, Service};

/// A request to an upstream. Its headers are built from empty, and each constructor asks for the right that it
/// takes (`rights`).
pub(crate) struct UpstreamRequest {
    service: Service,
    head: HeaderWriter,
    attempts: u32,
    body: JsValue,
    signal: Option<AbortSignal>,
    /// With what right it is made.
    token: Option<Secret>,
    /// 0 for as long as it takes.
    timeout_ms: u32,
    reading: Reading,
}

/// What is done with the body of an answer.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// It is handed on as it comes.
    Streamed,
    /// It is read to its end first.
    Whole,
    /// It is handed on when its declared length is at most this, so that whoever gets it sees where it
    /// ends; else it is read to its end.
    StreamedUpTo(usize),
}

impl Reading {
    fn streamed_up_to(self) -> f64 {
        match self {
            Self::Streamed => f64::INFINITY,
            Self::Whole => -1.0,
            Self::StreamedUpTo(bytes) => bytes as f64,
        }
    }
}

/// What an upstream answered.
pub(crate) struct UpstreamResponse {
    service: Service,
    status: u16,
    headers: HeaderLines,
    body: UpstreamBody,
    /// The length of the body, where it is declared.
    body_bytes: Option<u64>,
}

/// The body of an answer, outside this module's memory.
pub(crate) enum UpstreamBody {
    /// It has arrived.
    Whole(ArrayBuffer),
    /// It may still be on its way; `None` for statuses without one.
    Stream(Option<ReadableStream>),
}

impl UpstreamRequest {
    fn new(service: Service, method: &'static str, url: &str) -> Result<Self, NoResponse> {
        // The runtime may take a kept-alive connection that the upstream has reset long since. A call
        // that only reads is made once more (RFC 9110 section 9.2.2).
        let attempts = if matches!(method, "GET" | "HEAD") {
            2
        } else {
            1
        };
        let head = HeaderWriter::after(&[method, url])
            .map_err(|error| service.gave_none(error.to_string()))?;
        Ok(Self {
            service,
            head,
            attempts,
            body: JsValue::UNDEFINED,
            signal: None,
            token: None,
            timeout_ms: 0,
            reading: Reading::Whole,
        })
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Result<Self, NoResponse> {
        self.head
            .set(name, value)
            .map_err(|error| self.service.gave_none(error.to_string()))?;
        Ok(self)
    }

    /// Asks with the right of a token. Who answers that it does not hold (401) has the last word: what is
    /// remembered of it is forgotten, so that Keystone is asked before it counts again.
    fn token(self, token: &Secret) -> Result<Self, NoResponse> {
        let mut request = self.header("x-auth-token", token.expose())?;
        request.token = Some(token.clone());
        Ok(request)
    }

    /// Sets the body to bytes. A string would bring a `Content-Type` of the runtime's along where the
    /// client sent none.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Self {
        self.body(Uint8Array::from(bytes))
    }

    /// Sets the body: a string or a stream.
    pub(crate) fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.body = body.into();
        self
    }

    /// What is done with the body of the answer; without this it is read to its end.
    pub(crate) fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// Gives the upstream so long, counted from the sending, for the answer and what of it is read
    /// before it is handed on.
    pub(crate) fn within_ms(mut self, timeout_ms: u32) -> Self {
        self.timeout_ms = timeout_ms;
        self
    }

    /// The same for a time that is a setting.
    pub(crate) fn within(self, timeout: Duration) -> Self {
        self.within_ms(u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX))
    }

    /// Breaks the request off when the signal says so.
    pub(crate) fn cancelled_by(mut self, signal: AbortSignal) -> Self {
        self.signal = Some(signal);
        self
    }

    /// Sends it. Redirects are answers, not instructions: following one would let an upstream send
    /// the caller's token anywhere.
    pub(crate) async fn send(self) -> Result<UpstreamResponse, NoResponse> {
        let promise = runtime::call(
            self.head.as_str(),
            &self.body,
            self.signal.as_ref(),
            self.timeout_ms,
            self.attempts,
            self.reading.streamed_up_to(),
        );
        let failed = |error: JsValue| self.service.failed(&error);
        let outcome: CallOutcome = JsFuture::from(promise)
            .await
            .map_err(failed)?
            .unchecked_into();
        let headers = HeaderLines::parse(outcome.head().map_err(failed)?, OUTCOME_LINES);
        let failure = headers.line(1);
        if !failure.is_empty() {
            return Err(self.service.gave_none(failure));
        }
        let status = headers.line(0).parse().unwrap_or(0);
        if let (401, Some(token)) = (status, &self.token) {
            isolate::with_tokens(|tokens| tokens.forget(token));
        }
        let body = match outcome.body().dyn_into() {
            Ok(buffer) => UpstreamBody::Whole(buffer),
            Err(stream) => UpstreamBody::Stream(stream.dyn_into().ok()),
        };
        let body_bytes = headers
            .get("content-length")
            .and_then(|bytes| bytes.parse().ok());
        Ok(UpstreamResponse {
            service: self.service,
            status,
            headers,
            body,
            body_bytes,
        })
    }
}

impl UpstreamResponse {
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// A header, by its lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// The same answer with other data, of this length.
    pub(crate) fn with_data(mut self, data: ReadableStream, bytes: u64) -> Self {
        self.body = UpstreamBody::Stream(Some(data));
        self.body_bytes = Some(bytes);
        self
    }

    /// The length of the body in bytes, where it is declared.
    pub(crate) fn body_bytes(&self) -> Option<u64> {
        self.body_bytes
    }

    pub(crate) fn body(&self) -> &UpstreamBody {
        &self.body
    }

    /// The body of a small answer as text, and left as it is for others. What breaks off says nothing.
    pub(crate) async fn peek(&mut self) -> String {
        if let UpstreamBody::Stream(Some(stream)) = &self.body {
            let branches = stream.tee();
            let mut branches = branches.iter().filter_map(|branch| branch.dyn_into().ok());
            let (Some(own), others) = (branches.next(), branches.next()) else {
                return String::new();
            };
            self.body = UpstreamBody::Stream(others);
            let own = Self {
                service: self.service,
                status: self.status,
                headers: HeaderLines::default(),
                body: UpstreamBody::Stream(Some(own)),
                body_bytes: None,
            };
            return own.text().await.unwrap_or_default();
        }
        self.text().await.unwrap_or_default()
    }

    /// The whole body of a small answer as text.
    pub(crate) async fn text(&self) -> Result<String, NoResponse> {
        let text = match &self.body {
            UpstreamBody::Whole(buffer) => {
                return Ok(String::from_utf8_lossy(&Uint8Array::new(buffer).to_vec()).into_owned());
            }
            UpstreamBody::Stream(stream) => {
                let failed = |error: JsValue| self.service.failed(&error);
                let response = Response::new_with_opt_readable_stream(stream.as_ref());
                let text = response.and_then(|response| response.text());
                JsFuture::from(text.map_err(failed)?)
                    .await
                    .map_err(failed)?
            }
        };
        text.as_string()
            .ok_or_else(|| self.service.gave_none("the body is not text"))
    }
}
