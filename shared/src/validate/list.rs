//! The query of `GET /v2/images`, as a client sends it (`glance/api/v2/images.py`,
//! `RequestDeserializer.index`, and `glance/db/sqlalchemy/api.py`, `_make_conditions_from_filters`).
//!
//! Glance takes the first `limit`, `marker`, `member_status` and `sort` of several, and of any other
//! key the last; the rest of the first four it takes for custom properties.

use super::{Field, Violation, ViolationCode, iso8601};
use crate::image::{ImageId, Visibility};
use crate::list_query::SortKey;

/// Everything in a query that Glance would refuse. The query is what stands after the `?`.
///
/// That a marker names an image that the caller sees, only Glance knows.
#[must_use]
pub fn validate_list(query: &str) -> Vec<Violation> {
    if !decodes_to_text(query) {
        return vec![Violation::new(
            Field::Body,
            ViolationCode::Malformed,
            "The query is no text in UTF-8.",
        )];
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let query = Query(&pairs);
    let mut violations = Vec::new();
    violations.extend(visibility(query));
    violations.extend(changes_since(query));
    violations.extend(member_status(query));
    violations.extend(limit(query));
    violations.extend(sort(query));
    violations.extend(classic_sort(query));
    violations.extend(os_hidden(query));
    violations.extend(protected(query));
    for (key, value) in query.filters() {
        violations.extend(range(key, value));
        violations.extend(time(key, value));
        violations.extend(operator(key, value));
        violations.extend(relation(key));
    }
    violations.extend(marker(query));
    violations
}

/// The pairs of a query, with Glance's way of looking a key up.
#[derive(Clone, Copy)]
struct Query<'a>(&'a [(String, String)]);

/// Of these keys the first counts.
const FIRST_COUNTS: [&str; 4] = ["limit", "marker", "member_status", "sort"];

impl<'a> Query<'a> {
    fn all(self, key: &str) -> impl DoubleEndedIterator<Item = &'a str> {
        let pairs = self.0.iter().filter(move |(one, _)| one == key);
        pairs.map(|(_, value)| value.as_str())
    }

    fn first(self, key: &str) -> Option<&'a str> {
        self.all(key).next()
    }

    fn last(self, key: &str) -> Option<&'a str> {
        self.all(key).next_back()
    }

    /// Each key that filters, with the value that counts.
    fn filters(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_last = move |index: usize, key: &str| {
            let mut later = self.0.iter().skip(index + 1);
            !later.any(|(one, _)| one == key)
        };
        let pairs = self.0.iter().enumerate();
        pairs
            .filter(move |(index, (key, _))| {
                !FIRST_COUNTS.contains(&key.as_str()) && is_last(*index, key)
            })
            .map(|(_, (key, value))| (key.as_str(), value.as_str()))
    }
}

fn wrong(key: &str, code: ViolationCode, message: impl Into<String>) -> Violation {
    Violation::new(Field::Parameter(key.to_owned()), code, message)
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
    (!is_known).then(|| {
        wrong(
            "visibility",
            ViolationCode::NotAllowed,
            "The visibility is one of public, private, shared, community and all.",
        )
    })
}

/// A filter of the first API; empty, it makes Glance fail (500).
fn changes_since(query: Query<'_>) -> Option<Violation> {
    let code = if query.last("changes-since")?.is_empty() {
        ViolationCode::Crash
    } else {
        ViolationCode::NotAllowed
    };
    let message = "Use updated_at=gt:TIME instead of changes-since.";
    Some(wrong("changes-since", code, message))
}

fn member_status(query: Query<'_>) -> Option<Violation> {
    let value = query.first("member_status")?;
    let is_known = ["pending", "accepted", "rejected", "all"].contains(&value);
    (!is_known).then(|| {
        wrong(
            "member_status",
            ViolationCode::NotAllowed,
            "The member status is one of accepted, pending, rejected and all.",
        )
    })
}

/// A whole number from 0; Glance cuts it to 1000 without a word.
fn limit(query: Query<'_>) -> Option<Violation> {
    let message = "The limit is a whole number from 0.";
    match whole_number(query.first("limit")?) {
        None => Some(wrong("limit", ViolationCode::Malformed, message)),
        Some(number) if number < 0 => Some(wrong("limit", ViolationCode::OutOfRange, message)),
        Some(_) => None,
    }
}

/// The id of an image. The database looks for exactly this text, so space around it is wrong too.
fn marker(query: Query<'_>) -> Option<Violation> {
    let is_id = query.first("marker")?.parse::<ImageId>().is_ok();
    (!is_id).then(|| {
        wrong(
            "marker",
            ViolationCode::Malformed,
            "The marker is the id of the last image of the page before.",
        )
    })
}

/// `sort=key:direction,…`, not together with the classic form.
fn sort(query: Query<'_>) -> Vec<Violation> {
    let Some(value) = query.first("sort") else {
        return Vec::new();
    };
    if query.first("sort_key").is_some() || query.first("sort_dir").is_some() {
        let message = "Sort either with sort or with sort_key and sort_dir.";
        return vec![wrong("sort", ViolationCode::NotAllowed, message)];
    }
    let parts = value.trim().split(',');
    parts
        .flat_map(|part| {
            let (key, direction) = part.split_once(':').unwrap_or((part, ""));
            let direction = Some(direction).filter(|word| !word.is_empty());
            let key = sort_key("sort", key.trim());
            key.into_iter()
                .chain(direction.and_then(|word| sort_direction("sort", word.trim())))
        })
        .collect()
}

