//! What the gateway itself asks Glance, with the token of a caller.

use std::time::Duration;

use gaze_shared::gateway::REQUEST_ID_HEADER;
use gaze_shared::glance::store::StoreInfo;
use serde::de::DeserializeOwned;

use crate::core::auth::permit::{Authenticated, Permit};
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::quota::ListedImage;
use crate::core::routes::image_path;
use crate::worker::isolate;
use crate::worker::upstream::client::{UpstreamRequest, UpstreamResponse};
use crate::worker::upstream::service::Service;

/// Somebody who may read.
#[derive(Clone, Copy)]
pub(crate) struct GlanceReader<'a> {
    /// The region whose Glance is asked.
    pub(crate) region: &'a Region,
    /// With whose right.
    pub(crate) caller: &'a Authenticated,
    /// The id of the request for which this is done.
    pub(crate) request_id: &'a str,
}

impl GlanceReader<'_> {
    /// Glance's answer to a `GET`.
    ///
    /// # Errors
    /// Glance does not answer.
    pub(crate) async fn get(&self, path: &str) -> Result<UpstreamResponse, Problem> {
        self.get_within(path, self.region.timeout).await
    }

    /// The same with another time limit, for what nobody waits for.
    ///
    /// # Errors
    /// Glance does not answer in time.
    pub(crate) async fn get_within(
        &self,
        path: &str,
        timeout: Duration,
    ) -> Result<UpstreamResponse, Problem> {
        let request = UpstreamRequest::read_for(self.caller, self.region, path)?
            .header(REQUEST_ID_HEADER, self.request_id)?
            .header("accept", "application/json")?;
        Ok(request.within(timeout).send().await?)
    }

    /// One image, if it is there.
    ///
    /// # Errors
    /// Glance does not answer, or does not know the token.
    pub(crate) async fn image(&self, image_id: &str) -> Result<Option<ListedImage>, Problem> {
        self.image_as(image_id).await
    }

    /// The same as what is wanted of it.
    ///
    /// # Errors
    /// Glance does not answer, or does not know the token.
    pub(crate) async fn image_as<T: DeserializeOwned>(
        &self,
        image_id: &str,
    ) -> Result<Option<T>, Problem> {
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
pub(crate) async fn read<T: DeserializeOwned>(response: &UpstreamResponse) -> Result<T, Problem> {
    let text = response.text().await?;
    serde_json::from_str(&text)
        .map_err(|error| unusable(format!("unreadable answer to a question: {error}")))
}

/// What a status means that is no answer.
pub(crate) fn refused(status: u16) -> Problem {
    match status {
        401 => Problem::InvalidToken,
        status => unusable(format!("status {status} to a question")),
    }
}

fn unusable(cause: String) -> Problem {
    Service::Glance.gave_none(cause).into()
}

/// The stores of the region, as Glance has told them a moment ago or tells them now. A cloud with a
/// single store tells of none (404). Without an answer nobody knows how many there are.
pub(crate) async fn known_stores(
    request_id: &str,
    region: &Region,
    permit: &Permit,
) -> Result<Option<StoreInfo>, Problem> {
    let known = isolate::with_stores(|known| known.get(&region.name, isolate::now()).cloned());
    if known.is_some() {
        return Ok(known);
    }
    let Some(caller) = permit.caller() else {
        return Ok(None);
    };
    let reader = GlanceReader {
        region,
        caller,
        request_id,
    };
    let response = reader.get("/v2/info/stores").await?;
    match response.status() {
        200 => {}
        // Glance says the same of the call itself.
        401 | 403 | 404 => return Ok(None),
        status => return Err(unusable(format!("status {status} of the stores"))),
    }
    let text = response.text().await?;
    let stores: StoreInfo = serde_json::from_str(&text)
        .map_err(|error| unusable(format!("unreadable stores: {error}")))?;
    isolate::with_stores(|known| known.insert(&region.name, stores.clone(), isolate::now()));
    Ok(Some(stores))
}
