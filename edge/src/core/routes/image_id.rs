//! Ids of images in paths of the gateway's own.

use std::fmt;

use gaze_shared::glance::image::ImageId;

/// The id of an image, as a path names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageIdInPath(ImageId);

impl ImageIdInPath {
    /// Reads what has the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Where Glance has the data of this image.
    #[must_use]
    pub fn data_path(&self) -> String {
        format!("/v2/images/{}/file", self.0)
    }

    /// The id in lower case, for what is kept of the image: to some databases the case makes no difference.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.as_str().to_ascii_lowercase()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for ImageIdInPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
