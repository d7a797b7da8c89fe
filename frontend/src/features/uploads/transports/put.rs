//! The whole file in one request.

use std::rc::Rc;

use gaze_shared::glance::image::ImageId;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Listener, Transfer, Transport};
use crate::api::{FileUpload, PutEvent, PutFailure, PutListener};
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::event::RequestEvent;

/// Sends a file in one request.
pub struct SinglePut;

impl Transport for SinglePut {
    fn send(&self, image: &ImageId, file: &File, listener: Listener) -> Box<dyn Transfer> {
        let on_request_event = Rc::clone(&listener);
        let on_put_event: PutListener =
            Rc::new(move |event| on_request_event(request_event(event)));
        match FileUpload::start(image, file, &on_put_event) {
            Ok(upload) => Box::new(upload),
            Err(_) => {
                spawn_local(async move {
                    listener(RequestEvent::Failed(Cause::Unreachable(Absent::Gateway)));
                });
                Box::new(NeverStarted)
            }
        }
    }
}

impl Transfer for FileUpload {
    fn abort(&self) {
        Self::abort(self);
    }
}

struct NeverStarted;

impl Transfer for NeverStarted {
    fn abort(&self) {}
}

fn request_event(event: PutEvent) -> RequestEvent {
    match event {
        PutEvent::Progress(bytes) => RequestEvent::Progress(bytes),
        PutEvent::AllSent => RequestEvent::AllSent,
        PutEvent::Stored => RequestEvent::Stored,
        PutEvent::Failed(failure) => RequestEvent::Failed(match failure {
            PutFailure::Refused(error) => error.into(),
            PutFailure::Unreachable => Cause::Unreachable(Absent::Gateway),
            PutFailure::FileUnreadable => Cause::FileUnreadable,
        }),
    }
}
