//! A request's body.

use crate::core::errors::problem::{BadBody, BadHeader, Problem};
use crate::worker::context::RequestContext;
use crate::worker::streams::request_body::RequestBody;

impl RequestContext {
    /// The body, once; later calls find it gone.
    pub(crate) fn take_body(&self) -> Option<RequestBody> {
        let stream = self.body_source.take()?.body()?;
        Some(RequestBody::of(&stream, self.body_idle))
    }

    /// Reads a small body that is text.
    ///
    /// # Errors
    /// It is longer than `limit_bytes`, breaks off, stops, or is not UTF-8.
    pub(crate) async fn read_text(&self, limit_bytes: usize) -> Result<String, Problem> {
        let bytes = self.read_body(limit_bytes).await?;
        String::from_utf8(bytes).map_err(|_| Problem::MalformedBody(BadBody::NotUtf8))
    }

    /// Reads a small body.
    ///
    /// # Errors
    /// It is longer than `limit_bytes`, breaks off, or stops.
    pub(crate) async fn read_body(&self, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
        let too_large = || Problem::BodyTooLarge {
            limit_bytes: limit_bytes as u64,
        };
        let declared = self.content_length()?;
        if declared.is_some_and(|length| length > limit_bytes as u64) {
            return Err(too_large());
        }
        // With both, the chunks say where it ends.
        let declared = declared.filter(|_| !self.is_chunked());
        let Some(body) = self.take_body() else {
            return Ok(Vec::new());
        };
        body.read(limit_bytes, declared)
            .await?
            .ok_or_else(too_large)
    }

    /// Whether the body says itself where it ends.
    pub(crate) fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some()
    }

    /// Whether there is a body that nobody has taken yet.
    pub(crate) fn has_body(&self) -> bool {
        let body_source = self.body_source.borrow();
        body_source
            .as_ref()
            .is_some_and(|request| request.body().is_some())
    }

    /// The declared length of the body in bytes; `None` when none is declared.
    ///
    /// # Errors
    /// A length is declared that no body can have.
    pub(crate) fn content_length(&self) -> Result<Option<u64>, Problem> {
        // JavaScript counts to 2^53 (`Number.MAX_SAFE_INTEGER`), and so does the runtime.
        const MAX_BYTES: u64 = (1 << 53) - 1;
        let Some(text) = self.header("content-length") else {
            return Ok(None);
        };
        let length = text.parse().ok().filter(|length| *length <= MAX_BYTES);
        length
            .map(Some)
            .ok_or(Problem::HeaderRefused(BadHeader::ContentLength))
    }
}
