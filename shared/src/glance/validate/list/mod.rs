//! The query of `GET /v2/images`, as a client sends it (`glance/api/v2/images.py`,
//! `RequestDeserializer.index`, and `glance/db/sqlalchemy/api.py`, `_make_conditions_from_filters`).
//!
//! Glance takes the first `limit`, `marker`, `member_status` and `sort` of several, and of any other
//! key the last; the rest of the first four it takes for custom properties.

mod filter;
mod number;
mod query;
mod sort;

use self::filter::{no_filter, operator, overflow, range, time};
use self::number::whole_number;
use self::query::{Query, wrong};
use self::sort::{classic_sort, sort};
use super::{Field, QueryCause, Violation};
use crate::glance::image::{ImageId, Visibility};

/// Everything in a query that Glance would refuse. The query is what stands after the `?`.
///
/// That a marker names an image that the caller sees, only Glance knows.
#[must_use]
pub fn validate_list(query: &str) -> Vec<Violation> {
    if !decodes_to_text(query) {
        return vec![Violation::new(Field::Body, QueryCause::NotUtf8)];
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let query = Query::of(&pairs);
    let mut violations = Vec::new();
    violations.extend(visibility(query));
    violations.extend(changes_since(query));
    violations.extend(member_status(query));
    violations.extend(limit(query));
    violations.extend(sort(query));
    violations.extend(classic_sort(query));
    violations.extend(os_hidden(query));
    violations.extend(protected(query));
    violations.extend(query.last("properties").map(|_| no_filter("properties")));
    violations.extend(empty_changes_since(query));
    for (key, value) in query.filters() {
        violations.extend(range(key, value));
        violations.extend(time(key, value));
        violations.extend(operator(key, value));
    }
    violations.extend(query.last("locations").map(|_| no_filter("locations")));
    violations.extend(query.last("members").map(|_| no_filter("members")));
    violations.extend(marker(query));
    for (key, value) in query.filters() {
        violations.extend(overflow(key, value));
    }
    violations
}

/// Whether the bytes that a query stands for are text in UTF-8 (400 otherwise).
fn decodes_to_text(query: &str) -> bool {
    let mut bytes = Vec::with_capacity(query.len());
    let mut rest = query.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.split_at_checked(2).and_then(|(digits, after)| {
            let digits = std::str::from_utf8(digits).ok()?;
            let is_escape = *first == b'%' && digits.bytes().all(|b| b.is_ascii_hexdigit());
            is_escape.then(|| Some((u8::from_str_radix(digits, 16).ok()?, after)))?
        });
        match escaped {
            Some((byte, after)) => {
                bytes.push(byte);
                rest = after;
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    std::str::from_utf8(&bytes).is_ok()
}

/// One of five words; nothing at all counts as not given.
fn visibility(query: Query<'_>) -> Option<Violation> {
    let value = query.last("visibility").filter(|value| !value.is_empty())?;
    let is_known = value == "all" || Visibility::KNOWN.iter().any(|one| one.as_str() == value);
    (!is_known).then(|| wrong("visibility", QueryCause::Visibility))
}

/// A filter of the first API (400).
fn changes_since(query: Query<'_>) -> Option<Violation> {
    let value = query.last("changes-since")?;
    (!value.is_empty()).then(|| no_changes_since(false))
}

/// Empty, it passes the first look and makes Glance fail at the second (500).
fn empty_changes_since(query: Query<'_>) -> Option<Violation> {
    let value = query.last("changes-since")?;
    value.is_empty().then(|| no_changes_since(true))
}

fn no_changes_since(is_empty: bool) -> Violation {
    wrong("changes-since", QueryCause::ChangesSince { is_empty })
}

fn member_status(query: Query<'_>) -> Option<Violation> {
    let value = query.first("member_status")?;
    let is_known = ["pending", "accepted", "rejected", "all"].contains(&value);
    (!is_known).then(|| wrong("member_status", QueryCause::MemberStatus))
}

/// A whole number from 0; Glance cuts it to 1000 without a word.
fn limit(query: Query<'_>) -> Option<Violation> {
    let is_number = match whole_number(query.first("limit")?) {
        None => false,
        Some(number) if number < 0 => true,
        Some(_) => return None,
    };
    Some(wrong("limit", QueryCause::Limit { is_number }))
}

/// The id of an image. The database looks for exactly this text, so space around it is wrong too.
fn marker(query: Query<'_>) -> Option<Violation> {
    let is_id = query.first("marker")?.parse::<ImageId>().is_ok();
    (!is_id).then(|| wrong("marker", QueryCause::Marker))
}

/// `true` or `false`, in letters of either case.
fn os_hidden(query: Query<'_>) -> Option<Violation> {
    let value = query.last("os_hidden")?.to_lowercase();
    (!["true", "false"].contains(&value.as_str())).then(|| wrong("os_hidden", QueryCause::Hidden))
}

/// `true` or `false`, in small letters only.
fn protected(query: Query<'_>) -> Option<Violation> {
    let value = query.last("protected")?;
    (!["true", "false"].contains(&value)).then(|| wrong("protected", QueryCause::Protected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_violations_of_a_query_are_told_at_once() {
        let violations = validate_list("limit=x&sort=owner:up&protected=yes&size_min=a&name=a:b");
        let keys: Vec<Field> = violations.into_iter().map(|one| one.field).collect();
        let parameter = |key: &str| Field::Parameter(key.to_owned());
        assert_eq!(
            keys,
            [
                parameter("limit"),
                parameter("sort"),
                parameter("sort"),
                parameter("protected"),
                parameter("size_min"),
                parameter("name"),
            ]
        );
    }
}
