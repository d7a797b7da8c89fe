//! What there is to send of a file, and what is chosen of it.

use gaze_shared::inspect::Inspection;
use send_wrapper::SendWrapper;

use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::source::{ConversionFailure, UploadSource};

/// What there is to send beside the bytes of the file.
#[derive(Clone, PartialEq)]
pub(in crate::pages::new_image) enum ConversionState {
    NotOffered,
    /// Others are worked out before it.
    Awaited(Conversion),
    /// Whole percent of the file that have been read for it.
    UnderWay(Conversion, u8),
    Ready(Box<Converted>),
    Failed(Conversion, ConversionFailure),
}

/// The data that can be sent in the place of the file's bytes.
#[derive(Clone)]
pub(in crate::pages::new_image) struct Converted {
    pub(in crate::pages::new_image) source: SendWrapper<UploadSource>,
    pub(in crate::pages::new_image) inspection: Inspection,
}

impl PartialEq for Converted {
    fn eq(&self, other: &Self) -> bool {
        *self.source == *other.source
    }
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) enum SendAs {
    ChosenFile,
    Converted,
}
