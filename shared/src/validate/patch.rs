//! A patch of an image: `PATCH /v2/images/{id}` (`glance/api/v2/images.py`,
//! `RequestDeserializer.update` and `ImagesController.update`).
//!
//! Glance reads all operations first and then applies them one after the other; nothing is saved when
//! one fails. The violations stand in that order: the form of each operation, what each one does,
//! and what is checked when all is saved.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::create::{CountOwn, public_by_a_member, too_many_properties};
use super::names::{AttributeEffect, READ_ONLY_PROPERTIES, attribute_effect, is_refused_name};
use super::pointer;
use super::value::{
    empty_key, field_of, key_too_long, negative_number, pointless_tags, schema_violations,
    too_large_number, too_many_tags,
};
use super::{Field, Rules, Violation, ViolationCode};
use crate::image::{Image, Status};
use crate::patch::MEDIA_TYPE;

/// The older form of a patch, with the operation's name as the key of its path:
/// `{"replace": "/name", "value": "x"}`.
const OLDER_MEDIA_TYPE: &str = "application/openstack-images-v2.0-json-patch";

/// The names of the operations, both as `op` and as keys of the older form.
const OPERATIONS: [&str; 3] = ["add", "remove", "replace"];

/// Everything that Glance would refuse in a patch of `before`, and what it would take and should not.
#[must_use]
pub fn validate_patch(
    media_type: &str,
    body: &Value,
    before: &Image,
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let Some(form) = Form::of(media_type) else {
        return vec![unsupported()];
    };
    let Some(operations) = body.as_array() else {
        return vec![Violation::new(
            Field::Body,
            ViolationCode::WrongType,
            "A patch is a JSON list of operations.",
        )];
    };
    let mut violations = Vec::new();
    let mut changes = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        match read(operation, form) {
            Err((code, message)) => {
                violations.push(Violation::new(Field::Operation(index), code, message));
            }
            Ok(change) => {
                let found = form_of_change(&change, index, rules);
                if found.is_empty() {
                    changes.push(change);
                }
                violations.extend(found);
            }
        }
    }
    let mut state = State::of(before, form);
    for change in &changes {
        violations.extend(state.apply(change, rules));
    }
    violations.extend(state.save(&changes, rules));
    violations.extend(changes.iter().flat_map(|change| unwise(change, rules)));
    violations
}

/// The two forms of a patch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Newer,
    Older,
}

impl Form {
    /// The form that a media type says; its parameters do not matter, its letters' case does.
    fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        match essence {
            MEDIA_TYPE => Some(Self::Newer),
            OLDER_MEDIA_TYPE => Some(Self::Older),
            _ => None,
        }
    }
}

fn unsupported() -> Violation {
    Violation::new(
        Field::MediaType,
        ViolationCode::UnsupportedMediaType,
        format!("The content type of a patch is {MEDIA_TYPE}."),
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Add,
    Remove,
    Replace,
}

/// An operation, read.
struct Change<'a> {
    kind: Kind,
    /// The first key of its path.
    root: String,
    /// How many keys the path has.
    depth: usize,
    /// What it sets; `None` for a removal.
    value: Option<&'a Value>,
}

type Refusal = (ViolationCode, &'static str);

fn read(operation: &Value, form: Form) -> Result<Change<'_>, Refusal> {
    let malformed = |message| (ViolationCode::Malformed, message);
    let operation = operation
        .as_object()
        .ok_or_else(|| malformed("An operation is a JSON object."))?;
    let (kind, path) = match form {
        Form::Newer => newer(operation)?,
        Form::Older => older(operation)?,
    };
    // Glance takes any JSON for a path and fails at what is no text.
    let path = path
        .as_str()
        .ok_or((ViolationCode::Crash, "The path of an operation is text."))?;
    let tokens = pointer::tokens(path).map_err(|bad| malformed(bad.message()))?;
    let depth = tokens.len();
    let root = tokens.into_iter().next().unwrap_or_default();
    if depth != allowed_depth(&root, kind) {
        return Err(malformed(
            "A path names one key of the image, and a place in it only for locations.",
        ));
    }
    let value = match kind {
        Kind::Remove => None,
        Kind::Add | Kind::Replace => Some(
            operation
                .get("value")
                .ok_or_else(|| malformed("An operation that sets a key needs a value."))?,
        ),
    };
    Ok(Change {
        kind,
        root,
        depth,
        value,
    })
}

