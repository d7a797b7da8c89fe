//! Asks [`crate::core::guard`] about what is on its way to Glance.

use gaze_shared::gateway::REQUEST_ID_HEADER;
use gaze_shared::glance::store::StoreInfo;

use super::exchange::Exchange;
use super::isolate;
use super::request_body;
use super::resolver;
use super::upstream::{NoAnswer, UpstreamRequest};
use crate::core::guard::{self, Document, Forwarded};
use crate::core::permit::Permit;
use crate::core::problem::Problem;
use crate::core::settings::{Region, Settings};

/// The most metadata that is taken. An image with the 128 properties of Glance's default quota, each
/// of the 255 characters that clients show, has some 60 KiB.
const LIMIT_BYTES: usize = 1024 * 1024;

/// How long Glance may take to tell its stores, which it has in its settings.
const STORES_PATIENCE_MS: u32 = 10_000;

const STORE_HEADER: &str = "x-image-meta-store";

/// Looks at what the headers and the path name.
pub(super) fn headers(exchange: &Exchange, permit: &Permit) -> Result<(), Problem> {
    if let Some(store) = exchange.header(STORE_HEADER) {
        guard::check_store_header(store)?;
    }
    Ok(guard::check_store_path(permit.route())?)
}

/// Reads the document of a call, and gives what of it may be forwarded.
pub(super) async fn document(
    exchange: &Exchange,
    settings: &Settings,
    region: &Region,
    permit: &Permit,
) -> Result<Vec<u8>, Problem> {
    let body = request_body::read(exchange, LIMIT_BYTES).await?;
    let (Some(caller), false) = (permit.identity(), body.is_empty()) else {
        return Ok(body);
    };
    let document = Document::of(permit.route());
    let mut passed = guard::check(document, &body, caller, &settings.import)?;
    if document == Document::Import {
        // The older way to name one store.
        passed
            .stores
            .extend(exchange.header(STORE_HEADER).map(str::to_owned));
    }
    if !passed.stores.is_empty()
        && let Some(known) = known_stores(exchange, region, permit).await?
    {
        guard::check_writable(&passed.stores, &known)?;
    }
    resolver::check(&settings.import, &passed.urls).await?;
    Ok(match passed.forwarded {
        Forwarded::AsItCame => body,
        Forwarded::NoJson => guard::NO_JSON.into(),
    })
}

/// The stores of the region, as Glance has told them a moment ago or tells them now. A cloud with a
/// single store tells of none (404). Without an answer nobody knows how many there are.
pub(super) async fn known_stores(
    exchange: &Exchange,
    region: &Region,
    permit: &Permit,
) -> Result<Option<StoreInfo>, Problem> {
    let known = isolate::with_stores(|known| known.get(&region.name, isolate::now()).cloned());
    if known.is_some() {
        return Ok(known);
    }
    let Some(token) = permit.token() else {
        return Ok(None);
    };
    let away = |NoAnswer(cause): NoAnswer| Problem::ImageServiceUnreachable(cause);
    let url = format!("{}/v2/info/stores", region.glance.as_str());
    let response = UpstreamRequest::new("GET", &url)
        .and_then(|request| request.header(REQUEST_ID_HEADER, &exchange.request_id))
        .and_then(|request| request.header("accept", "application/json"))
        .and_then(|request| request.header("x-auth-token", token.expose()))
        .map_err(away)?
        .within_ms(STORES_PATIENCE_MS)
        .send()
        .await
        .map_err(away)?;
    match response.status() {
        200 => {}
        // Glance says the same of the call itself.
        401 | 403 | 404 => return Ok(None),
        status => return Err(away(NoAnswer(format!("status {status} of the stores")))),
    }
    let text = response.text().await.map_err(away)?;
    let stores: StoreInfo = serde_json::from_str(&text)
        .map_err(|error| away(NoAnswer(format!("unreadable stores: {error}"))))?;
    isolate::with_stores(|known| known.insert(&region.name, stores.clone(), isolate::now()));
    Ok(Some(stores))
}
