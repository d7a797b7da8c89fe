//! The whole file in one request.

use std::rc::Rc;

use gaze_shared::glance::image::ImageId;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Listener, Transfer, cause_of};
use crate::api::{BodySource, BodyUpload, SendEvent, SendListener, put_data_request};
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::event::RequestEvent;
use crate::ui::file_size::size_of;

/// Starts to send `file` as the data of `image`.
pub fn send(image: &ImageId, file: &File, listener: Listener) -> Box<dyn Transfer> {
    let on_request_event = Rc::clone(&listener);
    let on_send_event: SendListener = Rc::new(move |event| {
        let (event, request_id) = request_event(event);
        on_request_event(event, request_id);
    });
    let request = put_data_request(image, size_of(file));
    match BodyUpload::start(&request, &BodySource::File(file.clone()), &on_send_event) {
        Ok(upload) => Box::new(upload),
        Err(_) => {
            spawn_local(async move {
                listener(
                    RequestEvent::Failed(Cause::Unreachable(Absent::Gateway)),
                    None,
                );
            });
            Box::new(NeverStarted)
        }
    }
}

struct NeverStarted;

impl Transfer for NeverStarted {
    fn abort(&self) {}
}

fn request_event(event: SendEvent) -> (RequestEvent, Option<String>) {
    match event {
        SendEvent::Progress(bytes) => (RequestEvent::Progress(bytes), None),
        SendEvent::AllSent => (RequestEvent::AllSent, None),
        SendEvent::Accepted { request_id, .. } => (RequestEvent::Stored, request_id),
        SendEvent::Failed(failure) => (RequestEvent::Failed(cause_of(failure)), None),
    }
}
