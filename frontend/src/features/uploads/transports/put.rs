//! The whole file in one request.

use std::rc::Rc;

use gaze_shared::glance::image::ImageId;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Listener, Transfer, Transport};
use crate::api::{FileUpload, UploadFailure, UploadListener, UploadReport};
use crate::features::uploads::engine::cause::{Absent, Cause};
use crate::features::uploads::engine::event::Answer;

/// Sends a file in one request.
pub struct SinglePut;

impl Transport for SinglePut {
    fn send(&self, image: &ImageId, file: &File, listener: Listener) -> Box<dyn Transfer> {
        let answers = Rc::clone(&listener);
        let reports: UploadListener = Rc::new(move |report| answers(answer(report)));
        match FileUpload::start(image, file, &reports) {
            Ok(upload) => Box::new(upload),
            Err(_) => {
                spawn_local(async move {
                    listener(Answer::Failed(Cause::Unreachable(Absent::Gateway)));
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

fn answer(report: UploadReport) -> Answer {
    match report {
        UploadReport::Progress(bytes) => Answer::Progress(bytes),
        UploadReport::AllSent => Answer::AllSent,
        UploadReport::Stored => Answer::Stored,
        UploadReport::Failed(failure) => Answer::Failed(match failure {
            UploadFailure::Refused(error) => error.into(),
            UploadFailure::Unreachable => Cause::Unreachable(Absent::Gateway),
            UploadFailure::FileUnreadable => Cause::FileUnreadable,
        }),
    }
}
