//! Forwarding to Glance.

mod document;
mod download;
mod guard;
mod image_data;

use std::pin::pin;

use gaze_shared::gateway::REQUEST_ID_HEADER;
use worker::{Context, Env};

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
use crate::worker::context::Exchange;
use crate::worker::handlers::authentication;
use crate::worker::isolate;
use crate::worker::quota::admission::Call;
use crate::worker::quota::requests;
use crate::worker::response::{Answer, plain_up_to_bytes};
use crate::worker::upstream::client::{
    NoAnswer, Reading, UpstreamAnswer, UpstreamBody, UpstreamRequest,
};

/// What an address in an answer is moved from, and where to.
struct Place<'a> {
    /// The address of the image service.
    glance: &'a BaseUrl,
    /// The same service's address at this gateway.
    own_base: String,
}

/// One of Glance's routes.
pub(crate) async fn serve(
    exchange: &Exchange,
    settings: &Settings,
    (env, context): (&Env, &Context),
    route: GlanceRoute,
) -> Result<Answer, Problem> {
    let mut region = region(settings, &route)?;
    let permit = match Permit::public(route.clone()) {
        Some(permit) => permit,
        None => {
            let admitted = async {
                let caller = authentication::caller(exchange, settings).await?;
                let permit = Permit::admit(route.clone(), &caller.authenticated)?;
                Ok((caller, permit))
            };
            let (caller, permit) = match exchange.timed(Upstream::Keystone, pin!(admitted)).await {
                Ok(admitted) => admitted,
                Err(refusal) => {
                    return Box::pin(refuse(exchange, settings, (env, context), &route, refusal))
                        .await;
                }
            };
            // What the address says goes before what the session says.
            if let (None, Some(name)) = (route.region(), &caller.region) {
                region = settings.region(name).unwrap_or(region);
            }
            let identity = caller.authenticated.identity();
            requests::count(exchange, &settings.quota, (env, context), region, identity).await?;
            permit
        }
    };
    exchange.note_region(region);
    let call = Call {
        exchange,
        settings,
        env,
        context,
        region,
        permit: &permit,
    };
    let forwarding = pin!(forward(call));
    let mut response = exchange.timed(Upstream::Glance, forwarding).await?;
    if let (401, Some(token)) = (response.status(), permit.token()) {
        // Revoked elsewhere a moment ago. Without this the session would still look alive here.
        isolate::with_tokens(|tokens| tokens.forget(token));
        return Err(exchange.token_refused());
    }
    if permit.route().takes_image_data() {
        image_data::note_full_store(exchange, &mut response).await;
    }
    let response = download::with_length(exchange, region, &permit, response).await?;
    let place = Place {
        glance: &region.glance,
        own_base: format!(
            "{}{}",
            exchange.own_origin(settings),
            permit.route().prefix()
        ),
    };
    relay(permit.route(), &place, &response).await
}

/// The answer to who has no right to call. Glance looks at the version before it asks for a token: one
/// that its settings leave out is answered with those to choose from, to anyone
/// (`glance/api/middleware/version_negotiation.py`).
async fn refuse(
    exchange: &Exchange,
    settings: &Settings,
    runtime: (&Env, &Context),
    route: &GlanceRoute,
    refusal: Problem,
) -> Result<Answer, Problem> {
    let is_about_token = matches!(
        refusal,
        Problem::NoCredentials | Problem::InvalidToken | Problem::OutsideRules(_)
    );
    match route.minor_version() {
        Some(version) if is_about_token && exchange.is_for_glance() => {
            let region = region(settings, route)?;
            let url = format!("{}/{version}", region.glance.as_str());
            let asked = UpstreamRequest::new("GET", &url)
                .and_then(|request| request.header(REQUEST_ID_HEADER, &exchange.request_id))
                .map_err(away)?;
            match asked.within(settings.timeouts.glance).send().await {
                Ok(answer) if answer.status() == 300 => {
                    serve(exchange, settings, runtime, route.choices_instead()).await
                }
                // Whatever else Glance says, or does not: the refusal stands without it.
                Ok(_) | Err(NoAnswer(_)) => Err(refusal),
            }
        }
        _ => Err(refusal),
    }
}

/// The versions to choose from, for clients that discover the API.
pub(crate) async fn version_choices(
    exchange: &Exchange,
    settings: &Settings,
    runtime: (&Env, &Context),
) -> Result<Answer, Problem> {
    let method = Method::parse(exchange.method()).unwrap_or(Method::Get);
    let route = GlanceRoute::version_choices(method);
    serve(exchange, settings, runtime, route).await
}

