//! What the gateway itself asks Glance, with the token of a caller.

use gaze_shared::gateway::REQUEST_ID_HEADER;
use serde::de::DeserializeOwned;

use super::upstream::{NoAnswer, UpstreamAnswer, UpstreamRequest};
use crate::core::problem::Problem;
use crate::core::quota::ListedImage;
use crate::core::route::image_path;
use crate::core::secret::Secret;
use crate::core::settings::Region;

/// How long one call may take. Glance asks Keystone several times about the limits.
const PATIENCE_MS: u32 = 10_000;

/// Somebody who may read.
#[derive(Clone, Copy)]
pub(super) struct GlanceReader<'a> {
    /// The region whose Glance is asked.
    pub(super) region: &'a Region,
    /// The token of the caller.
    pub(super) token: &'a Secret,
    /// The id of the request for which this is done.
    pub(super) request_id: &'a str,
}

impl GlanceReader<'_> {
    /// Glance's answer to a `GET`.
    ///
    /// # Errors
    /// Glance does not answer.
    pub(super) async fn get(&self, path: &str) -> Result<UpstreamAnswer, Problem> {
        self.get_within(path, PATIENCE_MS).await
    }

    /// The same with another time limit, in milliseconds, for what nobody waits for.
    ///
    /// # Errors
    /// Glance does not answer in time.
    pub(super) async fn get_within(
        &self,
        path: &str,
        timeout_ms: u32,
    ) -> Result<UpstreamAnswer, Problem> {
        let url = format!("{}{path}", self.region.glance.as_str());
        let request = UpstreamRequest::new("GET", &url)
            .and_then(|request| request.header(REQUEST_ID_HEADER, self.request_id))
            .and_then(|request| request.header("accept", "application/json"))
            .and_then(|request| request.header("x-auth-token", self.token.expose()))
            .map_err(away)?;
        request.within_ms(timeout_ms).send().await.map_err(away)
    }

    /// One image, if it is there.
    ///
    /// # Errors
    /// Glance does not answer, or does not know the token.
    pub(super) async fn image(&self, image_id: &str) -> Result<Option<ListedImage>, Problem> {
        let Some(path) = image_path(image_id) else {
            return Ok(None);
        };
        let response = self.get(&path).await?;
        match response.status() {
            200 => read(&response).await.map(Some),
            403 | 404 => Ok(None),
            status => Err(refused(status)),
        }
    }
}

/// What an answer says.
///
/// # Errors
/// It breaks off, or says something else.
pub(super) async fn read<T: DeserializeOwned>(response: &UpstreamAnswer) -> Result<T, Problem> {
    let text = response.text().await.map_err(away)?;
    serde_json::from_str(&text).map_err(|error| {
        away(NoAnswer(format!(
            "unreadable answer to a question: {error}"
        )))
    })
}

/// What a status means that is no answer.
pub(super) fn refused(status: u16) -> Problem {
    match status {
        401 => Problem::InvalidToken,
        status => away(NoAnswer(format!("status {status} to a question"))),
    }
}

fn away(NoAnswer(cause): NoAnswer) -> Problem {
    Problem::ImageServiceUnreachable(cause)
}