fn newer(operation: &Map<String, Value>) -> Result<(Kind, &Value), Refusal> {
    let kind = operation
        .get("op")
        .and_then(Value::as_str)
        .and_then(kind_of)
        .ok_or((
            ViolationCode::Malformed,
            "The op is one of add, remove and replace.",
        ))?;
    let path = operation
        .get("path")
        .ok_or((ViolationCode::Malformed, "An operation needs a path."))?;
    Ok((kind, path))
}

fn older(operation: &Map<String, Value>) -> Result<(Kind, &Value), Refusal> {
    let mut named = OPERATIONS
        .into_iter()
        .filter_map(|word| Some((kind_of(word)?, operation.get(word)?)));
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one),
        _ => Err((
            ViolationCode::Malformed,
            "An operation has exactly one of the keys add, remove and replace.",
        )),
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "add" => Some(Kind::Add),
        "remove" => Some(Kind::Remove),
        "replace" => Some(Kind::Replace),
        _ => None,
    }
}

/// Only locations have places of their own (`_path_depth_limits`).
fn allowed_depth(root: &str, kind: Kind) -> usize {
    match (root, kind) {
        ("locations", Kind::Add | Kind::Remove) => 2,
        _ => 1,
    }
}

/// What is wrong with an operation, whatever the image is like.
fn form_of_change(change: &Change<'_>, index: usize, rules: &Rules<'_>) -> Vec<Violation> {
    let root = change.root.as_str();
    if READ_ONLY_PROPERTIES.contains(&root) {
        return vec![Violation::new(
            field_of(root, rules.schema),
            ViolationCode::ReadOnly,
            format!("Glance sets {root} itself."),
        )];
    }
    if is_refused_name(root) {
        return vec![super::value::reserved(root)];
    }
    match change.value {
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

/// The image while the operations are applied to it.
struct State<'a> {
    before: &'a Image,
    form: Form,
    /// Its custom properties.
    keys: BTreeSet<String>,
}

impl<'a> State<'a> {
    fn of(before: &'a Image, form: Form) -> Self {
        Self {
            before,
            form,
            keys: before.properties.keys().cloned().collect(),
        }
    }

    fn apply(&mut self, change: &Change<'_>, rules: &Rules<'_>) -> Vec<Violation> {
        let root = change.root.as_str();
        let mut found = Vec::new();
        if root == "locations" {
            found.extend(self.locations(change));
            return found;
        }
        found.extend(self.owner(change, rules));
        if root == "visibility" {
            found.extend(public_by_a_member(change.value, rules));
        }
        let is_own = is_patchable(root) || attribute_effect(root).is_some();
        match change.kind {
            Kind::Remove if is_own => found.push(not_removable(root, rules)),
            Kind::Add if self.form == Form::Older && (is_own || self.keys.contains(root)) => {
                found.push(already_there(root, rules));
            }
            Kind::Add | Kind::Replace if is_own => {
                found.extend(internal_attribute(root));
                found.extend(self.format_with_data(root, rules));
                if let Some(value) = change.value {
                    found.extend(negative_number(root, value, rules.schema));
                }
                if let Some(tags) = change.value.filter(|_| root == "tags") {
                    found.extend(too_many_tags(tags, rules));
                }
            }
            Kind::Add => {
                self.keys.insert(root.to_owned());
            }
            Kind::Replace if !self.keys.contains(root) => found.push(not_there(root, rules)),
            Kind::Replace => {}
            Kind::Remove => {
                if !self.keys.remove(root) {
                    found.push(not_there(root, rules));
                }
            }
        }
        found
    }

    /// What is checked when all operations are applied: the number of properties only where some
    /// were added, and then the range of the numbers.
    fn save(&self, changes: &[Change<'_>], rules: &Rules<'_>) -> Vec<Violation> {
        let mut found = Vec::new();
        let has_new = self
            .keys
            .iter()
            .any(|key| !self.before.properties.contains_key(key));
        if has_new {
            found.extend(too_many_properties(self.keys.iter().count_own(), rules));
        }
        for change in changes {
            if let Some(value) = change.value {
                found.extend(too_large_number(&change.root, value, rules.schema));
            }
        }
        found
    }

    /// Locations change only where the cloud shows them (403, `show_multiple_locations`), and are
    /// never emptied (403). What else may be wrong with one, only Glance can tell.
    fn locations(&self, change: &Change<'_>) -> Option<Violation> {
        let is_emptied = change.kind == Kind::Replace
            && change
                .value
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty);
        (self.before.locations.is_none() || is_emptied).then(|| {
            Violation::new(
                Field::Base("locations".to_owned()),
                ViolationCode::Forbidden,
                "This cloud does not let the locations of an image be changed like this.",
            )
        })
    }

    /// Only an administrator gives an image away (403). Adding the owner that it has is let through.
    fn owner(&self, change: &Change<'_>, rules: &Rules<'_>) -> Option<Violation> {
        let is_member = rules.caller.is_some_and(|caller| !caller.is_admin());
        let is_same = change.value.and_then(Value::as_str) == self.before.owner.as_deref();
        let is_harmless = change.kind == Kind::Remove || (change.kind == Kind::Add && is_same);
        (change.root == "owner" && is_member && !is_harmless).then(|| {
            Violation::new(
                Field::Base("owner".to_owned()),
                ViolationCode::Forbidden,
                "Only an administrator can give an image to another project.",
            )
        })
    }

    /// Formats change only while there is no data (403), not even to what they are.
    fn format_with_data(&self, root: &str, rules: &Rules<'_>) -> Option<Violation> {
        let is_format = matches!(root, "disk_format" | "container_format");
        let is_open = matches!(self.before.status, Status::Queued | Status::Importing);
        (is_format && !is_open).then(|| {
            Violation::new(
                field_of(root, rules.schema),
                ViolationCode::Forbidden,
                "A format can be changed only before there is data.",
            )
        })
    }
}

/// The keys that Glance defines and a patch may set.
fn is_patchable(root: &str) -> bool {
    matches!(
        root,
        "name"
            | "visibility"
            | "protected"
            | "os_hidden"
            | "owner"
            | "tags"
            | "min_disk"
            | "min_ram"
            | "disk_format"
            | "container_format"
    )
}

/// Glance's own keys are set to `null` and not removed (403).
fn not_removable(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        ViolationCode::Forbidden,
        format!("The key {root} cannot be removed."),
    )
}

