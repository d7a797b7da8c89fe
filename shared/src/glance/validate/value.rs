//! Rules about one value: what the schema says, and what Glance checks beside it.

use std::collections::HashSet;

use serde_json::Value;

use super::character::unstorable_characters;
use super::violation::field_of;
use super::{Field, ImageCause, Rules, Violation};
use crate::glance::image::PropertyValue;
use crate::glance::image::names::{attribute_effect, is_refused_name};
use crate::glance::schema::{ImageSchema, PathStep, SchemaFault};

/// The largest number that `min_disk` and `min_ram` take: the database keeps them in 32 bits.
pub const MAX_INTEGER: i64 = i32::MAX as i64;
/// The longest key of a custom property, in characters.
pub const PROPERTY_KEY_MAX_CHARS: usize = 255;

/// What Glance would refuse in a custom property of a new image.
#[must_use]
pub fn validate_property(key: &str, value: &PropertyValue, schema: &ImageSchema) -> Vec<Violation> {
    let mut violations = Vec::new();
    if !schema.is_custom(key) {
        violations.push(reserved(key));
        return violations;
    }
    let value = match value {
        PropertyValue::Text(text) => Value::String(text.clone()),
        PropertyValue::Other(value) => value.clone(),
    };
    violations.extend(schema_violations(key, &value, schema));
    violations.extend(key_too_long(key, true));
    violations.extend(reserved_key(key));
    violations.extend(empty_key(key));
    violations.extend(attribute_key(key));
    violations.extend(unstorable_characters(key, &value, schema));
    violations
}

/// Where the value of a key departs from the schema (400).
pub(super) fn schema_violations(key: &str, value: &Value, schema: &ImageSchema) -> Vec<Violation> {
    let violation = |found: SchemaFault| {
        let field = match (key, found.path.first()) {
            ("tags", Some(PathStep::Index(index))) => Field::Tag(*index),
            _ => field_of(key, schema),
        };
        Violation::new(field, found.fault)
    };
    schema
        .faults(key, value)
        .into_iter()
        .map(violation)
        .collect()
}

/// `min_disk` and `min_ram` are not negative (400, `glance/domain/__init__.py`).
pub(super) fn negative_number(key: &str, value: &Value, schema: &ImageSchema) -> Option<Violation> {
    let is_limited = matches!(key, "min_disk" | "min_ram");
    (is_limited && value.as_f64().is_some_and(|number| number < 0.0))
        .then(|| out_of_range(field_of(key, schema)))
}

/// `min_disk` and `min_ram` fit into 32 bits (400, `glance/db/sqlalchemy/api.py`).
pub(super) fn too_large_number(
    key: &str,
    value: &Value,
    schema: &ImageSchema,
) -> Option<Violation> {
    let is_limited = matches!(key, "min_disk" | "min_ram");
    let is_too_large = value
        .as_f64()
        .is_some_and(|number| number > MAX_INTEGER as f64);
    (is_limited && is_too_large).then(|| out_of_range(field_of(key, schema)))
}

fn out_of_range(field: Field) -> Violation {
    Violation::new(field, ImageCause::NumberOutOfRange { limit: MAX_INTEGER })
}

/// A list of tags counts every element (413), also those that Glance then merges.
pub(super) fn too_many_tags(value: &Value, rules: &Rules<'_>) -> Option<Violation> {
    let count = value.as_array()?.len();
    let limit = rules.limits.tags;
    (count > limit).then(|| Violation::new(Field::Tags, ImageCause::TooManyTags { count, limit }))
}

/// Glance takes an empty tag and merges equal ones, which nobody means.
pub(super) fn pointless_tags(tags: &Value) -> Vec<Violation> {
    let tags = tags.as_array().map_or(&[][..], Vec::as_slice);
    let mut violations = Vec::new();
    let mut earlier = HashSet::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some(text) = tag.as_str() else {
            continue;
        };
        let mut report = |cause: ImageCause| {
            violations.push(Violation::new(Field::Tag(index), cause));
        };
        if text.is_empty() {
            report(ImageCause::EmptyTag);
        }
        if !earlier.insert(text) {
            report(ImageCause::RepeatedTag(text.to_owned()));
        }
    }
    violations
}

/// The key of a custom property has at most 255 characters. Glance checks it in a new image (400)
/// and not in a patch, where a database other than SQLite then fails.
pub(super) fn key_too_long(key: &str, is_checked: bool) -> Option<Violation> {
    let length = key.chars().count();
    (length > PROPERTY_KEY_MAX_CHARS).then(|| {
        Violation::new(
            Field::Property(key.to_owned()),
            ImageCause::PropertyNameTooLong {
                length,
                limit: PROPERTY_KEY_MAX_CHARS,
                is_checked,
            },
        )
    })
}

/// Some keys nobody may set (403).
pub(super) fn reserved_key(key: &str) -> Option<Violation> {
    is_refused_name(key).then(|| reserved(key))
}

pub(super) fn reserved(key: &str) -> Violation {
    Violation::new(
        Field::Property(key.to_owned()),
        ImageCause::ReservedName(key.to_owned()),
    )
}

/// Glance takes a property without a name, which nobody means.
pub(super) fn empty_key(key: &str) -> Option<Violation> {
    key.is_empty()
        .then(|| Violation::new(Field::Property(String::new()), ImageCause::NoPropertyName))
}

/// Glance takes a property with the name of one of its own attributes into a new image, and no patch
/// changes or removes it afterwards.
pub(super) fn attribute_key(key: &str) -> Option<Violation> {
    attribute_effect(key).map(|_| {
        Violation::new(
            Field::Property(key.to_owned()),
            ImageCause::NameOfAttribute(key.to_owned()),
        )
    })
}
