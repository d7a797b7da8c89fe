//! Image data of unknown length, on its way to Glance as far as the quota grants.

use futures_util::future::{Either, select};
use gaze_shared::quota::Operation;
use gaze_shared::units::Bytes;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::WritableStream;
use worker::Delay;

use crate::core::errors::problem::Problem;
use crate::core::quota::{delta_of_data, granted_in_all};
use crate::worker::quota::reservation::ReservationGuard;
use crate::worker::streams::body_pipe::{ABORT_GRACE, BodyPipe};
use crate::worker::streams::request_body::RequestBody;
use crate::worker::upstream::client::{UpstreamRequest, UpstreamResponse};
use crate::worker::upstream::service::NoResponse;

#[wasm_bindgen(module = "/src/worker/js/counting.js")]
extern "C" {
    type CountingPipe;

    #[wasm_bindgen(constructor)]
    fn new(source: &RequestBody, target: &WritableStream) -> CountingPipe;

    #[wasm_bindgen(method)]
    fn run(this: &CountingPipe, granted: f64) -> js_sys::Promise;

    #[wasm_bindgen(method)]
    fn stop(this: &CountingPipe);

    #[wasm_bindgen(method, getter)]
    fn passed(this: &CountingPipe) -> f64;
}

/// What came of data that was counted.
pub(crate) struct Counted {
    /// How many bytes went to Glance.
    pub(crate) passed: Bytes,
    /// What Glance said, or why the request was cancelled.
    pub(crate) outcome: Result<UpstreamResponse, Broken>,
}

/// Why there is no answer of Glance's.
pub(crate) enum Broken {
    /// The connection to Glance.
    Glance(NoResponse),
    /// The client's side: Glance has been told to forget it.
    Client,
    /// The quota has nothing left for more: Glance has been told to forget it.
    Refused(Problem),
}

/// Sends data on, and raises the reservation as it goes.
pub(crate) async fn send(
    request: UpstreamRequest,
    source: &RequestBody,
    reservation: &ReservationGuard<'_>,
) -> Result<Counted, Problem> {
    let (body_pipe, target) = BodyPipe::prepare(None)?;
    let pipe = CountingPipe::new(source, &target);
    let request = request
        .body(body_pipe.stream())
        .cancelled_by(body_pipe.signal());
    let sending = std::pin::pin!(request.send());
    let copying = std::pin::pin!(copy(&pipe, reservation));
    let outcome = match select(sending, copying).await {
        // Glance has answered before it had everything.
        Either::Left((response, _)) => response.map_err(Broken::Glance),
        Either::Right((Copied::ToTheEnd, sending)) => sending.await.map_err(Broken::Glance),
        Either::Right((Copied::Refused(problem), sending)) => {
            body_pipe.cancel();
            // Until it has ended the runtime could send on.
            drop(sending.await);
            Err(Broken::Refused(problem))
        }
        Either::Right((Copied::Broken, sending)) => {
            // Whose end broke shows as in every upload.
            match select(sending, std::pin::pin!(Delay::from(ABORT_GRACE))).await {
                Either::Left((response, _)) => response.map_err(Broken::Glance),
                Either::Right(((), sending)) => {
                    body_pipe.cancel();
                    drop(sending.await);
                    Err(Broken::Client)
                }
            }
        }
    };
    pipe.stop();
    Ok(Counted {
        passed: Bytes(pipe.passed() as u64),
        outcome,
    })
}

enum Copied {
    ToTheEnd,
    Broken,
    Refused(Problem),
}

async fn copy(pipe: &CountingPipe, reservation: &ReservationGuard<'_>) -> Copied {
    let mut granted = 0.0;
    loop {
        let needed = match JsFuture::from(pipe.run(granted)).await {
            Ok(needed) => needed.as_f64().unwrap_or_default(),
            Err(_) => return Copied::Broken,
        };
        if needed == 0.0 {
            return Copied::ToTheEnd;
        }
        match grant(reservation, needed as u64).await {
            Ok(more) => granted = more as f64,
            Err(problem) => return Copied::Refused(problem),
        }
    }
}

/// How far ahead of the data more is reserved.
const STEP_BYTES: u64 = 16 << 20;

/// Reserves so many bytes in all, and what follows them as far as that is left.
async fn grant(reservation: &ReservationGuard<'_>, needed: u64) -> Result<u64, Problem> {
    let operation = reservation.purpose().operation;
    let ahead = needed.saturating_add(STEP_BYTES);
    let over = match reservation.raise_ahead(delta(operation, ahead)).await {
        Ok(()) => return Ok(ahead),
        Err(Problem::OverQuota(over)) => over,
        Err(problem) => return Err(problem),
    };
    if let Some(less) = granted_in_all(ahead, needed, &over)
        && reservation
            .raise_ahead(delta(operation, less))
            .await
            .is_ok()
    {
        return Ok(less);
    }
    reservation
        .raise(delta(operation, needed))
        .await
        .map(|()| needed)
}

const fn delta(operation: Operation, bytes: u64) -> gaze_shared::quota::Delta {
    delta_of_data(operation, Bytes(bytes))
}