/// `sort_key` and `sort_dir`: one direction for all keys, or one for each.
fn classic_sort(query: Query<'_>) -> Vec<Violation> {
    if query.first("sort").is_some() {
        return Vec::new();
    }
    let keys: Vec<&str> = query.all("sort_key").collect();
    let directions: Vec<&str> = query.all("sort_dir").collect();
    let mut violations: Vec<Violation> = keys
        .iter()
        .filter_map(|key| sort_key("sort_key", key.trim()))
        .collect();
    violations.extend(
        directions
            .iter()
            .filter_map(|word| sort_direction("sort_dir", word.trim())),
    );
    if directions.len() > 1 && directions.len() != keys.len() {
        violations.push(wrong(
            "sort_dir",
            ViolationCode::NotAllowed,
            "Give one direction for all keys, or one for each.",
        ));
    }
    violations
}

fn sort_key(parameter: &str, key: &str) -> Option<Violation> {
    let words: Vec<&str> = SortKey::ALL.iter().map(|one| one.as_str()).collect();
    (!words.contains(&key)).then(|| {
        wrong(
            parameter,
            ViolationCode::NotAllowed,
            format!("A list is sorted by {}.", words.join(", ")),
        )
    })
}

fn sort_direction(parameter: &str, word: &str) -> Option<Violation> {
    (!["asc", "desc"].contains(&word)).then(|| {
        wrong(
            parameter,
            ViolationCode::NotAllowed,
            "The direction is asc or desc.",
        )
    })
}

/// `true` or `false`, in letters of either case.
fn os_hidden(query: Query<'_>) -> Option<Violation> {
    let value = query.last("os_hidden")?.to_lowercase();
    (!["true", "false"].contains(&value.as_str())).then(|| {
        wrong(
            "os_hidden",
            ViolationCode::NotAllowed,
            "The filter os_hidden is true or false.",
        )
    })
}

/// `true` or `false`, in small letters only.
fn protected(query: Query<'_>) -> Option<Violation> {
    let value = query.last("protected")?;
    (!["true", "false"].contains(&value)).then(|| {
        wrong(
            "protected",
            ViolationCode::NotAllowed,
            "The filter protected is true or false, in small letters.",
        )
    })
}

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

/// `size_min=5`: a whole number (400). Glance fails (500) at a key that is no column and at a number
/// that the database cannot hold.
fn range(key: &str, value: &str) -> Option<Violation> {
    let column = key
        .strip_suffix("_min")
        .or_else(|| key.strip_suffix("_max"))?;
    let Some(number) = whole_number(value) else {
        let message = "The end of a range is a whole number.";
        return Some(wrong(key, ViolationCode::Malformed, message));
    };
    if !COLUMNS.contains(&column) {
        let message = format!("There is no range of {column}.");
        return Some(wrong(key, ViolationCode::Crash, message));
    }
    i64::try_from(number).is_err().then(|| {
        let message = "The number is too large.";
        wrong(key, ViolationCode::Crash, message)
    })
}

/// `created_at=gt:2026-01-01T00:00:00Z`.
fn time(key: &str, value: &str) -> Option<Violation> {
    if !["created_at", "updated_at"].contains(&key) {
        return None;
    }
    let (operator, time) = split_operator(value);
    if !iso8601::is_time(time) {
        let message = "Write the time like 2026-01-31T12:00:00Z, and its + as %2B.";
        return Some(wrong(key, ViolationCode::Malformed, message));
    }
    (!["gt", "gte", "lt", "lte", "eq", "neq"].contains(&operator)).then(|| {
        wrong(
            key,
            ViolationCode::NotAllowed,
            "Times are compared by gt, gte, lt, lte, eq and neq.",
        )
    })
}

/// `name=in:a,b`, or the value alone; other operators there are none.
fn operator(key: &str, value: &str) -> Option<Violation> {
    if !["name", "id", "status", "container_format", "disk_format"].contains(&key) {
        return None;
    }
    match split_operator(value) {
        ("eq", _) => None,
        ("in", list) => (!quotes_match(list)).then(|| {
            wrong(
                key,
                ViolationCode::Malformed,
                "Quotes stand around a whole value of the list.",
            )
        }),
        _ => Some(wrong(
            key,
            ViolationCode::NotAllowed,
            "Write eq: before a value with a colon.",
        )),
    }
}

/// Keys that are tables of their own inside Glance, at which it fails (500).
fn relation(key: &str) -> Option<Violation> {
    ["locations", "members", "properties"]
        .contains(&key)
        .then(|| {
            wrong(
                key,
                ViolationCode::Crash,
                format!("There is no filter {key}."),
            )
        })
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

/// A number as Python's `int` reads it: space around it, a sign, digits of any script, and single
/// underscores between them. What is too large for 128 bits counts as their largest number, and a
/// digit that is not ASCII as 0, because only sign and size matter here.
fn whole_number(text: &str) -> Option<i128> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut number: i128 = 0;
    for group in digits.split('_') {
        if group.is_empty() {
            return None;
        }
        for character in group.chars() {
            let digit = match character.to_digit(10) {
                Some(digit) => i128::from(digit),
                None if !character.is_ascii() && character.is_numeric() => 0,
                None => return None,
            };
            number = number.saturating_mul(10).saturating_add(digit);
        }
    }
    Some(number.saturating_mul(sign))
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

    #[test]
    fn numbers_read_as_python_reads_them() {
        for (text, number) in [
            ("5", Some(5)),
            (" +5 ", Some(5)),
            ("-0", Some(0)),
            ("1_000", Some(1000)),
            ("1__0", None),
            ("_1", None),
            ("", None),
            ("0x10", None),
            ("1.5", None),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
