//! Validation: one rule per function, and all violations at once.
//!
//! The form and the edge call the same functions, so a person hears of every fault before anything
//! is sent. The rules are those of Glance's schema (`glance/api/v2/images.py`,
//! `get_base_properties`) with the cloud's own document where there is one.

mod image;
mod names;

pub use image::{validate_create, validate_edit};
pub use names::{BASE_PROPERTIES, READ_ONLY_PROPERTIES, is_reserved_property};

/// Something in an image that Glance would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub field: Field,
    /// What, for programs.
    pub code: ViolationCode,
    /// What, for a person: one sentence that says what is allowed.
    pub message: String,
}

/// A place in an image that can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The disk format.
    DiskFormat,
    /// The container format.
    ContainerFormat,
    /// The minimum disk.
    MinDisk,
    /// The minimum memory.
    MinRam,
    /// The visibility.
    Visibility,
    /// The tag at this place of the list.
    Tag(usize),
    /// The custom property of this key.
    Property(String),
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViolationCode {
    /// There are more characters than the cloud takes.
    TooLong,
    /// The field needs a value.
    Missing,
    /// The value is not one of those that the cloud takes.
    NotAllowed,
    /// The number is larger than the API takes.
    OutOfRange,
    /// The same value is there twice.
    Duplicate,
    /// The key is Glance's own.
    Reserved,
}

impl Violation {
    fn new(field: Field, code: ViolationCode, message: impl Into<String>) -> Self {
        Self {
            field,
            code,
            message: message.into(),
        }
    }
}
