//! Registering an image without data, and bringing one that waits for data in line with the form.

use gaze_shared::glance::image::{Image, ImageCreate};
use gaze_shared::glance::patch;
use leptos::prelude::*;

use super::own_fields::OwnFields;
use crate::api::{Api, ApiError};
use crate::features::image_form::applied_to;

/// Registers an image without data. The id is the caller's own, so that an answer that was lost is
/// found again: 409 then means that the image is there, as it was `asked_before`. What was changed in the form
/// since then is changed in the image.
pub(super) async fn create_without_data(
    api: Api,
    create: ImageCreate,
    asked_before: Option<ImageCreate>,
) -> Result<(), ApiError> {
    let Err(error) = api.create_image(&create).await else {
        return Ok(());
    };
    let (Some(409), Some(before), Some(id)) = (error.status(), asked_before, &create.id) else {
        return Err(error);
    };
    let image = api.image(id).await?;
    let operations = patch::diff(&image, &applied_to(&image, &before, &create));
    if !operations.is_empty() {
        api.patch_image(id, &operations).await?;
    }
    Ok(())
}

/// Brings the formats of an image that waits for data in line with the form.
pub(super) async fn with_formats(
    api: Api,
    image: Image,
    own: OwnFields,
) -> Result<Image, ApiError> {
    let mut after = image.clone();
    after.disk_format = own.disk_format.get_untracked();
    after.container_format = own.container_format.get_untracked();
    let operations = patch::diff(&image, &after);
    if operations.is_empty() {
        return Ok(image);
    }
    api.patch_image(&image.id, &operations).await
}
