//! Image data on its way to Glance.

use std::pin::pin;

use futures_util::future::{Either, select};
use gaze_shared::gateway::IMAGE_SIZE_HEADER;
use worker::Delay;

use crate::core::errors::problem::Problem;
use crate::core::health::disks::is_glance_full;
use crate::core::quota::{DeclaredSize, delta_of_data};
use crate::worker::context::Exchange;
use crate::worker::handlers::glance::away;
use crate::worker::log;
use crate::worker::quota::admission::{self, Call};
use crate::worker::quota::counting::{self, Broken};
use crate::worker::quota::reservation::Charge;
use crate::worker::streams::body_pipe::Upload;
use crate::worker::streams::request_body::RequestBody;
use crate::worker::upstream::client::{UpstreamAnswer, UpstreamRequest};

/// Sends image data on as the stream it is, once there is room for it.
pub(crate) async fn send(
    request: UpstreamRequest,
    call: Call<'_>,
) -> Result<UpstreamAnswer, Problem> {
    let exchange = call.exchange;
    let length = exchange.content_length()?;
    let declared = exchange
        .header(IMAGE_SIZE_HEADER)
        .map(str::to_owned)
        .or_else(|| length.map(|bytes| bytes.to_string()));
    let size = DeclaredSize::read(declared.as_deref(), length);
    let request = match declared {
        Some(size) => request.header(IMAGE_SIZE_HEADER, &size).map_err(away)?,
        None => request,
    };
    let charge = admission::of_data(call, size).await?;
    match (exchange.take_body(), &charge) {
        (None, None) => request.send().await.map_err(away),
        (None, Some(charge)) => {
            let outcome = charge.during(pin!(request.send())).await;
            let status = outcome.as_ref().ok().map(UpstreamAnswer::status);
            charge.end(status, charge.amounts()).await;
            outcome.map_err(away)
        }
        (Some(source), Some(charge)) if length.is_none() => count(request, &source, charge).await,
        (Some(source), charge) => pipe(request, call, &source, charge.as_ref()).await,
    }
}

/// Notes for an operator that Glance has no room; the client gets its answer as it is.
pub(crate) async fn note_full_store(exchange: &Exchange, answer: &mut UpstreamAnswer) {
    let status = answer.status();
    if matches!(status, 413 | 503 | 507) {
        let text = answer.peek().await;
        if is_glance_full(status, &text) {
            exchange.note_full_store();
        }
    }
}

/// Waits, and writes down now and then that Glance has all of the data and does not answer: a store may take
/// long, so nobody is told that it has failed.
async fn watched<T>(call: Call<'_>, upload: &Upload, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        let timeout = Delay::from(call.settings.timeouts.glance);
        match select(work, pin!(timeout)).await {
            Either::Left((outcome, _)) => return outcome,
            Either::Right(((), unfinished)) => {
                work = unfinished;
                if upload.is_passed_on() {
                    log::waiting(call.exchange);
                }
            }
        }
    }
}

/// Data that only changes pipes.
async fn pipe(
    request: UpstreamRequest,
    call: Call<'_>,
    source: &RequestBody,
    charge: Option<&Charge<'_>>,
) -> Result<UpstreamAnswer, Problem> {
    let upload = Upload::begin(source, call.exchange.content_length()?)?;
    let request = request.body(upload.stream()).cancelled_by(upload.signal());
    let outcome = match charge {
        Some(charge) => watched(call, &upload, charge.during(pin!(request.send()))).await,
        None => watched(call, &upload, request.send()).await,
    };
    upload.has_outcome();
    if let Some(charge) = charge {
        let status = outcome.as_ref().ok().map(UpstreamAnswer::status);
        if upload.broken().is_some() && status.is_none() {
            charge.broke_off().await;
        } else {
            charge.end(status, charge.amounts()).await;
        }
    }
    outcome.map_err(|cause| upload.broken().unwrap_or_else(|| away(cause)))
}

/// Data whose length is not known before its end.
async fn count(
    request: UpstreamRequest,
    source: &RequestBody,
    charge: &Charge<'_>,
) -> Result<UpstreamAnswer, Problem> {
    let counting = pin!(counting::send(request, source, charge));
    let counted = charge.during(counting).await?;
    match counted.outcome {
        Ok(answer) => {
            let actual = delta_of_data(charge.purpose().operation, counted.passed);
            charge.end(Some(answer.status()), actual).await;
            Ok(answer)
        }
        Err(Broken::Glance(cause)) => {
            charge.end(None, charge.amounts()).await;
            Err(away(cause))
        }
        Err(Broken::Client) => {
            charge.broke_off().await;
            Err(source.problem())
        }
        Err(Broken::Refused(problem)) => {
            charge.broke_off().await;
            Err(problem)
        }
    }
}
