//! Forwarding to Glance.

mod document;
mod download;
mod guard;
mod image_data;

use std::pin::pin;

use gaze_shared::gateway::REQUEST_ID_HEADER;

use crate::core::auth::permit::Permit;
use crate::core::config::{Region, Settings};
use crate::core::errors::problem::Problem;
use crate::core::http::base_url::BaseUrl;
use crate::core::http::headers::{
    FORWARDED_REQUEST_HEADERS, FORWARDED_RESPONSE_HEADERS, FORWARDED_WITH_DOWNLOADS,
    is_for_this_hop, rewrite_location,
};
use crate::core::http::method::Method;
use crate::core::http::version_document::rewrite_links;
use crate::core::log::timing::Upstream;
use crate::core::routes::{BodyUse, GlanceRoute, Negotiated, NoRoute};
use crate::worker::context::RequestContext;
use crate::worker::context::permitted_request::PermittedRequest;
use crate::worker::context::runtime::Runtime;
use crate::worker::handlers::authentication;
use crate::worker::quota::requests;
use crate::worker::response::{EdgeResponse, plain_up_to_bytes};
use crate::worker::upstream::client::{Reading, UpstreamBody, UpstreamRequest, UpstreamResponse};
use crate::worker::upstream::service::Service;

/// What an address in an answer is moved from, and where to.
struct LinkBase<'a> {
    /// The address of the image service.
    glance: &'a BaseUrl,
    /// The same service's address at this gateway.
    own_base: String,
}

/// One of Glance's routes.
pub(crate) async fn serve(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
    route: GlanceRoute,
) -> Result<EdgeResponse, Problem> {
    let mut region = region(settings, &route)?;
    // Before anything is refused, so that the line of a refusal has it too.
    context.note_region(region);
    let permit = match Permit::public(route.clone()) {
        Some(permit) => permit,
        None => {
            let admitted = async {
                let caller = authentication::caller(context, settings).await?;
                let permit = Permit::admit(route.clone(), &caller.authenticated)?;
                Ok((caller, permit))
            };
            let (caller, permit) = match context.timed(Upstream::Keystone, pin!(admitted)).await {
                Ok(admitted) => admitted,
                Err(refusal) => {
                    return Box::pin(refuse(context, settings, runtime, &route, refusal)).await;
                }
            };
            // What the address says goes before what the session says.
            if let (None, Some(name)) = (route.region(), &caller.region) {
                region = settings.region(name).unwrap_or(region);
                context.note_region(region);
            }
            let identity = caller.authenticated.identity();
            requests::count(context, &settings.quota, runtime, region, identity).await?;
            permit
        }
    };
    let call = PermittedRequest {
        context,
        settings,
        runtime,
        region,
        permit: &permit,
    };
    let forwarding = pin!(forward(call));
    let mut response = context.timed(Upstream::Glance, forwarding).await?;
    if response.status() == 401 && permit.caller().is_some() {
        // Revoked elsewhere a moment ago.
        return Err(Problem::InvalidToken);
    }
    if permit.route().takes_image_data() {
        image_data::note_full_store(context, &mut response).await;
    }
    let response = download::with_length(context, region, &permit, response).await?;
    let link_base = LinkBase {
        glance: &region.glance,
        own_base: format!(
            "{}{}",
            context.own_origin(settings),
            permit.route().prefix()
        ),
    };
    relay(permit.route(), &link_base, &response).await
}

/// The answer to who has no right to call. Glance looks at the version before it asks for a token: one
/// that its settings leave out is answered with those to choose from, to anyone
/// (`glance/api/middleware/version_negotiation.py`).
async fn refuse(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
    route: &GlanceRoute,
    refusal: Problem,
) -> Result<EdgeResponse, Problem> {
    let is_about_token = matches!(
        refusal,
        Problem::NoCredentials | Problem::InvalidToken | Problem::OutsideRules(_)
    );
    match route.minor_version() {
        Some(version) if is_about_token && context.is_for_glance() => {
            let region = region(settings, route)?;
            let url = format!("{}/{version}", region.glance.as_str());
            let asked = UpstreamRequest::unauthenticated(Service::Glance, &url)?
                .header(REQUEST_ID_HEADER, &context.request_id)?;
            match asked.within(settings.timeouts.glance).send().await {
                Ok(response) if response.status() == 300 => {
                    serve(context, settings, runtime, route.choices_instead()).await
                }
                // Whatever else Glance says, or does not: the refusal stands without it.
                Ok(_) | Err(_) => Err(refusal),
            }
        }
        _ => Err(refusal),
    }
}

