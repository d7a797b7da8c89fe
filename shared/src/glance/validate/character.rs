//! Characters that Glance does not keep.

use serde_json::Value;

use super::violation::field_of;
use super::{Field, ImageCause, Violation};
use crate::glance::schema::ImageSchema;

/// What Glance would refuse in the characters of a property's key and value, or of one of its own
/// fields.
///
/// It takes no character beyond U+FFFF, such as an emoji (400, `glance/common/utils.py`,
/// `no_4byte_params`): there are databases that have no room for one. It looks at the tags only when
/// everything else is saved, so that behind the 400 there is a new image without its tags, or a
/// patch of which all but the tags was done.
pub(super) fn unstorable_characters(
    key: &str,
    value: &Value,
    schema: &ImageSchema,
) -> Vec<Violation> {
    let field = || field_of(key, schema);
    let mut found: Vec<Violation> = unstorable(key, field()).into_iter().collect();
    match value {
        Value::String(text) => found.extend(unstorable(text, field())),
        Value::Array(tags) if key == "tags" => {
            for (index, tag) in tags.iter().enumerate() {
                let text = tag.as_str().unwrap_or_default();
                found.extend(unstorable(text, Field::Tag(index)));
            }
        }
        _ => {}
    }
    found
}

/// What Glance would refuse in the characters of one text.
pub(super) fn unstorable(text: &str, field: Field) -> Option<Violation> {
    let character = text.chars().find(|character| *character > '\u{ffff}')?;
    Some(Violation::new(field, ImageCause::Character(character)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_character_that_glance_does_not_keep_is_told_where_it_stands() {
        let schema = ImageSchema::default();
        let property = |key: &str| Field::Property(key.into());
        for (key, value, fields) in [
            ("name", json!("a🙂"), vec![Field::Name]),
            ("name", json!("界\u{ffff}"), vec![]),
            ("owner", json!("🙂"), vec![Field::Base("owner".into())]),
            ("os_distro", json!("🙂"), vec![property("os_distro")]),
            ("🙂", json!("x"), vec![property("🙂")]),
            (
                "tags",
                json!(["a", "🙂", 1, "🙂"]),
                vec![Field::Tag(1), Field::Tag(3)],
            ),
            ("min_disk", json!(1), vec![]),
        ] {
            let found = unstorable_characters(key, &value, &schema);
            let found: Vec<Field> = found.into_iter().map(|one| one.field).collect();
            assert_eq!(found, fields, "{key} {value}");
        }
    }
}