/// The older form adds only what is not there (409).
fn already_there(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        ViolationCode::AlreadyThere,
        format!("The key {root} is there already."),
    )
}

/// Only a property that is there can be replaced or removed (409).
fn not_there(root: &str, rules: &Rules<'_>) -> Violation {
    Violation::new(
        field_of(root, rules.schema),
        ViolationCode::NotThere,
        format!("The image has no property {root}."),
    )
}

/// Names that reach into Glance's own objects.
fn internal_attribute(root: &str) -> Option<Violation> {
    let code = match attribute_effect(root)? {
        AttributeEffect::Dropped => ViolationCode::Ignored,
        AttributeEffect::Lost => ViolationCode::Lost,
        AttributeEffect::Fatal => ViolationCode::Crash,
    };
    Some(Violation::new(
        Field::Property(root.to_owned()),
        code,
        format!("A property cannot have the name {root}."),
    ))
}

/// What Glance takes and should not.
fn unwise(change: &Change<'_>, rules: &Rules<'_>) -> Vec<Violation> {
    let root = change.root.as_str();
    let Some(value) = change.value else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if root == "tags" {
        found.extend(pointless_tags(value));
    }
    if root == "stores" {
        found.push(Violation::new(
            field_of(root, rules.schema),
            ViolationCode::Ignored,
            "Glance sets stores itself, and shows this value only until there is data.",
        ));
    }
    if change.kind == Kind::Add && rules.schema.is_custom(root) {
        found.extend(key_too_long(root, ViolationCode::Fragile));
        found.extend(empty_key(root));
    }
    found
}
