//! Reads the operations of a patch, in both forms.

use serde_json::Value;

use crate::glance::patch::{Dialect, Operation, RefusalCause, parse_operation, parse_pointer};
use crate::glance::validate::PatchCause;

/// What an operation does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OperationKind {
    Add,
    Remove,
    Replace,
}

/// An operation, read.
pub(super) struct Change {
    pub(super) kind: OperationKind,
    /// The first key of its path.
    pub(super) root: String,
    /// How many keys the path has.
    pub(super) depth: usize,
    /// What it sets; `None` for a removal.
    pub(super) value: Option<Value>,
}

/// Reads one operation from JSON.
pub(super) fn read_json(operation: &Value, dialect: Dialect) -> Result<Change, PatchCause> {
    let (operation, tokens) =
        parse_operation(dialect, operation.clone()).map_err(PatchCause::Operation)?;
    change(operation, &tokens)
}

/// Reads the path of an operation.
pub(super) fn read(operation: Operation) -> Result<Change, PatchCause> {
    let tokens = parse_pointer(operation.path())
        .map_err(|bad| PatchCause::Operation(RefusalCause::Pointer(bad)))?;
    change(operation, &tokens)
}

fn change(operation: Operation, tokens: &[String]) -> Result<Change, PatchCause> {
    let (kind, value) = match operation {
        Operation::Add { value, .. } => (OperationKind::Add, Some(value)),
        Operation::Replace { value, .. } => (OperationKind::Replace, Some(value)),
        Operation::Remove { .. } => (OperationKind::Remove, None),
    };
    let depth = tokens.len();
    let root = tokens.first().cloned().unwrap_or_default();
    if depth != allowed_depth(&root, kind) {
        let depth = RefusalCause::Depth(tokens.join("/"));
        return Err(PatchCause::Operation(depth));
    }
    Ok(Change {
        kind,
        root,
        depth,
        value,
    })
}

/// Only locations have places of their own (`_path_depth_limits`).
fn allowed_depth(root: &str, kind: OperationKind) -> usize {
    match (root, kind) {
        ("locations", OperationKind::Add | OperationKind::Remove) => 2,
        _ => 1,
    }
}
