//! The whole file in one request.

use gaze_shared::glance::image::ImageId;
use web_sys::File;

use super::Listener;
use crate::api::{BodySource, BodyUpload, put_data_request};
use crate::features::uploads::engine::cause::Cause;
use crate::features::uploads::engine::event::RequestEvent;
use crate::ui::file_size::size_of;

/// Starts to send `file` as the data of `image`.
///
/// # Errors
/// The browser itself refuses.
pub fn send(image: &ImageId, file: &File, listener: &Listener) -> Result<BodyUpload, Cause> {
    let request = put_data_request(image, size_of(file));
    let body = BodySource::File(file.clone());
    super::start(&request, &body, listener, |_| RequestEvent::Stored)
}
