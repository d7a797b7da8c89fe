//! The one function that talks to the network.

use gaze_shared::gateway::{CSRF_HEADER, CSRF_HEADER_VALUE, REQUEST_ID_HEADER};
use gloo_net::http::{Method as HttpMethod, RequestBuilder, Response as HttpResponse};
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::ApiError;

/// Media type of JSON bodies.
pub const JSON: &str = "application/json";

/// What a call does. A method other than `Get` changes state and proves its origin by a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    /// Puts something in the place of what is there.
    Put,
    Patch,
    Delete,
}

/// A body with its media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The media type, exactly as sent.
    pub media_type: &'static str,
    pub text: String,
}

/// A call to the edge. Image data does not travel this way; that is `api::body_upload`'s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    /// Path and query on this origin.
    pub path: String,
    /// What it says beside what every call says.
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Body>,
}

impl Request {
    /// Reads `path`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// Deletes what is at `path`.
    #[must_use]
    pub fn delete(path: impl Into<String>) -> Self {
        Self {
            method: Method::Delete,
            path: path.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// Sends `value` as JSON.
    ///
    /// # Errors
    /// `value` has no JSON form, which no type of the API has.
    pub fn json(
        method: Method,
        path: impl Into<String>,
        value: &impl serde::Serialize,
    ) -> Result<Self, ApiError> {
        let text = serde_json::to_string(value).map_err(|error| ApiError::Unreadable {
            detail: error.to_string(),
            request_id: None,
        })?;
        Ok(Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: Some(Body {
                media_type: JSON,
                text,
            }),
        })
    }
}

/// A response with a status below 400.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// The id under which the edge and Glance logged the request.
    pub request_id: Option<String>,
    /// Where what was made is.
    pub location: Option<String>,
    pub text: String,
}

impl Response {
    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`ApiError::Unreadable`] when the body is not what the API promises.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_str(&self.text).map_err(|error| ApiError::Unreadable {
            detail: error.to_string(),
            request_id: self.request_id.clone(),
        })
    }
}

impl Response {
    /// Takes the response for what it must be where there is nothing to tell: 204. A page that something on
    /// the way has put in its place is a 200, and nothing was done.
    ///
    /// # Errors
    /// [`ApiError::Unreadable`] for any other status.
    pub fn no_content(&self) -> Result<(), ApiError> {
        if self.status == 204 {
            return Ok(());
        }
        Err(ApiError::Unreadable {
            detail: format!("status={}", self.status),
            request_id: self.request_id.clone(),
        })
    }
}

/// Aborts the call when its future is dropped, so that a page that was left does not go on loading.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// A response whose body may still be on its way. Dropping it aborts the call.
pub(super) struct OpenResponse {
    pub(super) response: HttpResponse,
    pub(super) request_id: Option<String>,
    _abort: AbortOnDrop,
}

impl OpenResponse {
    /// Waits for the body.
    pub(super) async fn whole(self) -> Result<Response, ApiError> {
        let location = self.response.headers().get("location");
        // The connection may break between head and body.
        let text = self.response.text().await;
        Ok(Response {
            status: self.response.status(),
            request_id: self.request_id,
            location,
            text: text.map_err(|_| ApiError::Unreachable)?,
        })
    }
}

/// Sends a request once, with the session's cookie if there is one. Dropping the future aborts it.
///
/// # Errors
/// Everything but an answer with a status below 400.
pub async fn send_once(request: &Request) -> Result<Response, ApiError> {
    open_once(request).await?.whole().await
}

/// Sends a request once, and does not wait for the body of the answer.
///
/// # Errors
/// Everything but an answer with a status below 400.
pub(super) async fn open_once(request: &Request) -> Result<OpenResponse, ApiError> {
    let abort = AbortOnDrop(AbortController::new().ok());
    let signal = abort.0.as_ref().map(AbortController::signal);
    let mut builder = RequestBuilder::new(&request.path)
        .method(match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
            Method::Put => HttpMethod::PUT,
            Method::Patch => HttpMethod::PATCH,
            Method::Delete => HttpMethod::DELETE,
        })
        .abort_signal(signal.as_ref())
        .header("accept", JSON);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    if request.method != Method::Get {
        builder = builder.header(CSRF_HEADER, CSRF_HEADER_VALUE);
    }
    let sent = match &request.body {
        None => builder.send().await,
        Some(body) => {
            let built = builder
                .header("content-type", body.media_type)
                .body(body.text.as_str());
            match built {
                Ok(built) => built.send().await,
                Err(error) => Err(error),
            }
        }
    };
    let response = sent.map_err(|_| ApiError::Unreachable)?;
    let headers = response.headers();
    let request_id = headers.get(REQUEST_ID_HEADER);
    let retry_after = headers
        .get(RETRY_AFTER)
        .as_deref()
        .and_then(seconds_to_wait);
    let status = response.status();
    if status >= 400 {
        // The connection may break between head and body.
        let text = response.text().await.map_err(|_| ApiError::Unreachable)?;
        return Err(ApiError::from_refusal(
            status,
            request_id,
            retry_after,
            &text,
        ));
    }
    Ok(OpenResponse {
        response,
        request_id,
        _abort: abort,
    })
}

/// When to try again, as a refusal says it.
pub const RETRY_AFTER: &str = "retry-after";

/// Seconds from now, out of a `Retry-After`: a number of them, or a date (RFC 9110 section 10.2.3).
#[must_use]
pub fn seconds_to_wait(header: &str) -> Option<u64> {
    let header = header.trim();
    if let Ok(seconds) = header.parse() {
        return Some(seconds);
    }
    let millis = js_sys::Date::parse(header) - js_sys::Date::now();
    // What is no date is not a number; the cast saturates.
    (millis > 0.0).then_some((millis / 1000.0).ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_no_json_is_unreadable_and_names_its_request() {
        let response = Response {
            status: 200,
            request_id: Some("req-7".into()),
            location: None,
            text: "<html>".into(),
        };
        let error = response.read::<serde_json::Value>().unwrap_err();
        assert!(matches!(error, ApiError::Unreadable { .. }));
        assert_eq!(error.request_id(), Some("req-7"));
    }

    #[test]
    fn a_page_in_the_place_of_an_empty_answer_says_that_nothing_was_done() {
        let response = |status| Response {
            status,
            request_id: None,
            location: None,
            text: "<html>".into(),
        };
        assert_eq!(response(204).no_content(), Ok(()));
        assert!(response(200).no_content().unwrap_err().leaves_doubt());
    }

    #[test]
    fn a_json_request_carries_its_media_type() {
        let request = Request::json(Method::Post, "/v2/images", &["a"]).unwrap();
        assert_eq!(
            request.body,
            Some(Body {
                media_type: JSON,
                text: "[\"a\"]".into()
            })
        );
    }
}
