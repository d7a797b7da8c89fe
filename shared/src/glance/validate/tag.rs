//! One tag: `PUT /v2/images/{id}/tags/{tag}` (`glance/api/v2/image_tags.py`).

use serde_json::json;

use super::value::schema_violations;
use super::{Field, ImageCause, Rules, Violation};

/// Everything that keeps `tag` from being added by its own route. `present` are the tags that the
/// image has. A patch of `/tags` takes more: any letter, and a slash.
#[must_use]
pub fn validate_tag(tag: &str, present: &[String], rules: &Rules<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    violations.extend(no_route(tag));
    violations.extend(schema_violations("tags", &json!([tag]), rules.schema));
    violations.extend(one_too_many(tag, present, rules));
    violations.extend(beyond_ascii(tag));
    violations
}

/// A path without a tag, or with one more slash, is no route (404), also when the slash is encoded.
fn no_route(tag: &str) -> Option<Violation> {
    (tag.is_empty() || tag.contains('/'))
        .then(|| Violation::new(Field::Tag(0), ImageCause::TagInPath))
}

/// One more tag than allowed (413); one that is there already is fine.
fn one_too_many(tag: &str, present: &[String], rules: &Rules<'_>) -> Option<Violation> {
    let limit = rules.limits.tags;
    let is_new = !present.iter().any(|one| one == tag);
    let count = present.len();
    (is_new && count >= limit)
        .then(|| Violation::new(Field::Tags, ImageCause::NoMoreTags { count, limit }))
}

/// Glance reads the bytes of a path as Latin-1, so that `é` is kept as `Ã©`.
fn beyond_ascii(tag: &str) -> Option<Violation> {
    (!tag.is_ascii()).then(|| Violation::new(Field::Tag(0), ImageCause::GarbledTag))
}
