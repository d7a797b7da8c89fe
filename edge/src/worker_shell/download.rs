//! Image data on its way to a client, when its service has not declared how much it is.
//!
//! Glance declares it. A proxy in front of one may send the data in chunks instead, and to a client an
//! answer in chunks that breaks off looks whole: the runtime ends it as if it were (workerd of 2026-04).
//! Such data is held to the size that the image has, so that the client sees where it should end.

use gaze_shared::gateway::REQUEST_ID_HEADER;
use serde::Deserialize;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;
use worker::worker_sys::FixedLengthStream;

use super::exchange::Exchange;
use super::glance::PATIENCE_MS;
use super::upstream::{NoAnswer, Reading, UpstreamAnswer, UpstreamBody, UpstreamRequest};
use crate::core::content_range;
use crate::core::permit::Permit;
use crate::core::problem::Problem;
use crate::core::settings::Region;

/// The answer, with a length if it is image data.
///
/// # Errors
/// Nobody knows the length.
pub(super) async fn with_length(
    exchange: &Exchange,
    region: &Region,
    permit: &Permit,
    answer: UpstreamAnswer,
) -> Result<UpstreamAnswer, Problem> {
    let (Some(image), None, UpstreamBody::Stream(Some(data))) = (
        permit.route().image_of_data(),
        answer.body_bytes(),
        answer.body(),
    ) else {
        return Ok(answer);
    };
    let bytes = match answer.status() {
        200 => {
            let url = format!("{}{image}", region.glance.as_str());
            size(exchange, permit, &url).await.map_err(unknown)?
        }
        206 => answer
            .header("content-range")
            .and_then(content_range::bytes),
        _ => return Ok(answer),
    };
    let bytes = bytes.ok_or_else(|| unknown(NoAnswer("its size is not known".to_owned())))?;
    let data = held_to(data, bytes)?;
    Ok(answer.with_data(data, bytes))
}

/// The size that an image has.
async fn size(exchange: &Exchange, permit: &Permit, url: &str) -> Result<Option<u64>, NoAnswer> {
    let token = permit.token().map_or("", |token| token.expose());
    let request = UpstreamRequest::new("GET", url)?
        .header("x-auth-token", token)?
        .header(REQUEST_ID_HEADER, &exchange.request_id)?
        .within_ms(PATIENCE_MS)
        .reading(Reading::Whole);
    let text = request.send().await?.text().await?;
    let image: SizeOfImage =
        serde_json::from_str(&text).map_err(|error| NoAnswer(error.to_string()))?;
    Ok(image.size)
}

/// What matters of an image here, so that nothing else about it can be in the way.
#[derive(Deserialize)]
struct SizeOfImage {
    /// In bytes.
    size: Option<u64>,
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

fn unknown(NoAnswer(cause): NoAnswer) -> Problem {
    Problem::ImageServiceUnreachable(format!("image data of unknown length: {cause}"))
}
