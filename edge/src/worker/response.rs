//! Building responses.

use std::borrow::Cow;

use gaze_shared::gateway::REQUEST_ID_HEADER;
use gaze_shared::tus::TusError;
use js_sys::ArrayBuffer;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{ReadableStream, Response};

use crate::core::auth::cors::{self, ListedOrigin};
use crate::core::errors::problem::Problem;
use crate::core::http::header_lines::{HeaderWriter, NotAHeader};
use crate::core::http::headers::VARY;
use crate::core::http::method::Method;
use crate::core::http::static_file::Compression;
use crate::core::http::webob::HttpError;
use crate::core::quota::rate_limit_fields;
use crate::core::quota::request_rate::requests::RequestCount;
use crate::worker::context::RequestContext;
use crate::worker::js::runtime;

/// Below a network packet's size there is nothing to gain by compressing.
const COMPRESSED_ABOVE_BYTES: usize = 1400;

/// How much may be handed to a client without being compressed, for want of a gain or of its consent.
pub(crate) fn plain_up_to_bytes(context: &RequestContext) -> usize {
    match context.compression(&[Compression::Gzip]) {
        Compression::Identity => usize::MAX,
        _ => COMPRESSED_ABOVE_BYTES,
    }
}

/// A response in the making.
pub(crate) struct EdgeResponse {
    status: u16,
    content: Content,
    headers: Vec<(&'static str, Cow<'static, str>)>,
}

enum Content {
    Empty,
    Text(String),
    Buffer(ArrayBuffer),
    /// With its length in bytes, where that was declared.
    Stream(ReadableStream, Option<u64>),
    /// A response of the runtime's own static files, with its own headers.
    Untouched(Response),
}

impl Content {
    /// Streams are image data, which clients get as it is stored, with its length, and what need not
    /// be compressed.
    fn is_worth_compressing(&self) -> bool {
        let length = match self {
            Self::Text(text) => text.len(),
            Self::Buffer(buffer) => buffer.byte_length() as usize,
            Self::Empty | Self::Stream(..) | Self::Untouched(_) => 0,
        };
        length > COMPRESSED_ABOVE_BYTES
    }
}

