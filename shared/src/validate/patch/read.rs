//! Reads the operations of a patch, in both forms.

use serde_json::{Map, Value};

use super::pointer;
use crate::patch::MEDIA_TYPE;
use crate::validate::ViolationCode;

/// The older form of a patch, with the operation's name as the key of its path:
/// `{"replace": "/name", "value": "x"}`.
const OLDER_MEDIA_TYPE: &str = "application/openstack-images-v2.0-json-patch";

/// The names of the operations, both as `op` and as keys of the older form.
const OPERATIONS: [&str; 3] = ["add", "remove", "replace"];

/// The two forms of a patch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Newer,
    Older,
}

impl Form {
    /// The form that a media type says; its parameters do not matter, its letters' case does.
    pub(super) fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        match essence {
            MEDIA_TYPE => Some(Self::Newer),
            OLDER_MEDIA_TYPE => Some(Self::Older),
            _ => None,
        }
    }
}

/// What an operation does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Add,
    Remove,
    Replace,
}

/// An operation, read.
pub(super) struct Change<'a> {
    pub(super) kind: Kind,
    /// The first key of its path.
    pub(super) root: String,
    /// How many keys the path has.
    pub(super) depth: usize,
    /// What it sets; `None` for a removal.
    pub(super) value: Option<&'a Value>,
}

/// Why an operation cannot be read.
pub(super) type Refusal = (ViolationCode, &'static str);

/// Reads one operation.
pub(super) fn read(operation: &Value, form: Form) -> Result<Change<'_>, Refusal> {
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
