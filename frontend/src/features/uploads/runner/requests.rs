//! The requests of an upload, each of which is answered with an [`Answer`] or fails.
//!
//! They go out once and do not wait for a sign-in: a request that is repeated after somebody else
//! has signed in could answer 404 for an image that exists. The engine decides when to ask again.

use gaze_shared::gateway::{OverQuota, QuotaReport};
use gaze_shared::glance::image::{Image, ImageCreate, ImageId, Status};
use gaze_shared::glance::patch::{self, Operation};
use gaze_shared::units::Bytes;

use crate::api::{self, ApiError, Body, Method, QUOTA, image_path, send_once};
use crate::features::quota::{Needs, over_without_own};
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::effect::Protection;
use crate::features::uploads::engine::event::Answer;

pub(super) async fn register(create: Box<ImageCreate>) -> Result<Answer, ApiError> {
    let request = api::Request::json(Method::Post, "/v2/images", &create)?;
    let image = api::created_image(&send_once(&request).await?, &create)?;
    Ok(Answer::Created(Box::new(image)))
}

pub(super) async fn read_image(image: ImageId) -> Result<Answer, ApiError> {
    Ok(Answer::Seen(Box::new(show(&image).await?)))
}

/// A browser that is still sending when it is refused may hear nothing but the end of the connection.
/// Only for an image without data: one that has some may be what fills the project.
pub(super) async fn read_image_after_loss(image: ImageId, size: Bytes) -> Result<Answer, ApiError> {
    let image = Box::new(show(&image).await?);
    if image.status == Status::Queued {
        let over = exceeded(size).await;
        if !over.is_empty() {
            return Ok(Answer::NoRoom(image, over));
        }
    }
    Ok(Answer::Seen(image))
}

async fn show(image: &ImageId) -> Result<Image, ApiError> {
    send_once(&api::Request::get(image_path(image)))
        .await?
        .read()
}

pub(super) async fn delete(image: ImageId, protection: Protection) -> Result<Answer, ApiError> {
    let path = image_path(&image);
    if protection == Protection::LiftFirst {
        let lift = Operation::Replace {
            path: "/protected".to_owned(),
            value: false.into(),
        };
        let mut request = api::Request::json(Method::Patch, path.clone(), &[lift])?;
        request.body = request.body.map(|body| Body {
            media_type: patch::MEDIA_TYPE,
            ..body
        });
        send_once(&request).await?;
    }
    send_once(&api::Request::delete(path)).await?;
    Ok(Answer::Deleted)
}

/// A quota's refusal often comes without its numbers: Glance resets the connection of a client that is
/// still sending, and a browser does not read such an answer to its end. The gateway's report has them.
pub(super) async fn with_lost_words(answer: Answer, size: Bytes) -> Answer {
    match &answer {
        Answer::Failed(Cause::Glance { error, .. })
            if error.status == 413 && error.message.is_empty() =>
        {
            match exceeded(size).await {
                // Then it was something else on the way that takes no such request.
                over if over.is_empty() => answer,
                over => Answer::Failed(Cause::TooMuch { over }),
            }
        }
        _ => answer,
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
    send_once(&api::Request::get(QUOTA)).await?.read()
}
