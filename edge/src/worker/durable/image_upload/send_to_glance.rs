//! Sending an upload whose bytes are all here to Glance.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::future::{Either, FutureExt as _, select};
use gaze_shared::gateway::{IMAGE_SIZE_HEADER, REQUEST_ID_HEADER, TusFailure};
use gaze_shared::time::unix_millis::UnixMillis;
use gaze_shared::units::Bytes;
use web_sys::AbortController;
use worker::{Delay, Env};

use crate::core::errors::problem::Problem;
use crate::core::health::disks::is_glance_full;
use crate::core::log::audit_log::AuditLog;
use crate::core::log::delivery::EndedDelivery;
use crate::core::log::request_log::RequestLog;
use crate::core::routes::query::Query;
use crate::core::uploads::credentials::as_route;
use crate::core::uploads::delivery_rules::{DeliveryStep, step_after_response};
use crate::core::uploads::{BETWEEN_RENEWALS, DataSent, TusUpload};
use crate::worker::durable::image_upload::preparation::Ready;
use crate::worker::js::machine;
use crate::worker::streams::body_pipe::{ABORT_GRACE, BodyPipe};
use crate::worker::streams::upload_store::Interrupted;
use crate::worker::upstream::client::{UpstreamRequest, UpstreamResponse};
use crate::worker::upstream::service::NoResponse;
use crate::worker::{isolate, log};

/// Sends the bytes, and keeps the reservation meanwhile. `begun` is told what breaks it off.
pub(crate) async fn send(
    env: &Env,
    ready: Ready,
    upload: &TusUpload,
    begun: impl FnOnce(AbortController),
    renew_reservation: impl AsyncFn(),
) -> (DeliveryStep, DataSent) {
    let began = isolate::now_millis();
    let sent = Cell::new(DataSent::Part);
    let outcome = {
        let mut sending = pin!(put(&ready, upload, begun, &sent));
        loop {
            match select(sending, pin!(Delay::from(BETWEEN_RENEWALS))).await {
                Either::Left((outcome, _)) => break outcome,
                Either::Right(((), unfinished)) => {
                    sending = unfinished;
                    renew_reservation().await;
                }
            }
        }
    };
    let (status, cause, is_full) = match &outcome {
        Ok(response) => {
            let text = response.text().await.unwrap_or_default();
            let is_full = is_glance_full(response.status(), &text);
            (
                Some(response.status()),
                is_full.then(|| FULL.to_owned()),
                is_full,
            )
        }
        Err(undelivered) => (None, Some(undelivered.explained(env).await), false),
    };
    write_down(&ready, upload, began, status, cause.as_deref());
    // The upload is as it was before this delivery was begun.
    let deliveries = upload.deliveries().saturating_add(1);
    match outcome {
        Err(Undelivered::Store(Interrupted::Missing(_))) => {
            (DeliveryStep::Fail(TusFailure::BytesMissing), DataSent::Part)
        }
        Err(Undelivered::Store(Interrupted::Broken(_))) => {
            (DeliveryStep::Later, DataSent::Withheld)
        }
        // Somebody may free some of the quota: this was no attempt.
        Ok(_) if is_full => (DeliveryStep::Later, DataSent::Withheld),
        Ok(_) | Err(Undelivered::NoResponse(_)) => {
            (step_after_response(status, deliveries), sent.get())
        }
    }
}

