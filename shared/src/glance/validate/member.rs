//! Members: `POST /v2/images/{id}/members` and `PUT /v2/images/{id}/members/{member}`
//! (`glance/api/v2/image_members.py`).

use serde_json::Value;

use super::character::unstorable;
use super::{Field, Rules, Violation, ViolationCode};
use crate::glance::image::{Image, Visibility};
use crate::glance::member::MemberAnswer;
use crate::ids::ProjectId;

/// The longest id of a project that a database other than SQLite keeps, in characters.
const MEMBER_MAX_CHARS: usize = 255;

/// Everything that keeps a project from becoming a member of `image`, which has the members
/// `present`. Whether the project exists nobody asks.
#[must_use]
pub fn validate_member(
    body: &Value,
    image: &Image,
    present: &[ProjectId],
    rules: &Rules<'_>,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    match body.as_object().map(|body| body.get("member")) {
        None => violations.push(no_object("member")),
        Some(None | Some(Value::Null)) => violations.push(no_member()),
        Some(Some(member)) if is_empty(member) => violations.push(no_member()),
        Some(Some(member)) => {
            violations.extend(not_shared(image));
            violations.extend(already_there(member, present));
            violations.extend(one_too_many(present, rules));
            violations.extend(not_text(member));
            violations.extend(too_long(member));
            let text = member.as_str().unwrap_or_default();
            violations.extend(unstorable(text, Field::Member));
        }
    }
    violations
}

/// Everything that keeps a member's answer from being taken.
#[must_use]
pub fn validate_member_answer(body: &Value) -> Vec<Violation> {
    let Some(body) = body.as_object() else {
        return vec![no_object("status")];
    };
    let words: Vec<&str> = MemberAnswer::KNOWN
        .iter()
        .map(MemberAnswer::as_str)
        .collect();
    let answer = |code| {
        let message = format!("The answer must be one of {}.", words.join(", "));
        vec![Violation::new(Field::MemberAnswer, code, message)]
    };
    match body.get("status") {
        None => answer(ViolationCode::Missing),
        Some(Value::String(word)) if words.contains(&word.as_str()) => Vec::new(),
        Some(_) => answer(ViolationCode::NotAllowed),
    }
}

/// A body that is no object (400).
fn no_object(key: &str) -> Violation {
    Violation::new(
        Field::Body,
        ViolationCode::WrongType,
        format!("The body must be a JSON object with the key {key}."),
    )
}

/// What Python takes for empty (400).
fn is_empty(member: &Value) -> bool {
    match member {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
    }
}

fn no_member() -> Violation {
    Violation::new(
        Field::Member,
        ViolationCode::Missing,
        "Enter the id of a project.",
    )
}

/// Only a shared image has members (403).
fn not_shared(image: &Image) -> Option<Violation> {
    (image.visibility != Visibility::Shared).then(|| {
        Violation::new(
            Field::Visibility,
            ViolationCode::Forbidden,
            "Only an image of the visibility \"shared\" has members.",
        )
    })
}

/// A project is a member once (409).
fn already_there(member: &Value, present: &[ProjectId]) -> Option<Violation> {
    let member = member.as_str()?;
    present.iter().any(|one| one == member).then(|| {
        Violation::new(
            Field::Member,
            ViolationCode::AlreadyThere,
            "This project is a member already.",
        )
    })
}

/// There may be so many members (413).
fn one_too_many(present: &[ProjectId], rules: &Rules<'_>) -> Option<Violation> {
    let limit = rules.limits.members;
    (present.len() >= limit).then(|| {
        Violation::new(
            Field::Member,
            ViolationCode::TooMany,
            format!(
                "The image has {} members. At most {limit} are allowed.",
                present.len()
            ),
        )
    })
}

/// Glance takes a number for an id, and fails at a list and an object (500).
fn not_text(member: &Value) -> Option<Violation> {
    let code = match member {
        Value::String(_) => return None,
        Value::Array(_) | Value::Object(_) => ViolationCode::Crash,
        _ => ViolationCode::Fragile,
    };
    Some(Violation::new(
        Field::Member,
        code,
        "The id of a project is text.",
    ))
}

/// SQLite keeps an id of any length; other databases do not.
fn too_long(member: &Value) -> Option<Violation> {
    let length = member.as_str()?.chars().count();
    (length > MEMBER_MAX_CHARS).then(|| {
        Violation::new(
            Field::Member,
            ViolationCode::Fragile,
            format!("The id has {length} characters. At most {MEMBER_MAX_CHARS} are allowed."),
        )
    })
}
