//! Rules for a new and for a changed image.

use super::names::is_reserved_property;
use super::{Field, Violation, ViolationCode};
use crate::image::{ContainerFormat, DiskFormat, Image, ImageCreate, Properties};
use crate::schema::ImageSchema;

/// The largest number that `min_disk` and `min_ram` take (`glance/api/v2/images.py`; 2^31 is 400).
const MAX_INTEGER: u32 = i32::MAX as u32;
/// The longest key of a custom property, in characters.
const PROPERTY_KEY_MAX_CHARS: usize = 255;

/// Everything that Glance would refuse in a new image. That formats are missing is no violation:
/// an image may be registered without them, and they are required only before data.
#[must_use]
pub fn validate_create(image: &ImageCreate, schema: &ImageSchema) -> Vec<Violation> {
    let mut violations = Vec::new();
    violations.extend(name_length(image.name.as_deref(), schema));
    violations.extend(disk_format_allowed(image.disk_format.as_ref(), schema));
    violations.extend(container_format_allowed(
        image.container_format.as_ref(),
        schema,
    ));
    violations.extend(formats_fit(
        image.disk_format.as_ref(),
        image.container_format.as_ref(),
    ));
    violations.extend(in_range(
        Field::MinDisk,
        image.min_disk.unwrap_or_default().0,
    ));
    violations.extend(in_range(Field::MinRam, image.min_ram.unwrap_or_default().0));
    violations.extend(tags(&image.tags, schema));
    violations.extend(property_keys(&image.properties));
    violations
}

/// Everything that Glance would refuse in the edited state of an image.
#[must_use]
pub fn validate_edit(after: &Image, schema: &ImageSchema) -> Vec<Violation> {
    let mut violations = Vec::new();
    violations.extend(name_length(after.name.as_deref(), schema));
    violations.extend(in_range(Field::MinDisk, after.min_disk.0));
    violations.extend(in_range(Field::MinRam, after.min_ram.0));
    violations.extend(tags(&after.tags, schema));
    // Glance itself writes `os_glance_*` while it imports, so an image may carry reserved keys.
    violations.extend(
        property_keys(&after.properties)
            .into_iter()
            .filter(|violation| violation.code != ViolationCode::Reserved),
    );
    violations
}

fn name_length(name: Option<&str>, schema: &ImageSchema) -> Option<Violation> {
    let length = name.unwrap_or_default().chars().count();
    let limit = schema.name_max_chars;
    (length > limit).then(|| {
        Violation::new(
            Field::Name,
            ViolationCode::TooLong,
            format!("The name has {length} characters. At most {limit} are allowed."),
        )
    })
}

fn disk_format_allowed(format: Option<&DiskFormat>, schema: &ImageSchema) -> Option<Violation> {
    let format = format?;
    (!schema.disk_formats.contains(format)).then(|| {
        let words: Vec<&str> = schema.disk_formats.iter().map(DiskFormat::as_str).collect();
        Violation::new(
            Field::DiskFormat,
            ViolationCode::NotAllowed,
            format!(
                "This cloud does not take {format}. It takes {}.",
                words.join(", ")
            ),
        )
    })
}

fn container_format_allowed(
    format: Option<&ContainerFormat>,
    schema: &ImageSchema,
) -> Option<Violation> {
    let format = format?;
    (!schema.container_formats.contains(format)).then(|| {
        let words: Vec<&str> = schema
            .container_formats
            .iter()
            .map(ContainerFormat::as_str)
            .collect();
        Violation::new(
            Field::ContainerFormat,
            ViolationCode::NotAllowed,
            format!(
                "This cloud does not take {format}. It takes {}.",
                words.join(", ")
            ),
        )
    })
}

/// Amazon's three formats must be the same in both fields (`glance/api/v2/images.py`,
/// `_validate_image_properties`: "Invalid mix of disk and container formats").
fn formats_fit(
    disk: Option<&DiskFormat>,
    container: Option<&ContainerFormat>,
) -> Option<Violation> {
    const AMAZON: [&str; 3] = ["aki", "ari", "ami"];
    let (disk, container) = (disk?.as_str(), container?.as_str());
    let concerns_amazon = AMAZON.contains(&disk) && AMAZON.contains(&container);
    (concerns_amazon && disk != container).then(|| {
        Violation::new(
            Field::ContainerFormat,
            ViolationCode::NotAllowed,
            format!("With the disk format {disk} the container format must be {disk} or bare."),
        )
    })
}

fn in_range(field: Field, number: u32) -> Option<Violation> {
    (number > MAX_INTEGER).then(|| {
        Violation::new(
            field,
            ViolationCode::OutOfRange,
            format!("The number must be from 0 to {MAX_INTEGER}."),
        )
    })
}