impl EdgeResponse {
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            content: Content::Empty,
            headers: Vec::new(),
        }
    }

    pub(crate) fn json(status: u16, body: &impl Serialize) -> Result<Self, Problem> {
        let body =
            serde_json::to_string(body).map_err(|error| Problem::Internal(error.to_string()))?;
        Ok(Self::text(status, body).with("content-type", "application/json"))
    }

    pub(crate) fn text(status: u16, body: String) -> Self {
        Self {
            status,
            content: Content::Text(body),
            headers: Vec::new(),
        }
    }

    /// With a body that streams through untouched; `None` for statuses without one.
    pub(crate) fn stream(status: u16, body: Option<ReadableStream>, bytes: Option<u64>) -> Self {
        let content = body.map_or(Content::Empty, |body| Content::Stream(body, bytes));
        Self {
            status,
            content,
            headers: Vec::new(),
        }
    }

    /// With a body that has arrived whole, and stays outside this module's memory.
    pub(crate) fn buffer(status: u16, body: ArrayBuffer) -> Self {
        let content = if body.byte_length() == 0 {
            Content::Empty
        } else {
            Content::Buffer(body)
        };
        Self {
            status,
            content,
            headers: Vec::new(),
        }
    }

    /// A response that is already whole.
    pub(crate) fn untouched(response: Response) -> Self {
        Self {
            status: response.status(),
            content: Content::Untouched(response),
            headers: Vec::new(),
        }
    }

    /// The answer to a problem: in the gateway's own words, or in Glance's where an API client calls it.
    pub(crate) fn problem(problem: &Problem, context: &RequestContext) -> worker::Result<Self> {
        if let Some(error) = problem.as_of_glance().filter(|_| context.is_for_glance()) {
            let rendered = error.render(Method::parse(context.method()), context.header("accept"));
            let response = match rendered.body {
                body if body.is_empty() => Self::empty(error.status()).with("content-length", "0"),
                body => Self::text(error.status(), body),
            };
            let response = response.with("content-type", rendered.content_type);
            // Glance also names Keystone's address, which may be one inside the cloud.
            return Ok(match error {
                HttpError::Unauthorized => response.with("www-authenticate", "Keystone"),
                HttpError::BodyNotExpected | HttpError::OwnerIsFixed => response,
            });
        }
        let body = serde_json::to_string(&problem.gateway_error(&context.request_id))?;
        let mut response =
            Self::text(problem.status(), body).with("content-type", "application/json");
        if let Some(methods) = problem.allowed_methods() {
            response = response.with("allow", methods);
        }
        if let Problem::Tus(TusError::Version) = problem {
            response = response.with("tus-version", gaze_shared::tus::VERSION);
        }
        if let Some(seconds) = problem.retry_after_seconds() {
            response = response.with("retry-after", seconds.to_string());
        }
        Ok(response)
    }

    /// The answer to a preflight that is granted.
    pub(crate) fn preflight() -> Self {
        Self::empty(204)
            .with("access-control-allow-methods", cors::ALLOWED_METHODS)
            .with("access-control-allow-headers", cors::ALLOWED_HEADERS)
            .with("access-control-max-age", cors::MAX_AGE_SECONDS)
    }

    /// Adds a header; a cookie beside those that are set already.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Tells how many requests the project may make, where its plan limits them.
    pub(crate) fn with_requests(self, count: Option<RequestCount>) -> Self {
        let fields = count.as_ref().and_then(rate_limit_fields);
        let fields = fields.into_iter().flatten();
        fields.fold(self, |response, (name, value)| response.with(name, value))
    }

    /// A header of the answer so far.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| &**value)
    }

    /// The length of the body in bytes, before any compression, as far as it is known.
    pub(crate) fn body_bytes(&self) -> Option<u64> {
        match &self.content {
            Content::Empty => Some(0),
            Content::Text(text) => Some(text.len() as u64),
            Content::Buffer(buffer) => Some(u64::from(buffer.byte_length())),
            Content::Stream(_, bytes) => *bytes,
            Content::Untouched(_) => None,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The response. Nothing that is answered here may be kept by a cache or taken for a page.
    pub(crate) fn finish(
        self,
        context: &RequestContext,
        listed: Option<&ListedOrigin>,
    ) -> worker::Result<Response> {
        let granted = listed.map_or(GRANTS_NOTHING, grants).into_iter().flatten();
        let content = match self.content {
            Content::Untouched(response) => {
                for (name, value) in granted {
                    response.headers().set(name, value)?;
                }
                return Ok(response);
            }
            ref content => content,
        };
        let mut headers = HeaderWriter::default();
        let own = [
            ("vary", VARY),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ),
            (REQUEST_ID_HEADER, &context.request_id),
        ];
        let of_response = self.headers.iter().map(|(name, value)| (*name, &**value));
        let (cookies, of_response): (Vec<_>, Vec<_>) =
            of_response.partition(|(name, _)| *name == "set-cookie");
        for (name, value) in granted.chain(own).chain(of_response) {
            headers.set(name, value).map_err(unwritable)?;
        }
        let timing = context.timing().header(context.elapsed());
        headers.set("server-timing", &timing).map_err(unwritable)?;
        if content.is_worth_compressing() {
            match context.compression(&[Compression::Gzip]) {
                Compression::Identity => {}
                chosen => headers
                    .set("content-encoding", chosen.as_str())
                    .map_err(unwritable)?,
            }
        }
        let body = match content {
            Content::Empty | Content::Untouched(_) => JsValue::NULL,
            Content::Text(text) => text.into(),
            Content::Buffer(buffer) => buffer.into(),
            Content::Stream(stream, _) => stream.into(),
        };
        let response = runtime::make_response(self.status, headers.as_str(), &body)?;
        // What is made at once has each name once.
        for (name, cookie) in cookies {
            response.headers().append(name, cookie)?;
        }
        Ok(response)
    }
}

fn unwritable(error: NotAHeader) -> worker::Error {
    worker::Error::RustError(error.to_string())
}

type Granted<'a> = [Option<(&'static str, &'a str)>; 3];

const GRANTS_NOTHING: Granted<'static> = [None; 3];

/// Lets a page of a listed origin read the answer, whatever it says. An answer to anybody else has none
/// of these headers.
fn grants(listed: &ListedOrigin) -> Granted<'_> {
    [
        Some(("access-control-allow-origin", &listed.origin)),
        Some(("access-control-allow-credentials", "true")),
        Some(("access-control-expose-headers", cors::EXPOSED_HEADERS)),
    ]
}
