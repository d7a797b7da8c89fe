//! Uploads by tus: the gateway's `/api/uploads` (docs/resumable_uploads.md).

use gaze_shared::gateway::{ListedUpload, TusReport, UploadList};
use gaze_shared::glance::image::ImageId;
use gaze_shared::tus::{self, Metadata, header};
use gaze_shared::units::Bytes;

use super::client::{Method, Request, Response};
use super::{Answer, Api, ApiError};

const UPLOADS: &str = "/api/uploads";

impl Api {
    /// Asks for an upload of the data of an image, and answers its path.
    ///
    /// # Errors
    /// See [`ApiError`]. A response that names none is [`ApiError::Unreadable`].
    pub async fn open_tus(self, image: &ImageId, size: Bytes) -> Result<Answer<String>, ApiError> {
        let response = self.send(open_request(image, size)).await?;
        let value = opened(&response)?;
        let request_id = response.request_id;
        Ok(Answer { value, request_id })
    }

    /// The caller's uploads that are under way.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn tus_uploads(self) -> Result<Vec<ListedUpload>, ApiError> {
        let list: UploadList = self.send(Request::get(UPLOADS)).await?.read()?;
        Ok(list.uploads)
    }

    /// How an upload stands.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn tus_report(self, path: &str) -> Result<Box<TusReport>, ApiError> {
        self.send(Request::get(path)).await?.read()
    }

    /// Ends an upload.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn end_tus(self, path: &str) -> Result<(), ApiError> {
        let request = Request {
            headers: vec![version()],
            ..Request::delete(path)
        };
        self.send(request).await?.no_content()
    }
}

fn open_request(image: &ImageId, size: Bytes) -> Request {
    let mut metadata = Metadata::default();
    // The key is visible ASCII, so it is taken.
    let _taken = metadata.insert("image_id", image.to_string());
    Request {
        method: Method::Post,
        path: UPLOADS.to_owned(),
        headers: vec![
            version(),
            (header::UPLOAD_LENGTH, size.0.to_string()),
            (header::UPLOAD_METADATA, metadata.to_string()),
        ],
        body: None,
    }
}

fn opened(response: &Response) -> Result<String, ApiError> {
    let location = response.location.as_deref();
    location
        .and_then(own_upload_path)
        .ok_or_else(|| ApiError::Unreadable {
            detail: "location".to_owned(),
            request_id: response.request_id.clone(),
        })
}

/// The upload of an image among those that are under way: its path, and how it stands.
#[must_use]
pub fn tus_upload_of(image: &ImageId, uploads: Vec<ListedUpload>) -> Option<(String, TusReport)> {
    let id = image.to_string();
    uploads
        .into_iter()
        .filter(|upload| upload.report.image_id.eq_ignore_ascii_case(&id))
        .find_map(|upload| Some((own_upload_path(&upload.location)?, upload.report)))
}

/// Sends bytes to where an upload stands.
#[must_use]
pub fn append_request(path: &str, offset: Bytes) -> Request {
    Request {
        method: Method::Patch,
        path: path.to_owned(),
        headers: vec![
            version(),
            ("content-type", tus::CONTENT_TYPE.to_owned()),
            (header::UPLOAD_OFFSET, offset.0.to_string()),
        ],
        body: None,
    }
}

fn version() -> (&'static str, String) {
    (header::TUS_RESUMABLE, tus::VERSION.to_owned())
}

/// The path on this origin, out of an address that may name another: a gateway behind a proxy is known to
/// the browser by the proxy's name.
#[must_use]
pub fn own_upload_path(location: &str) -> Option<String> {
    let start = location.find("/api/uploads/")?;
    location.get(start..).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGE: &str = "00000000-0000-4000-8000-00000000aaaa";

    fn response(location: Option<&str>) -> Response {
        Response {
            status: 201,
            request_id: None,
            location: location.map(ToOwned::to_owned),
            text: String::new(),
        }
    }

    #[test]
    fn the_image_is_named_in_the_metadata_as_tus_writes_it() {
        let image = IMAGE.parse().unwrap();
        let request = open_request(&image, Bytes(7));
        // As `base64` writes it.
        let id = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBhYWFh";
        let metadata = ("Upload-Metadata", format!("image_id {id}"));
        assert!(request.headers.contains(&metadata));
        assert!(request.headers.contains(&("Upload-Length", "7".to_owned())));
    }

    #[test]
    fn an_upload_is_called_on_this_origin_whatever_the_gateway_calls_itself() {
        let made = response(Some("https://inside.example/api/uploads/abc"));
        assert_eq!(opened(&made).unwrap(), "/api/uploads/abc");
        assert!(opened(&response(None)).is_err());
        assert!(opened(&response(Some("/elsewhere"))).is_err());
    }

    #[test]
    fn the_upload_of_an_image_is_found_among_others() {
        let upload = |id: &str, image: &str| {
            format!(
                r#"{{"location":"http://a/api/uploads/{id}","image_id":"{image}","region":"R","length":9,"offset":4,"state":"receiving","deliveries":0,"expires_at":"2026-11-29T00:00:00Z"}}"#
            )
        };
        let other = "00000000-0000-4000-8000-00000000bbbb";
        let text = format!(
            r#"{{"uploads":[{},{}]}}"#,
            upload("x", other),
            upload("y", &IMAGE.to_uppercase())
        );
        let image = IMAGE.parse().unwrap();
        let list: UploadList = serde_json::from_str(&text).unwrap();
        let (path, report) = tus_upload_of(&image, list.uploads).unwrap();
        assert_eq!((path.as_str(), report.offset), ("/api/uploads/y", Bytes(4)));
        assert_eq!(tus_upload_of(&image, Vec::new()), None);
    }
}
