//! What a call tells Glance to do: a document, which is small, and is read first.

use std::pin::pin;

use crate::core::errors::problem::{BadHeader, Problem};
use crate::core::http::headers::is_form;
use crate::core::http::method::Method;
use crate::core::routes::Resource;
use crate::worker::context::permitted_request::PermittedRequest;
use crate::worker::handlers::glance::guard;
use crate::worker::quota::admission;
use crate::worker::streams::body_pipe::empty_stream;
use crate::worker::upstream::client::{UpstreamRequest, UpstreamResponse};
use crate::worker::upstream::objects::claims;

/// Sends it once it has been read and looked at, and what is left holds what it tells Glance to do.
pub(crate) async fn send(
    request: UpstreamRequest,
    call: PermittedRequest<'_>,
) -> Result<UpstreamResponse, Problem> {
    let (request, document) = with_document(request, call).await?;
    let Some(reservation) = admission::of_document(call, &document).await? else {
        let response = request.send().await?;
        if response.status() < 300 {
            admission::note_freed(call, &document).await;
            if let (Some(Resource::Image { image_id }), Method::Delete) =
                (call.permit.route().resource(), call.permit.route().method)
            {
                claims::image_deleted(call.runtime.env, &call.region.name, image_id.as_str()).await;
            }
        }
        return Ok(response);
    };
    let outcome = reservation.during(pin!(request.send())).await;
    let status = outcome.as_ref().ok().map(UpstreamResponse::status);
    reservation.end(status, reservation.amounts()).await;
    if status.is_some_and(|status| status < 300) {
        admission::note_freed(call, &document).await;
    }
    Ok(outcome?)
}

/// The call with its document, and the document.
async fn with_document(
    request: UpstreamRequest,
    call: PermittedRequest<'_>,
) -> Result<(UpstreamRequest, Vec<u8>), Problem> {
    let PermittedRequest {
        context,
        settings,
        region,
        permit,
        ..
    } = call;
    let declared = context.content_length()?;
    // Of a body in chunks that comes with `DELETE` Glance takes no notice (`has_body` in
    // `glance/common/wsgi.py`).
    if permit.route().method == Method::Delete && declared.is_none() {
        return Ok((request, Vec::new()));
    }
    let is_chunked = declared.is_none() && context.has_body();
    let document = guard::document(context, settings, region, permit).await?;
    // Glance's router looks for a method to obey in what such a form says (`routes/middleware.py`,
    // `is_form_post`). One that is empty says nothing: `curl -d ''` sends it.
    let is_posted = permit.route().method == Method::Post && !document.is_empty();
    if is_posted && context.header("content-type").is_some_and(is_form) {
        return Err(Problem::HeaderRefused(BadHeader::Form));
    }
    let request = if !document.is_empty() {
        request.bytes(&document)
    } else if is_chunked {
        // Glance tells a body of no chunks from no body.
        request.body(empty_stream()?)
    } else {
        request
    };
    Ok((request, document))
}
