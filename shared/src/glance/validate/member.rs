//! Members: `POST /v2/images/{id}/members` and `PUT /v2/images/{id}/members/{member}`
//! (`glance/api/v2/image_members.py`).

use serde_json::Value;

use super::character::unstorable;
use super::{Field, MemberCause, Rules, Violation};
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
    let is_known = |word: &str| MemberAnswer::KNOWN.iter().any(|one| one.as_str() == word);
    let cause = match body.get("status") {
        None => MemberCause::NoAnswer,
        Some(Value::String(word)) if is_known(word) => return Vec::new(),
        Some(_) => MemberCause::UnknownAnswer,
    };
    vec![Violation::new(Field::MemberAnswer, cause)]
}

/// A body that is no object (400).
fn no_object(key: &'static str) -> Violation {
    Violation::new(Field::Body, MemberCause::NotAnObject { key })
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
    Violation::new(Field::Member, MemberCause::NoProject)
}

/// Only a shared image has members (403).
fn not_shared(image: &Image) -> Option<Violation> {
    (image.visibility != Visibility::Shared)
        .then(|| Violation::new(Field::Visibility, MemberCause::NotShared))
}

/// A project is a member once (409).
fn already_there(member: &Value, present: &[ProjectId]) -> Option<Violation> {
    let member = member.as_str()?;
    let is_there = present.iter().any(|one| one == member);
    is_there.then(|| Violation::new(Field::Member, MemberCause::AlreadyMember))
}

/// There may be so many members (413).
fn one_too_many(present: &[ProjectId], rules: &Rules<'_>) -> Option<Violation> {
    let limit = rules.limits.members;
    let count = present.len();
    (count >= limit).then(|| Violation::new(Field::Member, MemberCause::TooMany { count, limit }))
}

/// Glance takes a number for an id, and fails at a list and an object (500).
fn not_text(member: &Value) -> Option<Violation> {
    let crashes = matches!(member, Value::Array(_) | Value::Object(_));
    (!member.is_string()).then(|| Violation::new(Field::Member, MemberCause::NotText { crashes }))
}

/// SQLite keeps an id of any length; other databases do not.
fn too_long(member: &Value) -> Option<Violation> {
    let length = member.as_str()?.chars().count();
    let limit = MEMBER_MAX_CHARS;
    (length > limit).then(|| Violation::new(Field::Member, MemberCause::TooLong { length, limit }))
}
