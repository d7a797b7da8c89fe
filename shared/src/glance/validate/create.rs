//! A new image: `POST /v2/images` (`glance/api/v2/images.py`, `RequestDeserializer.create` and
//! `ImagesController.create`).

use serde_json::{Map, Value};

use super::character::unstorable_characters;
use super::value::{
    attribute_key, empty_key, key_too_long, negative_number, pointless_tags, reserved,
    reserved_key, schema_violations, too_large_number, too_many_tags,
};
use super::violation::field_of;
use super::{Field, ImageCause, Rules, Violation};
use crate::glance::can;
use crate::glance::image::ImageCreate;
use crate::glance::image::names::{
    DISALLOWED_IN_CREATE, READ_ONLY_IN_CREATE, READ_ONLY_PROPERTIES, is_kept_by_glance,
};

/// Everything that Glance would refuse in a new image, and what it would take and should not. That
/// formats are missing is no violation: an image may be registered without them, and they are
/// required only before data.
#[must_use]
pub fn validate_create(image: &ImageCreate, rules: &Rules<'_>) -> Vec<Violation> {
    // A property with the name of one of Glance's own keys would hide that key in the JSON.
    let (custom, own) = image
        .properties
        .clone()
        .into_iter()
        .partition(|(key, _)| rules.schema.is_custom(key));
    let image = ImageCreate {
        properties: custom,
        ..image.clone()
    };
    // Text, numbers, booleans and lists of text always serialize.
    let body = serde_json::to_value(&image).unwrap_or_default();
    let mut violations = validate_create_body(&body, rules);
    violations.extend(own.keys().map(|key| reserved(key)));
    violations
}

/// The same for the body of a request.
#[must_use]
pub fn validate_create_body(body: &Value, rules: &Rules<'_>) -> Vec<Violation> {
    let Some(body) = body.as_object() else {
        return vec![not_an_object(body)];
    };
    let custom = || body.keys().filter(|key| rules.schema.is_custom(key));
    let mut violations = Vec::new();
    violations.extend(read_only(body, &DISALLOWED_IN_CREATE, rules));
    violations.extend(missing_keys(body, rules));
    for (key, value) in body {
        violations.extend(schema_violations(key, value, rules.schema));
    }
    // Glance goes through the keys once, in the order in which they were sent; here they are sorted.
    for key in custom() {
        violations.extend(key_too_long(key, true));
        violations.extend(reserved_key(key));
    }
    violations.extend(foreign_owner(body, rules));
    violations.extend(public_by_a_member(body.get("visibility"), rules));
    violations.extend(body.get("tags").and_then(|tags| too_many_tags(tags, rules)));
    violations.extend(read_only(body, &READ_ONLY_IN_CREATE, rules));
    violations.extend(read_only(body, &["locations"], rules));
    for (key, value) in body {
        violations.extend(negative_number(key, value, rules.schema));
    }
    violations.extend(too_many_properties(custom().count_own(), rules));
    for (key, value) in body {
        violations.extend(too_large_number(key, value, rules.schema));
        violations.extend(unstorable_characters(key, value, rules.schema));
    }
    violations.extend(body.get("tags").map(pointless_tags).unwrap_or_default());
    violations.extend(ignored_hashes(body));
    violations.extend(custom().filter_map(|key| empty_key(key)));
    violations.extend(custom().filter_map(|key| attribute_key(key)));
    violations
}

/// A body that is a list makes Glance fail (500); any other it refuses (400).
fn not_an_object(body: &Value) -> Violation {
    let crashes = body.is_array();
    Violation::new(Field::Body, ImageCause::NotAnObject { crashes })
}

/// Keys that only Glance sets (403).
fn read_only(body: &Map<String, Value>, keys: &[&str], rules: &Rules<'_>) -> Vec<Violation> {
    let present = keys.iter().filter(|key| body.contains_key(**key));
    present
        .map(|key| {
            Violation::new(
                field_of(key, rules.schema),
                ImageCause::SetByGlance((*key).to_owned()),
            )
        })
        .collect()
}

/// Keys that the operator demands (400).
fn missing_keys(body: &Map<String, Value>, rules: &Rules<'_>) -> Vec<Violation> {
    let missing = rules
        .schema
        .required
        .iter()
        .filter(|key| !body.contains_key(*key));
    missing
        .map(|key| {
            Violation::new(
                field_of(key, rules.schema),
                ImageCause::Demanded(key.clone()),
            )
        })
        .collect()
}

/// Only an administrator makes an image for another project, or for none (403).
fn foreign_owner(body: &Map<String, Value>, rules: &Rules<'_>) -> Option<Violation> {
    let caller = rules.caller.filter(|caller| !caller.is_admin())?;
    let owner = body.get("owner")?;
    (owner.as_str() != Some(caller.project_id.as_str()))
        .then(|| Violation::new(Field::Base("owner".to_owned()), ImageCause::ForeignOwner))
}

