//! The image routes of Glance, without the data itself.

use gaze_shared::glance::image::{Image, ImageCreate, ImageId, ImageList};
use gaze_shared::glance::list::ListQuery;
use gaze_shared::glance::patch::{self, Operation};
use gaze_shared::glance::schema::ImageSchema;

use gaze_shared::gateway::IMAGE_SIZE_HEADER;
use gaze_shared::units::Bytes;

use super::client::{Body, Method, Request, Response};
use super::{Answer, Api, ApiError};

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

/// Where images are listed and made.
const IMAGES: &str = "/v2/images";

/// Sends the whole data of an image, which is `size` long.
#[must_use]
pub fn put_data_request(id: &ImageId, size: Bytes) -> Request {
    Request {
        method: Method::Put,
        path: data_path(id),
        headers: vec![
            // The only media type that Glance takes for data (415 for any other).
            ("content-type", "application/octet-stream".to_owned()),
            (IMAGE_SIZE_HEADER, size.0.to_string()),
        ],
        body: None,
    }
}

/// Reads an image. Who wants the answer as it is sends this; for what is in it there is [`Api::image`].
#[must_use]
pub fn image_request(id: &ImageId) -> Request {
    Request::get(image_path(id))
}

/// The image that `create` asked for, out of the response. A page that something on the way has put in its
/// place says of no image that it is there.
fn created_image(response: &Response, create: &ImageCreate) -> Result<Image, ApiError> {
    let image: Image = response.read()?;
    if create.id.as_ref().is_none_or(|asked| image.id == *asked) {
        return Ok(image);
    }
    Err(ApiError::Unreadable {
        detail: format!("image_id={}", image.id),
        request_id: response.request_id.clone(),
    })
}

impl Api {
    /// One page of images, as Glance answers it.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn images(self, query: &ListQuery) -> Result<ImageList, ApiError> {
        self.send(Request::get(format!("{IMAGES}?{query}")))
            .await?
            .read()
    }

    /// One image.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn image(self, id: &ImageId) -> Result<Image, ApiError> {
        Ok(self.logged_image(id).await?.value)
    }

    /// One image, with the id under which reading it was logged.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn logged_image(self, id: &ImageId) -> Result<Answer<Image>, ApiError> {
        let response = self.send(image_request(id)).await?;
        let value = response.read()?;
        let request_id = response.request_id;
        Ok(Answer { value, request_id })
    }

    /// Registers an image.
    ///
    /// # Errors
    /// See [`ApiError`]. What is no image, or another one, is [`ApiError::Unreadable`].
    pub async fn create_image(self, create: &ImageCreate) -> Result<Answer<Image>, ApiError> {
        let request = Request::json(Method::Post, IMAGES, create)?;
        let response = self.send(request).await?;
        let value = created_image(&response, create)?;
        let request_id = response.request_id;
        Ok(Answer { value, request_id })
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

    /// Deletes an image with its data.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn delete_image(self, id: &ImageId) -> Result<(), ApiError> {
        self.send(Request::delete(image_path(id)))
            .await?
            .no_content()
    }

    /// The same; one that is gone already counts as deleted.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn ensure_image_deleted(self, id: &ImageId) -> Result<(), ApiError> {
        match self.delete_image(id).await {
            Err(error) if error.status() == Some(404) => Ok(()),
            outcome => outcome,
        }
    }

    /// What this cloud accepts in an image.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn image_schema(self) -> Result<ImageSchema, ApiError> {
        let response = self.send(Request::get("/v2/schemas/image")).await?;
        ImageSchema::parse(&response.text).map_err(|error| ApiError::Unreadable {
            detail: error.to_string(),
            request_id: response.request_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "71c675ab-d94f-49cd-a114-e12490b328d9";

    #[test]
    fn only_the_image_that_was_asked_for_says_that_it_was_created() {
        let create = ImageCreate {
            id: ID.parse().ok(),
            ..ImageCreate::default()
        };
        let image = format!(r#"{{"id": "{ID}", "status": "queued"}}"#);
        let another = image.replace("71c6", "82d7");
        for (text, says_so) in [
            (image.as_str(), true),
            (&another, false),
            ("<html><body>Please sign in</body></html>", false),
            (r#"{"id": "71c675ab-d94f"#, false),
            ("", false),
            (r#"{"images": {}}"#, false),
            (r#"{"id": "next"}"#, false),
            ("null", false),
        ] {
            let response = Response {
                status: 200,
                request_id: None,
                location: None,
                text: text.to_owned(),
            };
            match created_image(&response, &create) {
                Ok(_) => assert!(says_so, "{text}"),
                Err(error) => assert!(!says_so && error.leaves_doubt(), "{text}"),
            }
        }
    }
}
