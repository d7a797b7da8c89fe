//! The requests of an upload, each of which is answered with an [`Answer`] or fails.
//!
//! They go out once and do not wait for a sign-in: a request that is repeated after somebody else
//! has signed in could answer 404 for an image that exists. The engine decides when to ask again.

use gaze_shared::image::{Image, ImageCreate, ImageId, Status};
use gaze_shared::patch::{self, Operation};
use gaze_shared::units::Bytes;
use gaze_shared::usage::UsageInfo;

use crate::api::{self, ApiError, Body, Method, image_path, send_once};
use crate::upload::engine::cause::Cause;
use crate::upload::engine::effect::Protection;
use crate::upload::engine::event::Answer;
use crate::upload::engine::refusal::OverLimit;

pub(super) async fn register(create: Box<ImageCreate>) -> Result<Answer, ApiError> {
    let request = api::Request::json(Method::Post, "/v2/images", &create)?;
    Ok(Answer::Created(Box::new(
        send_once(&request).await?.read()?,
    )))
}

pub(super) async fn look(image: ImageId) -> Result<Answer, ApiError> {
    Ok(Answer::Seen(Box::new(show(&image).await?)))
}

/// A browser that is still sending when it is refused may hear nothing but the end of the connection.
/// Only for an image without data: one that has some may be what fills the project.
pub(super) async fn look_after_loss(image: ImageId, size: Bytes) -> Result<Answer, ApiError> {
    let image = Box::new(show(&image).await?);
    if image.status == Status::Queued {
        // That the limits cannot be read is no reason to doubt what was seen.
        let over = usage()
            .await
            .map_or_else(|_| Vec::new(), |info| OverLimit::of_usage(&info, size));
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
/// still sending, and a browser does not read such an answer to its end. Glance's usage has them.
pub(super) async fn with_lost_words(answer: Answer, size: Bytes) -> Answer {
    match &answer {
        Answer::Failed(Cause::Glance(error)) if error.status == 413 && error.message.is_empty() => {
            let over = usage().await.map(|info| OverLimit::of_usage(&info, size));
            Answer::Failed(Cause::TooMuch {
                // Without the numbers it is still told what happened.
                over: over.unwrap_or_default(),
            })
        }
        _ => answer,
    }
}

async fn usage() -> Result<UsageInfo, ApiError> {
    send_once(&api::Request::get("/v2/info/usage"))
        .await?
        .read()
}
