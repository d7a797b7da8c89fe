//! Uploads by tus: the gateway's `/api/uploads` (docs/resumable_uploads.md).

use gaze_shared::gateway::{TusReport, UploadList};
use gaze_shared::glance::image::ImageId;
use gaze_shared::tus::{self, Metadata, header};
use gaze_shared::units::Bytes;

use super::ApiError;
use super::client::{Method, Request, Response};

const UPLOADS: &str = "/api/uploads";

/// Asks for an upload of the data of an image.
#[must_use]
pub fn open_tus_request(image: &ImageId, size: Bytes) -> Request {
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

/// The path of the upload that was made.
///
/// # Errors
/// [`ApiError::Unreadable`] when the response names none.
pub fn opened_tus(response: &Response) -> Result<String, ApiError> {
    let location = response.location.as_deref();
    location
        .and_then(own_upload_path)
        .ok_or_else(|| ApiError::Unreadable {
            detail: "location".to_owned(),
            request_id: response.request_id.clone(),
        })
}

/// Lists the caller's uploads that are under way.
#[must_use]
pub fn tus_list_request() -> Request {
    Request::get(UPLOADS)
}

/// The upload of an image among those that are under way: its path, and how it stands.
///
/// # Errors
/// [`ApiError::Unreadable`] when the response is no list of uploads.
pub fn found_tus(
    response: &Response,
    image: &ImageId,
) -> Result<Option<(String, TusReport)>, ApiError> {
    let list: UploadList = response.read()?;
    let id = image.to_string();
    Ok(list
        .uploads
        .into_iter()
        .filter(|upload| upload.report.image_id.eq_ignore_ascii_case(&id))
        .find_map(|upload| Some((own_upload_path(&upload.location)?, upload.report))))
}

/// Asks how an upload stands.
#[must_use]
pub fn tus_report_request(path: &str) -> Request {
    Request::get(path)
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

/// Ends an upload.
#[must_use]
pub fn end_tus_request(path: &str) -> Request {
    Request {
        headers: vec![version()],
        ..Request::delete(path)
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

    fn response(location: Option<&str>, text: &str) -> Response {
        Response {
            status: 201,
            request_id: None,
            location: location.map(ToOwned::to_owned),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_image_is_named_in_the_metadata_as_tus_writes_it() {
        let image = IMAGE.parse().unwrap();
        let request = open_tus_request(&image, Bytes(7));
        // As `base64` writes it.
        let id = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDBhYWFh";
        let metadata = ("Upload-Metadata", format!("image_id {id}"));
        assert!(request.headers.contains(&metadata));
        assert!(request.headers.contains(&("Upload-Length", "7".to_owned())));
    }

    #[test]
    fn an_upload_is_called_on_this_origin_whatever_the_gateway_calls_itself() {
        let made = response(Some("https://inside.example/api/uploads/abc"), "");
        assert_eq!(opened_tus(&made).unwrap(), "/api/uploads/abc");
        assert!(opened_tus(&response(None, "")).is_err());
        assert!(opened_tus(&response(Some("/elsewhere"), "")).is_err());
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
        let (path, report) = found_tus(&response(None, &text), &IMAGE.parse().unwrap())
            .unwrap()
            .unwrap();
        assert_eq!((path.as_str(), report.offset), ("/api/uploads/y", Bytes(4)));
        let none = found_tus(
            &response(None, r#"{"uploads":[]}"#),
            &IMAGE.parse().unwrap(),
        );
        assert_eq!(none.unwrap(), None);
    }
}
