//! How the bytes of a file travel to an image: in one streaming `PUT`, or by tus, chunk after chunk. Each way
//! hears of its own requests in the words of `crate::api` and reports in the engine's, so that the engine
//! knows neither.

pub mod put;
pub mod tus;

use std::rc::Rc;

use gaze_shared::units::Bytes;

use super::engine::cause::{Absent, Cause};
use super::engine::event::RequestEvent;
use crate::api::{BodySource, BodyUpload, Request, SendEvent, SendFailure, SendListener};

/// Hears how sending goes, of [`RequestEvent`] `Progress`, `AllSent`, `Stored`, `Appended` and `Failed`; with an
/// answer also of the id under which its request was logged.
pub type Listener = Rc<dyn Fn(RequestEvent, Option<String>)>;

/// Data on its way.
pub trait Transfer {
    /// Stops it. The listener hears nothing more.
    fn abort(&self);
}

impl Transfer for BodyUpload {
    fn abort(&self) {
        Self::abort(self);
    }
}

/// Starts to send `body`. What it means that it is taken, and where the next one goes, `accepted` says.
fn start(
    request: &Request,
    body: &BodySource,
    listener: &Listener,
    accepted: fn(Option<Bytes>) -> RequestEvent,
) -> Result<BodyUpload, Cause> {
    let listener = Rc::clone(listener);
    let on_event: SendListener = Rc::new(move |event| match event {
        SendEvent::Progress(bytes) => listener(RequestEvent::Progress(bytes), None),
        SendEvent::AllSent => listener(RequestEvent::AllSent, None),
        SendEvent::Accepted { offset, request_id } => listener(accepted(offset), request_id),
        SendEvent::Failed(failure) => listener(RequestEvent::Failed(cause_of(failure)), None),
    });
    BodyUpload::start(request, body, &on_event).map_err(|_| Cause::Unreachable(Absent::Gateway))
}

fn cause_of(failure: SendFailure) -> Cause {
    match failure {
        SendFailure::Refused(error) => error.into(),
        SendFailure::Unreachable => Cause::Unreachable(Absent::Gateway),
        SendFailure::FileUnreadable => Cause::FileUnreadable,
    }
}
