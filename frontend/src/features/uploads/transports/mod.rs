//! How the bytes of a file travel to an image.
//!
//! The engine only says that they shall (`engine::effect::Request::Send`). One way exists: a single
//! streaming `PUT`. [`Transport`] is for a further one, by resumable parts: each way hears of its own
//! requests in the words of `crate::api` and reports in the engine's, so that neither the engine nor the
//! runner knows which one a file takes.

pub mod put;

use std::rc::Rc;

use gaze_shared::glance::image::ImageId;
use web_sys::File;

use super::engine::event::RequestEvent;

/// Hears how sending goes, of [`RequestEvent`] `Progress`, `AllSent`, `Stored` and `Failed`.
pub type Listener = Rc<dyn Fn(RequestEvent)>;

/// A way to send the data of an image.
pub trait Transport {
    /// Starts to send `file` as the data of `image`.
    fn send(&self, image: &ImageId, file: &File, listener: Listener) -> Box<dyn Transfer>;
}

/// Data on its way.
pub trait Transfer {
    /// Stops it. The listener hears nothing more.
    fn abort(&self);
}
