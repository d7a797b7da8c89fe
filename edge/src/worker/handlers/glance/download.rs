//! Image data on its way to a client, when its service has not declared how much it is.
//!
//! Glance declares it. A proxy in front of one may send the data in chunks instead, and to a client an
//! answer in chunks that breaks off looks whole: the runtime ends it as if it were (workerd of 2026-04).
//! Such data is held to the size that the image has, so that the client sees where it should end.

use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;
use worker::worker_sys::FixedLengthStream;

use crate::core::auth::permit::Permit;
use crate::core::config::Region;
use crate::core::errors::problem::Problem;
use crate::core::http::content_range;
use crate::core::quota::image_of;
use crate::worker::context::RequestContext;
use crate::worker::upstream::client::{UpstreamBody, UpstreamResponse};
use crate::worker::upstream::glance::GlanceReader;
use crate::worker::upstream::service::Service;

/// The answer, with a length if it is image data.
///
/// # Errors
/// Nobody knows the length.
pub(crate) async fn with_length(
    context: &RequestContext,
    region: &Region,
    permit: &Permit,
    response: UpstreamResponse,
) -> Result<UpstreamResponse, Problem> {
    let (true, None, UpstreamBody::Stream(Some(data))) = (
        permit.route().gives_image_data(),
        response.body_bytes(),
        response.body(),
    ) else {
        return Ok(response);
    };
    let bytes = match response.status() {
        200 => size(context, region, permit).await?,
        206 => response
            .header("content-range")
            .and_then(content_range::bytes),
        _ => return Ok(response),
    };
    let bytes = bytes.ok_or_else(|| Service::Glance.gave_none("image data of unknown length"))?;
    let data = held_to(data, bytes)?;
    Ok(response.with_data(data, bytes))
}

/// The size that the image has.
async fn size(
    context: &RequestContext,
    region: &Region,
    permit: &Permit,
) -> Result<Option<u64>, Problem> {
    let (Some(caller), Some(image_id)) = (permit.caller(), image_of(permit.route())) else {
        return Ok(None);
    };
    let reader = GlanceReader {
        region,
        caller,
        request_id: &context.request_id,
    };
    let image = reader.image(image_id).await?;
    Ok(image.and_then(|image| image.size()).map(|size| size.0))
}

/// The same data in a pipe that breaks when it is more or less than this.
fn held_to(data: &ReadableStream, bytes: u64) -> Result<ReadableStream, Problem> {
    let no_pipe = |_| Problem::Internal("no pipe for the data".to_owned());
    let pipe = FixedLengthStream::new_big_int(bytes.into()).map_err(no_pipe)?;
    let piped = data.pipe_to(&pipe.writable());
    wasm_bindgen_futures::spawn_local(async move {
        // A break reaches the client through the pipe itself; nothing else is left to be done.
        let _ = JsFuture::from(piped).await;
    });
    Ok(pipe.readable())
}
