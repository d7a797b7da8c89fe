//! What a violation says.

use crate::glance::schema::ImageSchema;

/// Something in a request that Glance would refuse, or would not do as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub field: Field,
    /// What, for programs.
    pub code: ViolationCode,
    /// What, for a person: one sentence that says what is allowed.
    pub message: String,
}

/// A place in a request that can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The request as a whole.
    Body,
    Name,
    DiskFormat,
    ContainerFormat,
    /// The minimum disk.
    MinDisk,
    /// The minimum memory.
    MinRam,
    Visibility,
    /// The tags as a whole.
    Tags,
    /// The tag at this place of the list.
    Tag(usize),
    /// The custom property of this key.
    Property(String),
    /// Another key that Glance defines in an image.
    Base(String),
    /// The `Content-Type` of a patch.
    MediaType,
    /// The operation at this place of a patch, for what is wrong with its form.
    Operation(usize),
    ImportMethod,
    ImportUri,
    /// The stores of an import, or one of the settings about them.
    ImportStores,
    /// The project to open an image to.
    Member,
    /// A member's answer.
    MemberAnswer,
    /// The parameter of this name in a list's query.
    Parameter(String),
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViolationCode {
    /// There are more characters than the cloud takes.
    TooLong,
    /// There are fewer characters than the cloud takes.
    TooShort,
    /// The field needs a value.
    Missing,
    /// The value is not one of those that the cloud takes.
    NotAllowed,
    /// The number is outside the range that the API takes.
    OutOfRange,
    /// The value has the wrong type.
    WrongType,
    /// The value cannot be read at all.
    Malformed,
    /// Only Glance sets it.
    ReadOnly,
    /// The key is Glance's own.
    Reserved,
    /// The caller may not, or nobody may.
    Forbidden,
    AlreadyThere,
    NotThere,
    /// The image is in a state in which this cannot be done.
    WrongState,
    /// The media type is none that the API reads.
    UnsupportedMediaType,
    /// There are more of them than the cloud takes.
    TooMany,
    /// Glance looks for something that is no part of the API, and does not find it.
    Lost,
    /// Glance fails at it with an error of its own.
    Crash,
    /// The same value is there twice; Glance keeps it once.
    Duplicate,
    /// The value is empty; Glance takes it, and nobody can use it.
    Empty,
    /// Glance takes it and does nothing with it.
    Ignored,
    /// Glance takes it here, and it does harm later or elsewhere: it cannot be changed any more, or
    /// a database other than SQLite fails at it.
    Fragile,
}

impl ViolationCode {
    /// The status with which Glance itself answers; `None` where it takes the request.
    #[must_use]
    pub const fn glance_status(self) -> Option<u16> {
        match self {
            Self::TooLong
            | Self::TooShort
            | Self::Missing
            | Self::NotAllowed
            | Self::OutOfRange
            | Self::WrongType
            | Self::Malformed => Some(400),
            Self::ReadOnly | Self::Reserved | Self::Forbidden => Some(403),
            Self::Lost => Some(404),
            Self::AlreadyThere | Self::NotThere | Self::WrongState => Some(409),
            Self::TooMany => Some(413),
            Self::UnsupportedMediaType => Some(415),
            Self::Crash => Some(500),
            Self::Duplicate | Self::Empty | Self::Ignored | Self::Fragile => None,
        }
    }
}

impl Violation {
    pub(super) fn new(field: Field, code: ViolationCode, message: impl Into<String>) -> Self {
        Self {
            field,
            code,
            message: message.into(),
        }
    }

    /// The status to refuse the request with: Glance's own. Where Glance would crash, lose its way or
    /// take what it should not, 403 for names that are its own and for what it ignores, else 400.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match (&self.field, self.code, self.code.glance_status()) {
            (_, ViolationCode::Ignored, _)
            | (Field::Property(_), ViolationCode::Lost | ViolationCode::Crash, _) => 403,
            (_, _, None | Some(404 | 500)) => 400,
            (_, _, Some(status)) => status,
        }
    }

    /// Whether Glance refuses the request for it.
    #[must_use]
    pub const fn is_refused_by_glance(&self) -> bool {
        self.code.glance_status().is_some()
    }
}

/// The status with which Glance refuses a request with these violations; `None` when it takes it.
#[must_use]
pub fn glance_status(violations: &[Violation]) -> Option<u16> {
    violations
        .iter()
        .find_map(|violation| violation.code.glance_status())
}

/// The field that a key of an image is.
pub(super) fn field_of(key: &str, schema: &ImageSchema) -> Field {
    match key {
        "name" => Field::Name,
        "disk_format" => Field::DiskFormat,
        "container_format" => Field::ContainerFormat,
        "min_disk" => Field::MinDisk,
        "min_ram" => Field::MinRam,
        "visibility" => Field::Visibility,
        "tags" => Field::Tags,
        key if schema.is_custom(key) => Field::Property(key.to_owned()),
        key => Field::Base(key.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_glance_does_not_refuse_properly_is_refused_all_the_same() {
        let status = |field, code| Violation::new(field, code, "").status();
        let property = || Field::Property("image_id".to_owned());
        for (field, code, expected) in [
            (property(), ViolationCode::Lost, 403),
            (property(), ViolationCode::Crash, 403),
            (property(), ViolationCode::Ignored, 403),
            (property(), ViolationCode::TooLong, 400),
            (property(), ViolationCode::Fragile, 400),
            (Field::Body, ViolationCode::Crash, 400),
            (Field::Tag(0), ViolationCode::Lost, 400),
            (Field::Tags, ViolationCode::TooMany, 413),
        ] {
            assert_eq!(status(field, code), expected, "{code:?}");
        }
    }

    #[test]
    fn the_first_violation_that_glance_refuses_for_decides_its_status() {
        let violation = |code| Violation::new(Field::Body, code, "");
        let violations = [
            violation(ViolationCode::Duplicate),
            violation(ViolationCode::TooMany),
            violation(ViolationCode::Reserved),
        ];
        assert_eq!(glance_status(&violations), Some(413));
        assert_eq!(glance_status(&[]), None);
    }
}
