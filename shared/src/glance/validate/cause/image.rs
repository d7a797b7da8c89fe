//! What can be wrong with what an image is to be.

use super::code::ViolationCode;

/// What is wrong with a field of a new or changed image, beside what its schema says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageCause {
    /// The body of a new image is no object.
    NotAnObject {
        /// Whether Glance fails at it, which it does at a list.
        crashes: bool,
    },
    /// Only Glance sets this key.
    SetByGlance(String),
    /// Glance computes this key, and drops what is sent.
    ComputedByGlance(String),
    /// The operator demands this property.
    Demanded(String),
    /// The owner is another project than the caller's, who is no administrator.
    ForeignOwner,
    /// The caller, who is no administrator, wants it public.
    PublicByAMember,
    /// What was typed is no number that the field takes.
    NoNumber {
        /// The largest that it takes.
        limit: i64,
    },
    /// The number is none that the field takes.
    NumberOutOfRange {
        /// The largest that it takes.
        limit: i64,
    },
    /// Glance keeps no character beyond U+FFFF.
    Character(char),
    TooManyTags {
        count: usize,
        limit: usize,
    },
    /// The image has as many tags as it may, and this is one more.
    NoMoreTags {
        count: usize,
        limit: usize,
    },
    EmptyTag,
    RepeatedTag(String),
    /// A tag in a path that is no route: it is empty, or has a slash.
    TagInPath,
    /// A tag in a path whose letters Glance garbles.
    GarbledTag,
    TooManyProperties {
        count: usize,
        limit: usize,
    },
    RepeatedProperty(String),
    PropertyNameTooLong {
        length: usize,
        limit: usize,
        /// Whether Glance looks at it here; else a database other than SQLite fails at it.
        is_checked: bool,
    },
    /// The name is one of those that Glance keeps for itself.
    ReservedName(String),
    NoPropertyName,
    /// Glance takes the name into a new image, and no patch changes or removes the property afterwards.
    NameOfAttribute(String),
    /// There is data already, and formats are fixed from then on.
    FormatIsFixed,
}

impl ImageCause {
    pub(super) const fn code(&self) -> ViolationCode {
        match self {
            Self::NotAnObject { crashes: true } => ViolationCode::Crash,
            Self::NotAnObject { crashes: false } => ViolationCode::WrongType,
            Self::SetByGlance(_) => ViolationCode::ReadOnly,
            Self::ComputedByGlance(_) => ViolationCode::Ignored,
            Self::Demanded(_) => ViolationCode::Missing,
            Self::ForeignOwner | Self::PublicByAMember | Self::FormatIsFixed => {
                ViolationCode::Forbidden
            }
            Self::NoNumber { .. } | Self::NumberOutOfRange { .. } => ViolationCode::OutOfRange,
            Self::Character(_) => ViolationCode::NotAllowed,
            Self::TooManyTags { .. } | Self::NoMoreTags { .. } | Self::TooManyProperties { .. } => {
                ViolationCode::TooMany
            }
            Self::EmptyTag | Self::NoPropertyName => ViolationCode::Empty,
            Self::RepeatedTag(_) | Self::RepeatedProperty(_) => ViolationCode::Duplicate,
            Self::TagInPath => ViolationCode::Lost,
            Self::PropertyNameTooLong {
                is_checked: true, ..
            } => ViolationCode::TooLong,
            Self::PropertyNameTooLong {
                is_checked: false, ..
            }
            | Self::GarbledTag
            | Self::NameOfAttribute(_) => ViolationCode::Fragile,
            Self::ReservedName(_) => ViolationCode::Reserved,
        }
    }
}
