//! What a violation says.

use super::cause::{ViolationCause, ViolationCode};
use crate::glance::schema::ImageSchema;

/// Something in a request that Glance would refuse, or would not do as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub field: Field,
    pub cause: ViolationCause,
}

/// A place in a request that can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The request as a whole.
    Body,
    Name,
    DiskFormat,
    ContainerFormat,
    MinDisk,
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
    MemberAnswer,
}

impl Violation {
    /// What is wrong with a field.
    #[must_use]
    pub fn new(field: Field, cause: impl Into<ViolationCause>) -> Self {
        Self {
            field,
            cause: cause.into(),
        }
    }

    /// The class of what is wrong.
    #[must_use]
    pub const fn code(&self) -> ViolationCode {
        self.cause.code()
    }

    /// The status to refuse the request with: Glance's own. Where Glance would crash, lose its way or
    /// take what it should not, 403 for names that are its own and for what it ignores, else 400.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match (&self.field, self.code(), self.code().glance_status()) {
            (_, ViolationCode::Ignored, _)
            | (Field::Property(_), ViolationCode::Lost | ViolationCode::Crash, _) => 403,
            (_, _, None | Some(404 | 500)) => 400,
            (_, _, Some(status)) => status,
        }
    }
}

/// The status with which Glance refuses a request with these violations; `None` when it takes it.
#[must_use]
pub fn glance_status(violations: &[Violation]) -> Option<u16> {
    violations
        .iter()
        .find_map(|violation| violation.code().glance_status())
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
    use super::super::cause::{ImageCause, PatchCause};
    use super::*;
    use crate::glance::image::names::AttributeEffect;

    #[test]
    fn what_glance_does_not_refuse_properly_is_refused_all_the_same() {
        let internal_name = |effect| {
            Violation::new(
                Field::Property("image_id".to_owned()),
                PatchCause::InternalName {
                    name: "image_id".to_owned(),
                    effect,
                },
            )
        };
        let too_long = ImageCause::PropertyNameTooLong {
            length: 256,
            limit: 255,
            is_checked: true,
        };
        let (count, limit) = (129, 128);
        for (violation, code, expected) in [
            (
                internal_name(Some(AttributeEffect::Lost)),
                ViolationCode::Lost,
                403,
            ),
            (
                internal_name(Some(AttributeEffect::Fatal)),
                ViolationCode::Crash,
                403,
            ),
            (
                internal_name(Some(AttributeEffect::Dropped)),
                ViolationCode::Ignored,
                403,
            ),
            (internal_name(None), ViolationCode::Fragile, 400),
            (
                Violation::new(Field::Property("k".repeat(256)), too_long),
                ViolationCode::TooLong,
                400,
            ),
            (
                Violation::new(Field::Body, ImageCause::NotAnObject { crashes: true }),
                ViolationCode::Crash,
                400,
            ),
            (
                Violation::new(Field::Tag(0), ImageCause::TagInPath),
                ViolationCode::Lost,
                400,
            ),
            (
                Violation::new(Field::Tags, ImageCause::TooManyTags { count, limit }),
                ViolationCode::TooMany,
                413,
            ),
        ] {
            assert_eq!((violation.code(), violation.status()), (code, expected));
        }
    }

    #[test]
    fn the_first_violation_that_glance_refuses_for_decides_its_status() {
        let violation = |cause: ImageCause| Violation::new(Field::Body, cause);
        let (count, limit) = (129, 128);
        let violations = [
            violation(ImageCause::RepeatedTag("a".to_owned())),
            violation(ImageCause::TooManyTags { count, limit }),
            violation(ImageCause::ReservedName("self".to_owned())),
        ];
        assert_eq!(glance_status(&violations), Some(413));
        assert_eq!(glance_status(&[]), None);
    }
}
