//! What can be wrong with a patch.

use super::code::ViolationCode;
use crate::glance::can::Reason;
use crate::glance::image::names::AttributeEffect;
use crate::glance::patch::RefusalCause;

/// What is wrong with a patch of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatchCause {
    /// The `Content-Type` is none of a patch.
    MediaType,
    /// The body is no list.
    NotAList,
    /// An operation cannot be read.
    Operation(RefusalCause),
    /// The caller may not change the image at all.
    NotPermitted(Reason),
    /// The name is that of something inside Glance or Python.
    InternalName {
        name: String,
        /// What a patch of it does, where that is known.
        effect: Option<AttributeEffect>,
    },
    /// This cloud does not let the locations be changed, or not emptied.
    Locations,
    /// What comes of a change of locations, nobody but Glance knows.
    LocationsAreGlances,
    /// The caller, who is no administrator, gives the image away.
    GivenAway,
    /// The caller, who is no administrator, says whose it is; Glance does nothing with it.
    IgnoredOwner,
    /// Glance sets the stores itself.
    IgnoredStores,
    /// A key of Glance's own is set to `null` and not removed.
    NotRemovable(String),
    /// The older form of a patch adds only what is not there.
    KeyIsThere(String),
    /// Only a property that is there can be replaced or removed.
    NoProperty(String),
    /// The schema takes the value, and no image can hold it.
    NoSuchValue,
}

impl PatchCause {
    pub(super) const fn code(&self) -> ViolationCode {
        match self {
            Self::MediaType => ViolationCode::UnsupportedMediaType,
            Self::NotAList | Self::NoSuchValue => ViolationCode::WrongType,
            // Glance takes any JSON for a path and fails at what is no text.
            Self::Operation(RefusalCause::PathNotText) => ViolationCode::Crash,
            Self::Operation(_) => ViolationCode::Malformed,
            Self::NotPermitted(_)
            | Self::Locations
            | Self::LocationsAreGlances
            | Self::GivenAway
            | Self::NotRemovable(_) => ViolationCode::Forbidden,
            Self::InternalName { effect: None, .. } => ViolationCode::Fragile,
            Self::InternalName {
                effect: Some(effect),
                ..
            } => match effect {
                AttributeEffect::Dropped => ViolationCode::Ignored,
                AttributeEffect::Lost => ViolationCode::Lost,
                AttributeEffect::Fatal | AttributeEffect::FatalLater => ViolationCode::Crash,
            },
            Self::IgnoredOwner | Self::IgnoredStores => ViolationCode::Ignored,
            Self::KeyIsThere(_) => ViolationCode::AlreadyThere,
            Self::NoProperty(_) => ViolationCode::NotThere,
        }
    }
}