/// Only an administrator publishes (403, policy `publicize_image`).
pub(super) fn public_by_a_member(
    visibility: Option<&Value>,
    rules: &Rules<'_>,
) -> Option<Violation> {
    let may_not = rules
        .caller
        .is_some_and(|caller| !can::publish_new(caller).is_allowed());
    (may_not && visibility.and_then(Value::as_str) == Some("public"))
        .then(|| Violation::new(Field::Visibility, ImageCause::PublicByAMember))
}

/// Glance takes the hash of a new image and drops it.
fn ignored_hashes(body: &Map<String, Value>) -> Vec<Violation> {
    let hashes = ["os_hash_algo", "os_hash_value"].into_iter();
    hashes
        .filter(|key| READ_ONLY_PROPERTIES.contains(key) && body.contains_key(*key))
        .map(|key| {
            Violation::new(
                Field::Base(key.to_owned()),
                ImageCause::ComputedByGlance(key.to_owned()),
            )
        })
        .collect()
}

/// There may be so many custom properties (413); Glance's own do not count.
pub(super) fn too_many_properties(count: usize, rules: &Rules<'_>) -> Option<Violation> {
    let limit = rules.limits.properties;
    (count > limit)
        .then(|| Violation::new(Field::Body, ImageCause::TooManyProperties { count, limit }))
}

/// Counts the keys that are the owner's and not Glance's.
pub(super) trait CountOwn {
    /// How many there are.
    fn count_own(self) -> usize;
}

impl<'a, I: Iterator<Item = &'a String>> CountOwn for I {
    fn count_own(self) -> usize {
        self.filter(|key| !is_kept_by_glance(key)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ViolationCode;
    use super::*;
    use crate::glance::can::Caller;
    use crate::glance::image::PropertyValue;
    use crate::glance::schema::ImageSchema;
    use crate::units::Gibibytes;

    fn fields(violations: &[Violation]) -> Vec<(&Field, ViolationCode)> {
        violations
            .iter()
            .map(|violation| (&violation.field, violation.code()))
            .collect()
    }

    #[test]
    fn an_empty_create_is_allowed() {
        assert_eq!(
            validate_create(&ImageCreate::default(), &Rules::of(&ImageSchema::default())),
            []
        );
    }

    #[test]
    fn an_owner_is_a_field_of_the_image_and_no_property() {
        let image = ImageCreate {
            owner: Some("another".into()),
            ..ImageCreate::default()
        };
        let schema = ImageSchema::default();
        assert_eq!(validate_create(&image, &Rules::of(&schema)), []);
        let body = serde_json::to_value(&image).unwrap();
        assert_eq!(serde_json::from_value::<ImageCreate>(body).unwrap(), image);
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
        for (key, value) in [
            ("os_glance_import_task", PropertyValue::from("x")),
            ("status", "x".into()),
            ("os_distro", PropertyValue::Other(Value::Null)),
        ] {
            image.properties.insert(key.into(), value);
        }
        assert_eq!(
            fields(&validate_create(
                &image,
                &Rules::of(&ImageSchema::default())
            )),
            [
                (&Field::ContainerFormat, ViolationCode::NotAllowed),
                (&Field::DiskFormat, ViolationCode::NotAllowed),
                (&Field::Name, ViolationCode::TooLong),
                (
                    &Field::Property("os_distro".into()),
                    ViolationCode::WrongType
                ),
                (&Field::Tag(3), ViolationCode::TooLong),
                (
                    &Field::Property("os_glance_import_task".into()),
                    ViolationCode::Reserved
                ),
                (&Field::MinDisk, ViolationCode::OutOfRange),
                (&Field::Tag(1), ViolationCode::Empty),
                (&Field::Tag(2), ViolationCode::Duplicate),
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
        assert_eq!(
            validate_create(&image, &Rules::of(&ImageSchema::default())),
            []
        );
    }

    #[test]
    fn what_the_operator_demands_must_be_there() {
        let schema = ImageSchema::parse(
            r#"{"properties":{"os_distro":{"type":"string","is_base":false}},"required":["os_distro"]}"#,
        )
        .unwrap();
        assert_eq!(
            fields(&validate_create(
                &ImageCreate::default(),
                &Rules::of(&schema)
            )),
            [(&Field::Property("os_distro".into()), ViolationCode::Missing)]
        );
    }

    #[test]
    fn a_form_too_is_told_that_only_an_administrator_publishes() {
        let (schema, image) = (
            ImageSchema::default(),
            ImageCreate {
                visibility: Some("public".into()),
                ..ImageCreate::default()
            },
        );
        let asked_by = |role: &str| {
            let caller = Caller {
                project_id: "p".into(),
                roles: vec![role.into()],
            };
            let rules = Rules::of(&schema).for_caller(&caller);
            let codes = validate_create(&image, &rules).into_iter();
            codes.map(|violation| violation.code()).collect::<Vec<_>>()
        };
        assert_eq!(asked_by("member"), [ViolationCode::Forbidden]);
        assert_eq!(asked_by("admin"), []);
    }

    #[test]
    fn without_a_caller_nothing_depends_on_who_asks() {
        let schema = ImageSchema::default();
        let body = serde_json::json!({"visibility": "public", "owner": "another"});
        assert_eq!(validate_create_body(&body, &Rules::of(&schema)), []);
    }
}
