//! Which upload has an image: one at a time, until the upload or the image is gone.

use worker::Env;

use crate::core::errors::problem::Problem;
use crate::core::routes::upload_id::TusUploadId;
use crate::core::uploads::call::{UploadAnswer, UploadCall, UploadProgress, Uploader};
use crate::core::uploads::directory::Claim;
use crate::worker::upstream::objects::directory::Directory;
use crate::worker::upstream::objects::upload::{UploadObject, unexpected};
use crate::worker::{isolate, log};

/// How often an image is claimed before others are too fast.
const ATTEMPTS: u32 = 3;

/// Claims an image for an upload that is about to be made.
///
/// # Errors
/// Another upload for it is under way.
pub(crate) async fn claim(env: &Env, claim: &Claim) -> Result<(), Problem> {
    let directory = Directory::of(env)?;
    let mut instead_of = None;
    for _ in 0..ATTEMPTS {
        let held = directory.claim(claim, instead_of.take()).await?;
        if held == *claim {
            return Ok(());
        }
        if held.is_young(isolate::now_millis()) || peek(env, &held.upload_id).await?.is_some() {
            break;
        }
        instead_of = Some(held.upload_id);
    }
    Err(Problem::UploadUnderWay)
}

/// Whether nobody else has claimed the image of an upload that was made meanwhile. One that has ended already
/// has no claim any more.
///
/// # Errors
/// The directory does not answer.
pub(crate) async fn is_held(env: &Env, claim: &Claim) -> Result<bool, Problem> {
    let held = Directory::of(env)?
        .of_image(&claim.region, &claim.image_id)
        .await?;
    Ok(held.is_none_or(|held| held.upload_id == claim.upload_id))
}

/// The upload that has claimed an image was not made.
pub(crate) async fn release(env: &Env, upload_id: &str) {
    if let Ok(directory) = Directory::of(env) {
        strike_out(&directory, upload_id).await;
    }
}

/// An image was deleted: the upload of its data, if one is under way, gives its reservation back.
pub(crate) async fn image_deleted(env: &Env, region: &str, image_id: &str) {
    // Without a directory there are no uploads.
    let Ok(directory) = Directory::of(env) else {
        return;
    };
    let outcome = async {
        let image_id = image_id.to_ascii_lowercase();
        let Some(claim) = directory.of_image(region, &image_id).await? else {
            return Ok(());
        };
        let Some(id) = TusUploadId::parse(&claim.upload_id) else {
            return Ok(());
        };
        let object = UploadObject::of(env, &id)?;
        object
            .ask(claim.by, None, UploadCall::ImageGone)
            .await
            .map(drop)
    };
    // The image is gone all the same, and the upload notices it later by itself.
    outcome
        .await
        .unwrap_or_else(|problem: Problem| log::retried(None, &problem));
}

/// How an upload stands while it is under way.
pub(crate) async fn peek(env: &Env, upload_id: &str) -> Result<Option<UploadProgress>, Problem> {
    let Some(id) = TusUploadId::parse(upload_id) else {
        return Ok(None);
    };
    let nobody = Uploader::new("", "");
    match UploadObject::of(env, &id)?
        .ask(nobody, None, UploadCall::Peek)
        .await?
    {
        UploadAnswer::Peeked(progress) => Ok(progress.map(|progress| *progress)),
        other => Err(unexpected(&other)),
    }
}

pub(crate) async fn strike_out(directory: &Directory, upload_id: &str) {
    let outcome = directory.release(upload_id).await;
    outcome.unwrap_or_else(|problem| log::retried(None, &problem));
}
