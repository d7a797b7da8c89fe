//! The edited state of an image, as a form holds it.

use serde_json::{Value, json};

use super::character::unstorable_characters;
use super::create::{CountOwn, too_many_properties};
use super::value::{
    empty_key, key_too_long, negative_number, pointless_tags, schema_violations, too_large_number,
    too_many_tags,
};
use super::{Rules, Violation};
use crate::glance::image::names::{is_kept_by_glance, is_reserved_property};
use crate::glance::image::{Image, PropertyValue};
use crate::glance::schema::ImageSchema;

/// Everything that Glance would refuse in the edited state of an image. Keys that Glance writes
/// itself while it imports are no fault of the person who edits.
#[must_use]
pub fn validate_edit(after: &Image, schema: &ImageSchema) -> Vec<Violation> {
    let rules = Rules::of(schema);
    let tags = json!(after.tags);
    let values = [
        ("name", json!(after.name)),
        ("disk_format", json!(after.disk_format)),
        ("container_format", json!(after.container_format)),
        ("min_disk", json!(after.min_disk)),
        ("min_ram", json!(after.min_ram)),
        ("visibility", json!(after.visibility)),
        ("tags", tags.clone()),
    ];
    let mut violations = Vec::new();
    for (key, value) in &values {
        violations.extend(schema_violations(key, value, schema));
        violations.extend(negative_number(key, value, schema));
        violations.extend(too_large_number(key, value, schema));
        violations.extend(unstorable_characters(key, value, schema));
    }
    violations.extend(too_many_tags(&tags, &rules));
    violations.extend(pointless_tags(&tags));
    for (key, value) in &after.properties {
        violations.extend(property(key, value, schema));
    }
    violations.extend(too_many_properties(
        after.properties.keys().count_own(),
        &rules,
    ));
    violations
}

fn property(key: &str, value: &PropertyValue, schema: &ImageSchema) -> Vec<Violation> {
    let mut violations = Vec::new();
    if !is_kept_by_glance(key) && !is_reserved_property(key) {
        // What is no text came from Glance like that, and a form leaves it alone.
        if let PropertyValue::Text(text) = value {
            let value = Value::String(text.clone());
            violations.extend(schema_violations(key, &value, schema));
            violations.extend(unstorable_characters(key, &value, schema));
        }
        violations.extend(key_too_long(key, true));
        violations.extend(empty_key(key));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::test_images::active_image;
    use crate::glance::validate::Field;

    fn fields(image: &Image) -> Vec<Field> {
        validate_edit(image, &ImageSchema::default())
            .into_iter()
            .map(|violation| violation.field)
            .collect()
    }

    #[test]
    fn glance_s_own_keys_on_an_image_do_not_stop_an_edit() {
        let mut image = active_image();
        image
            .properties
            .insert("os_glance_importing_to_stores".into(), "".into());
        assert_eq!(fields(&image), []);
    }

    #[test]
    fn each_fault_of_an_edit_is_told_at_its_field() {
        let mut image = active_image();
        image.name = Some("x".repeat(256));
        image.visibility = "secret".into();
        image.min_ram.0 = u32::MAX;
        image.disk_format = Some("qcow4".into());
        image.container_format = None;
        image.tags = vec![String::new()];
        image.properties.insert("x".repeat(256), "y".into());
        assert_eq!(
            fields(&image),
            [
                Field::Name,
                Field::DiskFormat,
                Field::MinRam,
                Field::Visibility,
                Field::Tag(0),
                Field::Property("x".repeat(256)),
            ]
        );
    }
}