/// Why Glance has not answered.
#[derive(Debug, thiserror::Error)]
enum Undelivered {
    /// Glance, or the way to it.
    #[error("{0}")]
    NoResponse(String),
    /// The gateway's own store.
    #[error(transparent)]
    Store(#[from] Interrupted),
}

/// What is written down when Glance's store has no room.
const FULL: &str = "disk full: the image service's own store has no room";

impl Undelivered {
    /// Why, for the log.
    async fn explained(&self, env: &Env) -> String {
        let problem = match self {
            Self::NoResponse(cause) => Problem::ImageServiceUnreachable(cause.clone()),
            Self::Store(interrupted) => Problem::UploadStoreUnavailable(interrupted.to_string()),
        };
        machine::explain(env, problem).await.to_string()
    }
}

impl From<NoResponse> for Undelivered {
    fn from(NoResponse { cause, .. }: NoResponse) -> Self {
        Self::NoResponse(cause)
    }
}

async fn put(
    ready: &Ready,
    upload: &TusUpload,
    begun: impl FnOnce(AbortController),
    sent: &Cell<DataSent>,
) -> Result<UpstreamResponse, Undelivered> {
    let about = upload.about();
    let no_pipe = |problem: Problem| Undelivered::NoResponse(problem.to_string());
    let (pipe, target) = BodyPipe::prepare(Some(about.length.0)).map_err(no_pipe)?;
    begun(pipe.canceller());
    let length = about.length.0.to_string();
    let request = UpstreamRequest::permitted(ready.region, &ready.permit, &Query::default())?
        .header(REQUEST_ID_HEADER, &ready.request_id)?
        .header("content-type", "application/octet-stream")?
        .header("accept-encoding", "identity")?
        .header(IMAGE_SIZE_HEADER, &length)?
        .body(pipe.stream())
        .cancelled_by(pipe.signal());
    let sending = pin!(request.send());
    let copying = ready
        .store
        .concatenate(&about.id, upload.segments(), &target);
    let delivering = pin!(handed_over(sending, copying, &pipe, sent));
    match select(delivering, pin!(Delay::from(longest(about.length)))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(((), delivering)) => {
            pipe.cancel();
            // Until it has ended the runtime could send on.
            drop(delivering.await);
            let waited = longest(about.length).as_secs();
            Err(Undelivered::NoResponse(format!("no answer in {waited} s")))
        }
    }
}

/// How long a delivery may take: a store may take its time with the last of the data, but somebody who has
/// stopped reading it will not begin again.
const fn longest(length: Bytes) -> Duration {
    Duration::from_secs(600 + length.0 / SLOWEST_BYTES_PER_SECOND)
}

/// 256 KiB/s.
const SLOWEST_BYTES_PER_SECOND: u64 = 256 << 10;

async fn handed_over(
    sending: Pin<&mut impl Future<Output = Result<UpstreamResponse, NoResponse>>>,
    copying: impl Future<Output = Result<(), Interrupted>>,
    pipe: &BodyPipe,
    sent: &Cell<DataSent>,
) -> Result<UpstreamResponse, Undelivered> {
    match select(sending, pin!(copying)).await {
        // Glance has answered before it had everything, unless both have ended in one turn.
        Either::Left((response, copying)) => {
            if let Some(Ok(())) = copying.now_or_never() {
                sent.set(DataSent::Whole);
            }
            Ok(response?)
        }
        Either::Right((Ok(()), sending)) => {
            sent.set(DataSent::Whole);
            Ok(sending.await?)
        }
        Either::Right((Err(interrupted), sending)) => {
            // Whose end broke shows as in every upload: with Glance's this ends by itself.
            match select(sending, pin!(Delay::from(ABORT_GRACE))).await {
                Either::Left((response, _)) => Ok(response?),
                Either::Right(((), sending)) => {
                    pipe.cancel();
                    // Until it has ended the runtime could send on.
                    drop(sending.await);
                    Err(interrupted.into())
                }
            }
        }
    }
}

/// One line for the log and one for the audit, as of a request of the owner's.
fn write_down(
    ready: &Ready,
    upload: &TusUpload,
    began: UnixMillis,
    status: Option<u16>,
    cause: Option<&str>,
) {
    let now = isolate::now_millis();
    let time = now.rfc3339();
    let identity = ready.permit.identity();
    let (route, about) = (ready.permit.route(), upload.about());
    let line = RequestLog::of_delivery(&EndedDelivery {
        time: &time,
        request_id: &ready.request_id,
        method: route.method.as_str(),
        route: route.template(),
        status,
        took: now.since(began),
        bytes: about.length.0,
        user_id: identity.map(|identity| identity.user_id.as_str()),
        project_id: identity.and_then(|identity| identity.project_id.as_deref()),
        region: &about.region,
        image_id: &about.image_id,
        upload_id: &about.id,
        cause,
    });
    let audit = AuditLog::of(&line, &as_route(route), None);
    let lines = [serde_json::to_string(&line), serde_json::to_string(&audit)];
    for line in lines.into_iter().flatten() {
        log::print(&line);
    }
}