fn tags(tags: &[String], schema: &ImageSchema) -> Vec<Violation> {
    let limit = schema.tag_max_chars;
    let mut violations = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let length = tag.chars().count();
        if length > limit {
            violations.push(Violation::new(
                Field::Tag(index),
                ViolationCode::TooLong,
                format!("The tag has {length} characters. At most {limit} are allowed."),
            ));
        }
        if tag.is_empty() {
            violations.push(Violation::new(
                Field::Tag(index),
                ViolationCode::Missing,
                "A tag cannot be empty.",
            ));
        }
        if tags.iter().take(index).any(|earlier| earlier == tag) {
            violations.push(Violation::new(
                Field::Tag(index),
                ViolationCode::Duplicate,
                format!("The tag {tag} is there twice."),
            ));
        }
    }
    violations
}

fn property_keys(properties: &Properties) -> Vec<Violation> {
    let mut violations = Vec::new();
    for key in properties.keys() {
        let length = key.chars().count();
        let mut report = |code, message: String| {
            violations.push(Violation::new(Field::Property(key.clone()), code, message));
        };
        if key.is_empty() {
            report(ViolationCode::Missing, "A property needs a name.".into());
        }
        if length > PROPERTY_KEY_MAX_CHARS {
            report(
                ViolationCode::TooLong,
                format!(
                    "The property's name has {length} characters. At most \
                     {PROPERTY_KEY_MAX_CHARS} are allowed."
                ),
            );
        }
        if is_reserved_property(key) {
            report(
                ViolationCode::Reserved,
                format!("The name {key} is reserved by Glance."),
            );
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_images::active_image;
    use crate::units::Gibibytes;

    fn fields(violations: &[Violation]) -> Vec<(&Field, ViolationCode)> {
        violations
            .iter()
            .map(|violation| (&violation.field, violation.code))
            .collect()
    }

    #[test]
    fn an_empty_create_is_allowed() {
        assert_eq!(
            validate_create(&ImageCreate::default(), &ImageSchema::default()),
            []
        );
    }

    #[test]
    fn all_violations_are_told_at_once() {
        let mut image = ImageCreate {
            name: Some("ü".repeat(256)),
            disk_format: Some("qcow4".into()),
            container_format: Some("zip".into()),
            min_disk: Some(Gibibytes(u32::MAX)),
            tags: vec!["a".into(), String::new(), "a".into(), "t".repeat(256)],
            ..ImageCreate::default()
        };
        image
            .properties
            .insert("os_glance_import_task".into(), "x".into());
        image.properties.insert("status".into(), "x".into());
        assert_eq!(
            fields(&validate_create(&image, &ImageSchema::default())),
            [
                (&Field::Name, ViolationCode::TooLong),
                (&Field::DiskFormat, ViolationCode::NotAllowed),
                (&Field::ContainerFormat, ViolationCode::NotAllowed),
                (&Field::MinDisk, ViolationCode::OutOfRange),
                (&Field::Tag(1), ViolationCode::Missing),
                (&Field::Tag(2), ViolationCode::Duplicate),
                (&Field::Tag(3), ViolationCode::TooLong),
                (
                    &Field::Property("os_glance_import_task".into()),
                    ViolationCode::Reserved
                ),
                (&Field::Property("status".into()), ViolationCode::Reserved),
            ]
        );
    }

    #[test]
    fn a_name_of_255_characters_of_any_script_is_allowed() {
        let image = ImageCreate {
            name: Some("界".repeat(255)),
            ..ImageCreate::default()
        };
        assert_eq!(validate_create(&image, &ImageSchema::default()), []);
    }

    #[test]
    fn amazon_s_formats_must_agree() {
        let image = |container: &str| ImageCreate {
            disk_format: Some(DiskFormat::Ami),
            container_format: Some(container.into()),
            ..ImageCreate::default()
        };
        let schema = ImageSchema::default();
        assert_eq!(validate_create(&image("ami"), &schema), []);
        assert_eq!(validate_create(&image("bare"), &schema), []);
        assert_eq!(
            fields(&validate_create(&image("aki"), &schema)),
            [(&Field::ContainerFormat, ViolationCode::NotAllowed)]
        );
    }

    #[test]
    fn glance_s_own_keys_on_an_image_do_not_stop_an_edit() {
        let mut image = active_image();
        image
            .properties
            .insert("os_glance_importing_to_stores".into(), "".into());
        assert_eq!(validate_edit(&image, &ImageSchema::default()), []);
    }
}
