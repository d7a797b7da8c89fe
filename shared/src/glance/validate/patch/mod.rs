//! A patch of an image: `PATCH /v2/images/{id}` (`glance/api/v2/images.py`,
//! `RequestDeserializer.update` and `ImagesController.update`).
//!
//! Glance reads all operations first and then applies them one after the other; nothing is saved when
//! one fails. The violations stand in that order: the form of each operation, what each one does,
//! and what is checked when all is saved.

mod read;
mod state;

use serde_json::Value;

use self::read::{Change, OperationKind, read, read_json};
use self::state::PatchState;
use super::value::{empty_key, key_too_long, pointless_tags, reserved, schema_violations};
use super::violation::field_of;
use super::{Field, ImageCause, PatchCause, Rules, Violation};
use crate::glance::can;
use crate::glance::image::Image;
use crate::glance::image::names::{
    READ_ONLY_PROPERTIES, attribute_effect, is_internal_name, is_refused_name,
};
use crate::glance::patch::{Dialect, Operation};

/// Everything that Glance would refuse in a patch of `before`, and what it would take and should not.
#[must_use]
pub fn validate_patch(
    media_type: &str,
    body: &Value,
    before: &Image,
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let Ok(dialect) = Dialect::from_content_type(media_type) else {
        return vec![unsupported()];
    };
    let Some(operations) = body.as_array() else {
        return vec![Violation::new(Field::Body, PatchCause::NotAList)];
    };
    let operations = operations
        .iter()
        .map(|operation| read_json(operation, dialect));
    check(dialect, operations, before, rules)
}

/// The same for a patch that has been read already.
#[must_use]
pub fn validate_operations(
    dialect: Dialect,
    operations: &[Operation],
    before: &Image,
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let operations = operations.iter().map(|operation| read(operation.clone()));
    check(dialect, operations, before, rules)
}

fn check(
    dialect: Dialect,
    operations: impl Iterator<Item = Result<Change, PatchCause>>,
    before: &Image,
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut changes = Vec::new();
    for (index, operation) in operations.enumerate() {
        match operation {
            Err(cause) => violations.push(Violation::new(Field::Operation(index), cause)),
            Ok(change) => {
                let found = form_of_change(&change, index, rules);
                if found.is_empty() {
                    changes.push(change);
                }
                violations.extend(found);
            }
        }
    }
    if !changes.is_empty() {
        violations.extend(not_permitted(before, rules));
    }
    let mut state = PatchState::of(before, dialect);
    for change in &changes {
        violations.extend(state.apply(change, rules));
    }
    violations.extend(state.save(&changes, rules));
    violations.extend(changes.iter().flat_map(|change| unwise(change, rules)));
    violations
}

/// Who may not edit the image at all (403, `modify_image`). Glance asks for each operation, about
/// the image as it was.
fn not_permitted(before: &Image, rules: &Rules<'_>) -> Option<Violation> {
    let reason = can::edit(before, rules.caller?).reason()?;
    Some(Violation::new(
        Field::Body,
        PatchCause::NotPermitted(reason),
    ))
}

fn unsupported() -> Violation {
    Violation::new(Field::MediaType, PatchCause::MediaType)
}

/// What is wrong with an operation, whatever the image is like.
fn form_of_change(change: &Change, index: usize, rules: &Rules<'_>) -> Vec<Violation> {
    let root = change.root.as_str();
    if READ_ONLY_PROPERTIES.contains(&root) {
        return vec![Violation::new(
            field_of(root, rules.schema),
            ImageCause::SetByGlance(root.to_owned()),
        )];
    }
    if is_refused_name(root) {
        return vec![reserved(root)];
    }
    match &change.value {
        None => Vec::new(),
        Some(value) if change.depth == 1 => schema_violations(root, value, rules.schema),
        Some(value) => {
            let list = Value::Array(vec![value.clone()]);
            let at_operation = |violation| Violation {
                field: Field::Operation(index),
                ..violation
            };
            let found = schema_violations(root, &list, rules.schema);
            found.into_iter().map(at_operation).collect()
        }
    }
}

/// What Glance takes and should not.
fn unwise(change: &Change, rules: &Rules<'_>) -> Vec<Violation> {
    let root = change.root.as_str();
    let Some(value) = &change.value else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if root == "tags" {
        found.extend(pointless_tags(value));
    }
    // Glance looks at the owner in a `replace` only: whatever it lets a member say about it besides
    // is nothing, and Gaze does not rely on that.
    let is_member = rules.caller.is_some_and(|caller| !caller.is_admin());
    if root == "owner" && is_member {
        found.push(Violation::new(
            Field::Base(root.to_owned()),
            PatchCause::IgnoredOwner,
        ));
    }
    if root == "stores" {
        found.push(Violation::new(
            field_of(root, rules.schema),
            PatchCause::IgnoredStores,
        ));
    }
    // Each version of Python has more names of its own.
    if root != "stores" && is_internal_name(root) && attribute_effect(root).is_none() {
        found.push(Violation::new(
            Field::Property(root.to_owned()),
            PatchCause::InternalName {
                name: root.to_owned(),
                effect: None,
            },
        ));
    }
    if change.kind == OperationKind::Add && rules.schema.is_custom(root) {
        found.extend(key_too_long(root, false));
        found.extend(empty_key(root));
    }
    found
}
