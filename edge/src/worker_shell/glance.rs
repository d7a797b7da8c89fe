//! Forwarding to Glance.

use gaze_shared::gateway::{IMAGE_SIZE_HEADER, REQUEST_ID_HEADER};
use web_sys::Response;

use super::answer::Answer;
use super::authentication::{self, own_origin};
use super::body;
use super::exchange::Exchange;
use super::isolate;
use super::upstream::{self, NoAnswer, UpstreamRequest};
use crate::core::headers::{
    FORWARDED_REQUEST_HEADERS, FORWARDED_RESPONSE_HEADERS, is_form, rewrite_location,
};
use crate::core::permit::Permit;
use crate::core::problem::Problem;
use crate::core::route::{GlanceRoute, Method};
use crate::core::settings::Settings;
use crate::core::version_document::rewrite_links;

/// Metadata of an image: 128 properties of 64 KiB, the most that Glance's database holds, is far
/// above what anybody sends.
const JSON_LIMIT_BYTES: usize = 1024 * 1024;

/// One of Glance's routes.
pub(super) async fn serve(
    exchange: &Exchange,
    settings: &Settings,
    route: GlanceRoute,
) -> Result<Answer, Problem> {
    let is_public = route.is_public();
    let permit = match Permit::public(route.clone()) {
        Some(permit) => permit,
        None => Permit::admit(route, &authentication::caller(exchange, settings).await?),
    };
    let response = forward(exchange, settings, &permit).await?;
    if let (401, Some(token)) = (response.status(), permit.token()) {
        // Revoked elsewhere a moment ago. Without this the session would still look alive here.
        isolate::with_tokens(|tokens| tokens.forget(token));
    }
    if is_public {
        version_document(exchange, settings, response).await
    } else {
        relay(exchange, settings, permit.route(), &response)
    }
}

/// The version document at `/`, for clients that discover the API.
pub(super) async fn root_document(
    exchange: &Exchange,
    settings: &Settings,
) -> Result<Answer, Problem> {
    serve(exchange, settings, GlanceRoute::root_document()).await
}

/// Sends the request that a permit allows, and nothing else.
async fn forward(
    exchange: &Exchange,
    settings: &Settings,
    permit: &Permit,
) -> Result<Response, Problem> {
    let away = |NoAnswer(cause)| Problem::ImageServiceUnreachable(cause);
    let route = permit.route();
    let mut url = format!("{}{route}", settings.glance.as_str());
    if !exchange.query.is_empty() {
        url.push('?');
        url.push_str(&exchange.query);
    }
    let mut request = UpstreamRequest::new(route.method.as_str(), url)
        .and_then(|request| request.header(REQUEST_ID_HEADER, &exchange.request_id))
        // Image data is stored as it is; a compressed answer would lose its length.
        .and_then(|request| request.header("accept-encoding", "identity"))
        .map_err(away)?;
    for name in FORWARDED_REQUEST_HEADERS {
        if let Some(value) = exchange.header(name) {
            request = request.header(name, &value).map_err(away)?;
        }
    }
    if let Some(token) = permit.token() {
        request = request
            .header("x-auth-token", token.expose())
            .map_err(away)?;
    }
    if route.takes_image_data() {
        let length = exchange.content_length();
        let declared = exchange
            .header(IMAGE_SIZE_HEADER)
            .or_else(|| length.map(|n| n.to_string()));
        if let Some(size) = declared {
            request = request.header(IMAGE_SIZE_HEADER, &size).map_err(away)?;
        }
        if let Some(stream) = exchange.take_body() {
            request = request.body(body::forward(stream, length)?);
        }
    } else if route.method != Method::Get {
        let content_type = exchange.header("content-type");
        if content_type.is_some_and(|content_type| is_form(&content_type)) {
            return Err(Problem::HeaderRefused("Content-Type: a form is not taken."));
        }
        let text = body::read_text(exchange, JSON_LIMIT_BYTES).await?;
        if !text.is_empty() {
            request = request.body(text);
        }
    }
    request.send().await.map_err(away)
}

/// Hands Glance's answer on: allowed headers, and the body as the stream it is.
fn relay(
    exchange: &Exchange,
    settings: &Settings,
    route: &GlanceRoute,
    response: &Response,
) -> Result<Answer, Problem> {
    let mut answer = Answer::stream(response.status(), response.body());
    let header = |name: &str| response.headers().get(name).ok().flatten();
    for name in FORWARDED_RESPONSE_HEADERS {
        if let Some(value) = header(name) {
            answer = answer.with(name, value);
        }
    }
    let location = header("location").and_then(|location| {
        rewrite_location(
            &location,
            settings.glance.origin(),
            own_origin(exchange, settings),
        )
    });
    if let Some(location) = location {
        answer = answer.with("location", location);
    }
    if route.gives_image_data() {
        // Whatever bytes somebody stored, a browser saves them and never shows them.
        answer = answer.with("content-disposition", "attachment");
    }
    Ok(answer)
}

async fn version_document(
    exchange: &Exchange,
    settings: &Settings,
    response: Response,
) -> Result<Answer, Problem> {
    let own_origin = own_origin(exchange, settings);
    let status = response.status();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let location = header("location")
        .and_then(|location| rewrite_location(&location, settings.glance.origin(), own_origin));
    let content_type = header("content-type");
    let body = upstream::text(&response)
        .await
        .map_err(|NoAnswer(cause)| Problem::ImageServiceUnreachable(cause))?;
    let mut answer = Answer::text(
        status,
        rewrite_links(&body, settings.glance.origin(), own_origin),
    );
    if let Some(content_type) = content_type {
        answer = answer.with("content-type", content_type);
    }
    if let Some(location) = location {
        answer = answer.with("location", location);
    }
    Ok(answer)
}
