//! The image routes of Glance, without the data itself.

use gaze_shared::glance::image::{Image, ImageId, ImageList};
use gaze_shared::glance::list::ListQuery;
use gaze_shared::glance::patch::{self, Operation};
use gaze_shared::glance::schema::ImageSchema;

use super::client::{Body, Method, Request};
use super::{Api, ApiError};

/// The path of an image in the API.
#[must_use]
pub fn image_path(id: &ImageId) -> String {
    format!("/v2/images/{id}")
}

/// The path of an image's data in the API.
#[must_use]
pub fn data_path(id: &ImageId) -> String {
    format!("/v2/images/{id}/file")
}

impl Api {
    /// One page of images, as Glance answers it.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn images(self, query: &ListQuery) -> Result<ImageList, ApiError> {
        self.send(Request::get(format!("/v2/images?{query}")))
            .await?
            .read()
    }

    /// One image.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn image(self, id: &ImageId) -> Result<Image, ApiError> {
        self.send(Request::get(image_path(id))).await?.read()
    }

    /// Changes an image; all of `operations` or none of them.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn patch_image(
        self,
        id: &ImageId,
        operations: &[Operation],
    ) -> Result<Image, ApiError> {
        let mut request = Request::json(Method::Patch, image_path(id), &operations)?;
        request.body = request.body.map(|body| Body {
            media_type: patch::MEDIA_TYPE,
            ..body
        });
        self.send(request).await?.read()
    }

    /// Deletes an image with its data. One that is gone already counts as deleted.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn delete_image(self, id: &ImageId) -> Result<(), ApiError> {
        match self.send(Request::delete(image_path(id))).await {
            Ok(_) => Ok(()),
            Err(error) if error.status() == Some(404) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What this cloud accepts in an image.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn image_schema(self) -> Result<ImageSchema, ApiError> {
        let answer = self.send(Request::get("/v2/schemas/image")).await?;
        ImageSchema::parse(&answer.text).map_err(|error| ApiError::Unreadable {
            detail: error.to_string(),
            request_id: answer.request_id,
        })
    }
}