/// The versions to choose from, for clients that discover the API.
pub(crate) async fn version_choices(
    context: &RequestContext,
    settings: &Settings,
    runtime: Runtime<'_>,
) -> Result<EdgeResponse, Problem> {
    let method = Method::parse(context.method()).unwrap_or(Method::Get);
    let route = GlanceRoute::version_choices(method);
    serve(context, settings, runtime, route).await
}

/// The image service that a route leads to.
fn region<'a>(settings: &'a Settings, route: &GlanceRoute) -> Result<&'a Region, Problem> {
    match route.region() {
        None => Ok(settings.default_region()),
        Some(name) => settings.region(name).ok_or(NoRoute::NotFound.into()),
    }
}

/// Sends the request that a permit allows, and nothing else.
async fn forward(call: PermittedRequest<'_>) -> Result<UpstreamResponse, Problem> {
    let PermittedRequest {
        context,
        region,
        permit,
        ..
    } = call;
    guard::headers(context, permit)?;
    let route = permit.route();
    let query = context.query.clone()?;
    let mut request = UpstreamRequest::permitted(region, permit, &query)?
        .header(REQUEST_ID_HEADER, &context.request_id)?
        // Image data is stored as it is; a compressed answer would lose its length.
        .header("accept-encoding", "identity")?;
    let of_data = if route.gives_image_data() {
        &FORWARDED_WITH_DOWNLOADS[..]
    } else {
        &[]
    };
    for name in FORWARDED_REQUEST_HEADERS.iter().chain(of_data) {
        let value = context.header(name);
        let is_meant_for_glance = |value: &&str| {
            // An `Accept` that named the version did so for the route.
            Negotiated::read(value).is_none()
                && !is_for_this_hop(context.header("connection"), name)
        };
        if let Some(value) = value.filter(is_meant_for_glance) {
            request = request.header(name, value)?;
        }
    }
    let timeout = call.settings.timeouts.glance;
    request = if route.takes_image_data() {
        request.reading(Reading::Streamed)
    } else if route.gives_image_data() {
        // What follows the headers takes as long as it takes.
        request.within(timeout).reading(Reading::Streamed)
    } else {
        // An answer that breaks off must not look complete to anybody: compressed, or without a length,
        // it could, and so it is whole before its first byte goes out.
        let plain = Reading::StreamedUpTo(plain_up_to_bytes(context));
        request.within(timeout).reading(plain)
    };
    let declared = context.content_length()?;
    match route.body_use() {
        BodyUse::Refused if declared.is_some_and(|length| length > 0) => {
            Err(Problem::BodyNotExpected)
        }
        BodyUse::Refused | BodyUse::Ignored => Ok(request.send().await?),
        // These are large, and what only reads would carry them along (docs/adr/0009-hot-path.md).
        BodyUse::Document => Box::pin(document::send(request, call)).await,
        BodyUse::ImageData => Box::pin(image_data::send(request, call)).await,
    }
}

/// Hands Glance's answer on: its status, allowed headers, and its body.
async fn relay(
    route: &GlanceRoute,
    link_base: &LinkBase<'_>,
    upstream: &UpstreamResponse,
) -> Result<EdgeResponse, Problem> {
    let status = upstream.status();
    if !(200..=599).contains(&status) {
        return Err(Service::Glance.gave_none(format!("status {status}")).into());
    }
    // Glance also sends the choice of versions, with 300, for a version that its settings leave out.
    let mut response = if route.gives_version_links() || status == 300 {
        let text = upstream.text().await?;
        EdgeResponse::text(status, rewrite_links(&text, &link_base.own_base))
    } else {
        match upstream.body() {
            UpstreamBody::Whole(buffer) => EdgeResponse::buffer(status, buffer.clone()),
            // The answer to an upload too: Glance refuses one before it has read the data, and then
            // resets the connection. What it said goes on as far as it came, and its verdict stands
            // without it.
            UpstreamBody::Stream(stream) => {
                EdgeResponse::stream(status, stream.clone(), upstream.body_bytes())
            }
        }
    };
    let header = |name: &str| upstream.header(name).map(str::to_owned);
    for name in FORWARDED_RESPONSE_HEADERS {
        if let Some(value) = header(name)
            && !is_for_this_hop(upstream.header("connection"), name)
        {
            response = response.with(name, value);
        }
    }
    // An answer to `HEAD` has no body that would tell its length.
    if route.method == Method::Head
        && let Some(length) = header("content-length")
    {
        response = response.with("content-length", length);
    }
    let location = upstream
        .header("location")
        .and_then(|to| rewrite_location(to, link_base.glance, &link_base.own_base));
    if let Some(location) = location {
        response = response.with("location", location);
    }
    if route.gives_image_data() && status < 300 {
        // Whatever bytes somebody stored, a browser saves them and never shows them.
        response = response.with("content-disposition", "attachment");
    }
    Ok(response)
}
