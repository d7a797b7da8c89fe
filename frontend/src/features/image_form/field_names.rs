//! What the fields of an image are called in a sentence: as in the form.

use gaze_shared::glance::validate::{Field, Violation};

use super::property_name;
use crate::i18n::codes::violations::violation as text_of;
use crate::i18n::text::field_names as say;

/// The field or property of this key of the API.
#[must_use]
pub fn field_name(key: &str) -> &str {
    match key {
        "name" => say::name(),
        "disk_format" => say::disk_format(),
        "container_format" => say::container_format(),
        "visibility" => say::visibility(),
        "protected" => say::protected(),
        "os_hidden" => say::hidden(),
        "tags" => say::tags(),
        "min_disk" => say::min_disk(),
        "min_ram" => say::min_ram(),
        key => property_name(key),
    }
}

/// What is wrong, and with which field.
#[must_use]
pub fn problem(violation: &Violation) -> String {
    let field = match &violation.field {
        Field::Name => say::name(),
        Field::DiskFormat => say::disk_format(),
        Field::ContainerFormat => say::container_format(),
        Field::Visibility => say::visibility(),
        Field::Tags | Field::Tag(_) => say::tags(),
        Field::MinDisk => say::min_disk(),
        Field::MinRam => say::min_ram(),
        Field::Property(key) | Field::Base(key) => field_name(key),
        _ => return text_of(violation),
    };
    say::problem(field, &text_of(violation))
}

#[cfg(test)]
mod tests {
    use gaze_shared::glance::schema::ImageSchema;

    use super::super::ImageDraft;
    use super::super::test_image::image;
    use super::*;

    #[test]
    fn a_problem_names_its_field_as_the_form_does() {
        let image = image();
        let draft = ImageDraft {
            min_disk: "lots".into(),
            ..ImageDraft::of(&image)
        };
        let violations = draft.edit_violations(&image, &ImageSchema::default(), None);
        let sentence = problem(&violations[0]);
        assert!(sentence.starts_with("Minimum disk: "), "{sentence}");
    }

    #[test]
    fn a_property_keeps_the_key_that_it_has() {
        assert_eq!(field_name("min_ram"), "Minimum memory");
        assert_eq!(field_name("hw_disk_bus"), "hw_disk_bus");
        assert_eq!(field_name(" "), property_name(""));
    }
}