/// The image service that a route leads to.
fn region<'a>(settings: &'a Settings, route: &GlanceRoute) -> Result<&'a Region, Problem> {
    match route.region() {
        None => Ok(settings.default_region()),
        Some(name) => settings.region(name).ok_or(NoRoute::NotFound.into()),
    }
}

fn away(NoAnswer(cause): NoAnswer) -> Problem {
    Problem::ImageServiceUnreachable(cause)
}

/// Sends the request that a permit allows, and nothing else.
async fn forward(call: Call<'_>) -> Result<UpstreamAnswer, Problem> {
    let Call {
        exchange,
        region,
        permit,
        ..
    } = call;
    guard::headers(exchange, permit)?;
    let route = permit.route();
    let query = exchange.query.clone()?;
    let url = format!("{}{route}{query}", region.glance.as_str());
    let mut request = UpstreamRequest::new(route.method.as_str(), &url)
        .and_then(|request| request.header(REQUEST_ID_HEADER, &exchange.request_id))
        // Image data is stored as it is; a compressed answer would lose its length.
        .and_then(|request| request.header("accept-encoding", "identity"))
        .map_err(away)?;
    let of_data = if route.gives_image_data() {
        &FORWARDED_WITH_DOWNLOADS[..]
    } else {
        &[]
    };
    for name in FORWARDED_REQUEST_HEADERS.iter().chain(of_data) {
        let value = exchange.header(name);
        let is_meant_for_glance = |value: &&str| {
            // An `Accept` that named the version did so for the route.
            Negotiated::read(value).is_none()
                && !is_for_this_hop(exchange.header("connection"), name)
        };
        if let Some(value) = value.filter(is_meant_for_glance) {
            request = request.header(name, value).map_err(away)?;
        }
    }
    if let Some(token) = permit.token() {
        request = request
            .header("x-auth-token", token.expose())
            .map_err(away)?;
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
        let plain = Reading::StreamedUpTo(plain_up_to_bytes(exchange));
        request.within(timeout).reading(plain)
    };
    let declared = exchange.content_length()?;
    match route.body_use() {
        BodyUse::Refused if declared.is_some_and(|length| length > 0) => {
            Err(Problem::BodyNotExpected)
        }
        BodyUse::Refused | BodyUse::Ignored => request.send().await.map_err(away),
        // These are large, and what only reads would carry them along (docs/adr/0009-hot-path.md).
        BodyUse::Document => Box::pin(document::send(request, call)).await,
        BodyUse::ImageData => Box::pin(image_data::send(request, call)).await,
    }
}

/// Hands Glance's answer on: its status, allowed headers, and its body.
async fn relay(
    route: &GlanceRoute,
    place: &Place<'_>,
    response: &UpstreamAnswer,
) -> Result<Answer, Problem> {
    let status = response.status();
    if !(200..=599).contains(&status) {
        return Err(away(NoAnswer(format!("status {status}"))));
    }
    // Glance also sends the choice of versions, with 300, for a version that its settings leave out.
    let mut answer = if route.gives_version_links() || status == 300 {
        let text = response.text().await.map_err(away)?;
        Answer::text(status, rewrite_links(&text, &place.own_base))
    } else {
        match response.body() {
            UpstreamBody::Whole(buffer) => Answer::buffer(status, buffer.clone()),
            // The answer to an upload too: Glance refuses one before it has read the data, and then
            // resets the connection. What it said goes on as far as it came, and its verdict stands
            // without it.
            UpstreamBody::Stream(stream) => {
                Answer::stream(status, stream.clone(), response.body_bytes())
            }
        }
    };
    let header = |name: &str| response.header(name).map(str::to_owned);
    for name in FORWARDED_RESPONSE_HEADERS {
        if let Some(value) = header(name)
            && !is_for_this_hop(response.header("connection"), name)
        {
            answer = answer.with(name, value);
        }
    }
    // An answer to `HEAD` has no body that would tell its length.
    if route.method == Method::Head
        && let Some(length) = header("content-length")
    {
        answer = answer.with("content-length", length);
    }
    let location = response
        .header("location")
        .and_then(|to| rewrite_location(to, place.glance, &place.own_base));
    if let Some(location) = location {
        answer = answer.with("location", location);
    }
    if route.gives_image_data() && status < 300 {
        // Whatever bytes somebody stored, a browser saves them and never shows them.
        answer = answer.with("content-disposition", "attachment");
    }
    Ok(answer)
}
