//! How the bytes of a file travel to an image.
//!
//! The engine only says that they shall (`engine::effect::Request::Send`). One way exists: a single
//! streaming `PUT`. A further one, by resumable parts, is a further [`Transport`]; which one a file
//! takes is decided where the effect is carried out.

pub mod put;

use std::rc::Rc;

use gaze_shared::glance::image::ImageId;
use web_sys::File;

use super::engine::event::Answer;

/// Hears [`Answer::Progress`], [`Answer::AllSent`], [`Answer::Stored`] and [`Answer::Failed`].
pub type Listener = Rc<dyn Fn(Answer)>;

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
