//! The requests of an upload, each of which is answered with a [`RequestEvent`] or fails.
//!
//! They go out once and do not wait for a sign-in: a request that is repeated after somebody else
//! has signed in could answer 404 for an image that exists. The engine decides when to ask again.

use std::time::Duration;

use gaze_shared::gateway::{OverQuota, QuotaReport};
use gaze_shared::glance::image::{Image, ImageCreate, ImageId, Status};
use gaze_shared::glance::patch::Operation;
use gaze_shared::units::Bytes;

use crate::api::{
    ApiError, create_image_request, created_image, delete_image_request, end_tus_request,
    found_tus, image_request, open_tus_request, opened_tus, patch_image_request, quota_request,
    send_once, tus_list_request, tus_report_request,
};
use crate::features::quota::{Needs, over_without_own};
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::effect::Protection;
use crate::features::uploads::engine::event::RequestEvent;
use crate::features::uploads::engine::transport::TusAddress;
use crate::ui::timer::pause;

/// How long after a refusal the gateway knows what it is of.
const NEWER_REPORT_AFTER: Duration = Duration::from_millis(1500);

/// What came of a request, and the id under which it was logged.
pub(super) type Answered = (RequestEvent, Option<String>);

pub(super) async fn register(create: Box<ImageCreate>) -> Result<Answered, ApiError> {
    let response = send_once(&create_image_request(&create)?).await?;
    let image = created_image(&response, &create)?;
    Ok((RequestEvent::Created(Box::new(image)), response.request_id))
}

pub(super) async fn read_image(image: ImageId) -> Result<Answered, ApiError> {
    let response = send_once(&image_request(&image)).await?;
    Ok((RequestEvent::Seen(response.read()?), response.request_id))
}

/// A browser that is still sending when it is refused may hear nothing but the end of the connection.
/// Only for an image without data: one that has some may be what fills the project.
pub(super) async fn read_image_after_loss(
    image: ImageId,
    size: Bytes,
) -> Result<Answered, ApiError> {
    let response = send_once(&image_request(&image)).await?;
    let image: Box<Image> = response.read()?;
    if image.status == Status::Queued {
        let mut over = exceeded(size).await;
        if over.is_empty() {
            // The refusal reaches this browser, as the end of a connection, before the gateway has asked anew.
            pause(NEWER_REPORT_AFTER).await;
            over = exceeded(size).await;
        }
        if !over.is_empty() {
            return Ok((RequestEvent::OverQuota(image, over), response.request_id));
        }
    }
    Ok((RequestEvent::Seen(image), response.request_id))
}

pub(super) async fn open_tus(image: ImageId, size: Bytes) -> Result<Answered, ApiError> {
    let response = send_once(&open_tus_request(&image, size)).await?;
    let address = TusAddress(opened_tus(&response)?);
    Ok((RequestEvent::Opened(address), response.request_id))
}

pub(super) async fn find_tus(image: ImageId) -> Result<Answered, ApiError> {
    let response = send_once(&tus_list_request()).await?;
    let found = found_tus(&response, &image)?;
    let found = found.map(|(path, report)| (TusAddress(path), Box::new(report)));
    Ok((RequestEvent::Found(found), response.request_id))
}

pub(super) async fn read_tus(address: TusAddress) -> Result<Answered, ApiError> {
    let response = send_once(&tus_report_request(&address.0)).await?;
    Ok((
        RequestEvent::Reported(response.read()?),
        response.request_id,
    ))
}

pub(super) async fn end_tus(address: TusAddress) -> Result<Answered, ApiError> {
    let response = send_once(&end_tus_request(&address.0)).await?;
    response.no_content()?;
    Ok((RequestEvent::Ended, response.request_id))
}

pub(super) async fn delete(image: ImageId, protection: Protection) -> Result<Answered, ApiError> {
    if protection == Protection::LiftFirst {
        let lift = Operation::Replace {
            path: "/protected".to_owned(),
            value: false.into(),
        };
        send_once(&patch_image_request(&image, &[lift])?).await?;
    }
    let response = send_once(&delete_image_request(&image)).await?;
    response.no_content()?;
    Ok((RequestEvent::Deleted, response.request_id))
}

/// A quota's refusal often comes without its numbers: Glance resets the connection of a client that is
/// still sending, and a browser does not read such an answer to its end. The gateway's report has them.
pub(super) async fn with_lost_words(event: RequestEvent, size: Bytes) -> RequestEvent {
    match &event {
        RequestEvent::Failed(Cause::Glance { error, .. })
            if error.status == 413 && error.message.is_empty() =>
        {
            match exceeded(size).await {
                // Then it was something else on the way that takes no such request.
                over if over.is_empty() => event,
                over => RequestEvent::Failed(Cause::TooMuch { over }),
            }
        }
        _ => event,
    }
}

/// The limits that data of this size exceeds. None when they cannot be read: what has happened is told
/// all the same, without its numbers.
async fn exceeded(size: Bytes) -> Vec<OverQuota> {
    match quota().await {
        Ok(report) => over_without_own(report, Needs::data(size)),
        Err(_) => Vec::new(),
    }
}

async fn quota() -> Result<QuotaReport, ApiError> {
    send_once(&quota_request()).await?.read()
}
