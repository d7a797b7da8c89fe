//! An image's stored data, read and compared at the gateway.

use gaze_shared::gateway::{Verification, VerificationLine, VerificationReport, VerifyRequest};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::client::{Method, OpenResponse, Request};
use super::{Api, ApiError};

/// How much of an image's data the gateway has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadProgress {
    pub bytes: Bytes,
    pub of: Bytes,
}

fn path(id: &ImageId) -> String {
    format!("/api/images/{id}/verify")
}

impl Api {
    /// What the project knows of an image's stored data.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn verification(self, id: &ImageId) -> Result<VerificationReport, ApiError> {
        self.send(Request::get(path(id))).await?.read()
    }

    /// Has the gateway read an image's stored data to its end. It reads no longer than this future lives.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn verify(
        self,
        id: &ImageId,
        request: &VerifyRequest,
        on_progress: impl Fn(ReadProgress),
    ) -> Result<Verification, ApiError> {
        let request = Request::json(Method::Post, path(id), request)?;
        let mut lines = LineReader::of(self.open(request).await?)?;
        while let Some(line) = lines.next().await? {
            match lines.read(&line)? {
                VerificationLine::Progress { bytes, of } => on_progress(ReadProgress { bytes, of }),
                VerificationLine::Verification(verification) => return Ok(verification),
                VerificationLine::Failure(error) => {
                    return Err(ApiError::Gateway {
                        error: Box::new(error),
                        retry_after: None,
                    });
                }
            }
        }
        // Without a last word it broke off.
        Err(ApiError::Unreachable)
    }
}

/// The lines of an answer, as they come.
struct LineReader {
    open: OpenResponse,
    reader: ReadableStreamDefaultReader,
    /// What has come of the next line.
    begun: Vec<u8>,
}

impl LineReader {
    fn of(open: OpenResponse) -> Result<Self, ApiError> {
        let body = open.response.body().ok_or(ApiError::Unreachable)?;
        let reader = body.get_reader().unchecked_into();
        Ok(Self {
            open,
            reader,
            begun: Vec::new(),
        })
    }

    /// The next line without its end; `None` after the last one.
    async fn next(&mut self) -> Result<Option<String>, ApiError> {
        loop {
            if let Some(line) = cut_line(&mut self.begun) {
                return Ok(Some(line));
            }
            let read = JsFuture::from(self.reader.read()).await;
            let chunk = read
                .and_then(|read| Reflect::get(&read, &JsValue::from_str("value")))
                .map_err(|_| ApiError::Unreachable)?;
            match chunk.dyn_into::<Uint8Array>() {
                Ok(chunk) => self.begun.extend(chunk.to_vec()),
                Err(_) => return Ok(None),
            }
        }
    }

    fn read(&self, line: &str) -> Result<VerificationLine, ApiError> {
        serde_json::from_str(line).map_err(|error| ApiError::Unreadable {
            detail: error.to_string(),
            request_id: self.open.request_id.clone(),
        })
    }
}

/// Takes the first line out of what has come, if its end has.
fn cut_line(begun: &mut Vec<u8>) -> Option<String> {
    let end = begun.iter().position(|byte| *byte == b'\n')?;
    let rest = begun.split_off(end + 1);
    let line = std::mem::replace(begun, rest);
    Some(String::from_utf8_lossy(&line).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_however_they_come() {
        let mut begun = b"{\"a\":1}\n{\"b\"".to_vec();
        assert_eq!(cut_line(&mut begun).as_deref(), Some("{\"a\":1}"));
        assert_eq!(cut_line(&mut begun), None);
        begun.extend(":\u{e4}}\n\n".as_bytes());
        assert_eq!(cut_line(&mut begun).as_deref(), Some("{\"b\":\u{e4}}"));
        assert_eq!(cut_line(&mut begun).as_deref(), Some(""));
        assert!(begun.is_empty());
    }
}
