//! What the value of a filter may be: ranges, times and operators.

use super::number::whole_number;
use super::query::wrong;
use crate::glance::validate::{QueryCause, Violation};
use crate::time::iso8601;

/// The columns of an image's row (`glance/db/sqlalchemy/models.py`, `Image`), which can be limited by
/// `_min` and `_max`.
const COLUMNS: [&str; 20] = [
    "checksum",
    "container_format",
    "created_at",
    "deleted",
    "deleted_at",
    "disk_format",
    "id",
    "min_disk",
    "min_ram",
    "name",
    "os_hash_algo",
    "os_hash_value",
    "os_hidden",
    "owner",
    "protected",
    "size",
    "status",
    "updated_at",
    "virtual_size",
    "visibility",
];

/// `size_min=5`: a whole number (400). Glance fails (500) at a key that is no column.
pub(super) fn range(key: &str, value: &str) -> Option<Violation> {
    let column = column_of_range(key)?;
    if whole_number(value).is_none() {
        return Some(wrong(key, QueryCause::RangeEnd));
    }
    (!COLUMNS.contains(&column)).then(|| wrong(key, QueryCause::NoRange(column.to_owned())))
}

/// At a number that the database cannot hold, Glance fails (500) when it asks the database.
pub(super) fn overflow(key: &str, value: &str) -> Option<Violation> {
    column_of_range(key)?;
    let number = whole_number(value)?;
    i64::try_from(number)
        .is_err()
        .then(|| wrong(key, QueryCause::TooLarge))
}

fn column_of_range(key: &str) -> Option<&str> {
    key.strip_suffix("_min")
        .or_else(|| key.strip_suffix("_max"))
}

/// `created_at=gt:2026-01-01T00:00:00Z`.
pub(super) fn time(key: &str, value: &str) -> Option<Violation> {
    if !["created_at", "updated_at"].contains(&key) {
        return None;
    }
    let (operator, time) = split_operator(value);
    if !iso8601::is_time(time) {
        return Some(wrong(key, QueryCause::Time));
    }
    (!["gt", "gte", "lt", "lte", "eq", "neq"].contains(&operator))
        .then(|| wrong(key, QueryCause::Comparison))
}

/// `name=in:a,b`, or the value alone; other operators there are none.
pub(super) fn operator(key: &str, value: &str) -> Option<Violation> {
    if !["name", "id", "status", "container_format", "disk_format"].contains(&key) {
        return None;
    }
    match split_operator(value) {
        ("eq", _) => None,
        ("in", list) => (!quotes_match(list)).then(|| wrong(key, QueryCause::Quotes)),
        _ => Some(wrong(key, QueryCause::Operator)),
    }
}

/// Keys that are tables of their own inside Glance, at which it fails (500).
pub(super) fn no_filter(key: &'static str) -> Violation {
    wrong(key, QueryCause::NoFilter(key))
}

/// `glance/common/utils.py`, `split_filter_op`: what stands before the first colon, unless the whole
/// is a time.
fn split_operator(value: &str) -> (&str, &str) {
    match value.split_once(':') {
        Some(_) if iso8601::is_time(value) => ("eq", value),
        Some(parts) => parts,
        None => ("eq", value),
    }
}

/// `glance/common/utils.py`, `validate_quotes`: a quote opens at the start or after a comma, and
/// closes at the end or before one.
fn quotes_match(list: &str) -> bool {
    let characters: Vec<char> = list.chars().collect();
    let mut is_open = false;
    let mut before = None;
    for (index, character) in characters.iter().enumerate() {
        if *character == '"' && before != Some('\\') {
            let after = characters.get(index + 1).copied();
            let is_placed = if is_open {
                after.is_none_or(|after| after == ',')
            } else {
                before.is_none_or(|before| before == ',')
            };
            if !is_placed {
                return false;
            }
            is_open = !is_open;
        }
        before = Some(*character);
    }
    !is_open
}
