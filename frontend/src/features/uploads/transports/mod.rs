//! How the bytes of a file travel to an image: in one streaming `PUT`, or by tus, chunk after chunk. Each way
//! hears of its own requests in the words of `crate::api` and reports in the engine's, so that the engine
//! knows neither.

pub mod put;
pub mod tus;

use std::rc::Rc;

use super::engine::cause::{Absent, Cause};
use super::engine::event::RequestEvent;
use crate::api::{BodyUpload, SendFailure};

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

fn cause_of(failure: SendFailure) -> Cause {
    match failure {
        SendFailure::Refused(error) => error.into(),
        SendFailure::Unreachable => Cause::Unreachable(Absent::Gateway),
        SendFailure::FileUnreadable => Cause::FileUnreadable,
    }
}
