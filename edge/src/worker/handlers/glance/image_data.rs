//! Image data on its way to Glance.

use std::pin::pin;

use futures_util::future::{Either, select};
use gaze_shared::gateway::IMAGE_SIZE_HEADER;
use worker::Delay;

use crate::core::errors::problem::Problem;
use crate::core::health::disks::is_glance_full;
use crate::core::quota::{DeclaredSize, delta_of_data};
use crate::worker::context::RequestContext;
use crate::worker::context::permitted_request::PermittedRequest;
use crate::worker::log;
use crate::worker::quota::admission;
use crate::worker::quota::counting::{self, Broken};
use crate::worker::quota::reservation::ReservationGuard;
use crate::worker::streams::body_pipe::BodyPipe;
use crate::worker::streams::request_body::RequestBody;
use crate::worker::upstream::client::{UpstreamRequest, UpstreamResponse};

/// Sends image data on as the stream it is, once what is left holds it.
pub(crate) async fn send(
    request: UpstreamRequest,
    call: PermittedRequest<'_>,
) -> Result<UpstreamResponse, Problem> {
    let context = call.context;
    let length = context.content_length()?;
    let declared = context
        .header(IMAGE_SIZE_HEADER)
        .map(str::to_owned)
        .or_else(|| length.map(|bytes| bytes.to_string()));
    let size = DeclaredSize::read(declared.as_deref(), length);
    let request = match declared {
        Some(size) => request.header(IMAGE_SIZE_HEADER, &size)?,
        None => request,
    };
    let reservation = admission::of_data(call, size).await?;
    match (context.take_body(), &reservation) {
        (None, None) => Ok(request.send().await?),
        (None, Some(reservation)) => {
            let outcome = reservation.during(pin!(request.send())).await;
            let status = outcome.as_ref().ok().map(UpstreamResponse::status);
            reservation.end(status, reservation.amounts()).await;
            Ok(outcome?)
        }
        (Some(source), Some(reservation)) if length.is_none() => {
            count(request, &source, reservation).await
        }
        (Some(source), reservation) => pipe(request, call, &source, reservation.as_ref()).await,
    }
}

/// Notes for an operator that Glance has no room; the client gets its answer as it is.
pub(crate) async fn note_full_store(context: &RequestContext, response: &mut UpstreamResponse) {
    let status = response.status();
    if matches!(status, 413 | 503 | 507) {
        let text = response.peek().await;
        if is_glance_full(status, &text) {
            context.note_full_store();
        }
    }
}

/// Waits, and writes down now and then that Glance has all of the data and does not answer: a store may take
/// long, so nobody is told that it has failed.
async fn watched<T>(
    call: PermittedRequest<'_>,
    body_pipe: &BodyPipe,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    loop {
        let timeout = Delay::from(call.settings.timeouts.glance);
        match select(work, pin!(timeout)).await {
            Either::Left((outcome, _)) => return outcome,
            Either::Right(((), unfinished)) => {
                work = unfinished;
                if body_pipe.is_passed_on() {
                    log::waiting(call.context);
                }
            }
        }
    }
}

/// Data that only changes pipes.
async fn pipe(
    request: UpstreamRequest,
    call: PermittedRequest<'_>,
    source: &RequestBody,
    reservation: Option<&ReservationGuard<'_>>,
) -> Result<UpstreamResponse, Problem> {
    let body_pipe = BodyPipe::begin(source, call.context.content_length()?)?;
    let request = request
        .body(body_pipe.stream())
        .cancelled_by(body_pipe.signal());
    let outcome = match reservation {
        Some(reservation) => {
            watched(call, &body_pipe, reservation.during(pin!(request.send()))).await
        }
        None => watched(call, &body_pipe, request.send()).await,
    };
    body_pipe.has_outcome();
    if let Some(reservation) = reservation {
        let status = outcome.as_ref().ok().map(UpstreamResponse::status);
        if body_pipe.broken().is_some() && status.is_none() {
            reservation.broke_off().await;
        } else {
            reservation.end(status, reservation.amounts()).await;
        }
    }
    outcome.map_err(|cause| body_pipe.broken().unwrap_or_else(|| cause.into()))
}

/// Data whose length is not known before its end.
async fn count(
    request: UpstreamRequest,
    source: &RequestBody,
    reservation: &ReservationGuard<'_>,
) -> Result<UpstreamResponse, Problem> {
    let counting = pin!(counting::send(request, source, reservation));
    let counted = reservation.during(counting).await?;
    match counted.outcome {
        Ok(response) => {
            let actual = delta_of_data(reservation.purpose().operation, counted.passed);
            reservation.end(Some(response.status()), actual).await;
            Ok(response)
        }
        Err(Broken::Glance(cause)) => {
            reservation.end(None, reservation.amounts()).await;
            Err(cause.into())
        }
        Err(Broken::Client) => {
            reservation.broke_off().await;
            Err(source.problem())
        }
        Err(Broken::Refused(problem)) => {
            reservation.broke_off().await;
            Err(problem)
        }
    }
}
