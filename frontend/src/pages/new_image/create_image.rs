//! Registering an image without data, and bringing one that waits for data in line with the form.

use gaze_shared::glance::image::{Image, ImageCreate};
use gaze_shared::glance::patch;
use leptos::prelude::*;

use super::form_state::FormState;
use crate::api::{Api, ApiError};

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
    let operations = patch::diff(&image, &brought_up_to(&image, &before, &create));
    if !operations.is_empty() {
        api.patch_image(id, &operations).await?;
    }
    Ok(())
}

/// An image that was asked for in one way, as it is wanted now. What Glance has added to it stays.
fn brought_up_to(image: &Image, before: &ImageCreate, wanted: &ImageCreate) -> Image {
    let mut after = image.clone();
    after.name.clone_from(&wanted.name);
    after.disk_format.clone_from(&wanted.disk_format);
    after.container_format.clone_from(&wanted.container_format);
    after.min_disk = wanted.min_disk.unwrap_or_default();
    after.min_ram = wanted.min_ram.unwrap_or_default();
    after.protected = wanted.protected.unwrap_or_default();
    after.tags.clone_from(&wanted.tags);
    if let Some(visibility) = &wanted.visibility {
        after.visibility.clone_from(visibility);
    }
    for key in before.properties.keys() {
        after.properties.remove(key);
    }
    after.properties.extend(wanted.properties.clone());
    after
}

/// Brings the formats of an image that waits for data in line with the form.
pub(super) async fn with_formats(
    api: Api,
    image: Image,
    form: FormState,
) -> Result<Image, ApiError> {
    let mut after = image.clone();
    after.disk_format = form.fields.disk_format.get_untracked();
    after.container_format = form.fields.container_format.get_untracked();
    let operations = patch::diff(&image, &after);
    if operations.is_empty() {
        return Ok(image);
    }
    api.patch_image(&image.id, &operations).await
}
