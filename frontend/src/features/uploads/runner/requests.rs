//! The requests of an upload, each of which is answered with a [`RequestEvent`] or fails.
//!
//! They go out once and do not wait for a sign-in: a request that is repeated after somebody else
//! has signed in could answer 404 for an image that exists. The engine decides when to ask again.

use std::time::Duration;

use gaze_shared::gateway::OverQuota;
use gaze_shared::glance::image::{ImageCreate, ImageId, Status};
use gaze_shared::glance::patch::Operation;
use gaze_shared::units::Bytes;

use crate::api::{Api, ApiError, OnSessionEnd, tus_upload_of};
use crate::features::quota::{Needs, over_without_own};
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::effect::Protection;
use crate::features::uploads::engine::event::RequestEvent;
use crate::features::uploads::engine::transport::TusAddress;
use crate::ui::timer::pause;

const API: Api = Api::new(OnSessionEnd::Report);

/// How long after a refusal the gateway knows what it is of.
const NEWER_REPORT_AFTER: Duration = Duration::from_millis(1500);

/// What came of a request, and the id under which it was logged, where a receipt names it.
pub(super) type Answered = (RequestEvent, Option<String>);

pub(super) async fn register(create: Box<ImageCreate>) -> Result<Answered, ApiError> {
    let made = API.create_image(&create).await?;
    Ok((RequestEvent::Created(Box::new(made.value)), made.request_id))
}

pub(super) async fn read_image(image: ImageId) -> Result<Answered, ApiError> {
    let seen = API.logged_image(&image).await?;
    Ok((RequestEvent::Seen(Box::new(seen.value)), seen.request_id))
}

/// A browser that is still sending when it is refused may hear nothing but the end of the connection.
/// Only for an image without data: one that has some may be what fills the project.
pub(super) async fn read_image_after_loss(
    image: ImageId,
    size: Bytes,
) -> Result<Answered, ApiError> {
    let seen = API.logged_image(&image).await?;
    let (image, request_id) = (Box::new(seen.value), seen.request_id);
    if image.status == Status::Queued {
        let mut over = exceeded(size).await;
        if over.is_empty() {
            // The refusal reaches this browser, as the end of a connection, before the gateway has asked anew.
            pause(NEWER_REPORT_AFTER).await;
            over = exceeded(size).await;
        }
        if !over.is_empty() {
            return Ok((RequestEvent::OverQuota(image, over), request_id));
        }
    }
    Ok((RequestEvent::Seen(image), request_id))
}

pub(super) async fn open_tus(image: ImageId, size: Bytes) -> Result<Answered, ApiError> {
    let opened = API.open_tus(&image, size).await?;
    let address = TusAddress(opened.value);
    Ok((RequestEvent::Opened(address), opened.request_id))
}

pub(super) async fn find_tus(image: ImageId) -> Result<Answered, ApiError> {
    let found = tus_upload_of(&image, API.tus_uploads().await?);
    let found = found.map(|(path, report)| (TusAddress(path), Box::new(report)));
    Ok((RequestEvent::Found(found), None))
}

pub(super) async fn read_tus(address: TusAddress) -> Result<Answered, ApiError> {
    let report = API.tus_report(&address.0).await?;
    Ok((RequestEvent::Reported(report), None))
}

pub(super) async fn end_tus(address: TusAddress) -> Result<Answered, ApiError> {
    API.end_tus(&address.0).await?;
    Ok((RequestEvent::Ended, None))
}

pub(super) async fn delete(image: ImageId, protection: Protection) -> Result<Answered, ApiError> {
    if protection == Protection::LiftFirst {
        let lift = Operation::Replace {
            path: "/protected".to_owned(),
            value: false.into(),
        };
        API.patch_image(&image, &[lift]).await?;
    }
    API.delete_image(&image).await?;
    Ok((RequestEvent::Deleted, None))
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
    match API.quota().await {
        Ok(report) => over_without_own(report, Needs::data(size)),
        Err(_) => Vec::new(),
    }
}
