//! Checks a value against a schema, with the meaning that Python's `jsonschema` gives the keywords,
//! since that is what Glance asks (`glance/schema.py`, `Schema.validate`).

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::document::JsonType;
use crate::glance::image::ImageId;
use crate::json::nullable::Other;
use crate::units::whole_number;

/// One thing that is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// Where in the value, from its root.
    pub path: Vec<PathStep>,
    pub fault: Fault,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// To a key of an object.
    Key(String),
    /// To an element of a list.
    Index(usize),
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has none of these types.
    WrongType(Vec<JsonType>),
    /// It is none of these values.
    NotAllowed(Vec<Value>),
    /// The text has more characters than allowed.
    TooLong {
        /// How many it has.
        length: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The text has fewer characters than allowed.
    TooShort {
        /// How many it has.
        length: u64,
        /// How many it must have.
        limit: u64,
    },
    /// The list has fewer elements than it must have.
    TooFew {
        /// How many it has.
        count: u64,
        /// How many it must have.
        limit: u64,
    },
    /// The list has more elements than it may have.
    TooMany {
        /// How many it has.
        count: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The list has an element twice.
    Repeated,
    /// The number is smaller than this.
    TooSmall(Number),
    /// The number is larger than this.
    TooLarge(Number),
    /// The text does not match this regular expression.
    NoMatch(String),
    /// The object lacks this key.
    MissingKey(String),
    /// The object may not have this key.
    UnknownKey(String),
}

/// The pattern of every id in Glance's documents. It is the only pattern there is, so it is known by
/// its text instead of carrying an engine for regular expressions to every browser (`regex-lite`
/// alone would be a tenth of the dashboard). Text under another pattern, which only an operator can
/// bring, passes here, and Glance decides.
const UUID_PATTERN: &str =
    "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";

/// How deep `$ref`, `allOf`, `items` and `properties` may nest, so that a document that refers to
/// itself ends.
const MAX_DEPTH: usize = 32;

/// How many parts of a document and elements of lists are looked at in all, so that a document that
/// refers to itself several times over ends soon. Glance's own need a few for each key of a value.
const MAX_STEPS: usize = 10_000;

/// Everything in which `value` departs from `node`, a part of a document as JSON. `definitions` are
/// those of the document. A keyword whose own value makes no sense says nothing.
///
/// After 10,000 steps (a node of the schema held to a value, or an element of a list compared with
/// those before it) nothing further is found, and Glance decides.
#[must_use]
pub fn evaluate(node: &Other, value: &Value, definitions: Option<&Other>) -> Vec<SchemaFault> {
    let mut run = Run {
        definitions,
        steps_left: MAX_STEPS,
        path: Vec::new(),
        faults: Vec::new(),
    };
    run.check(node, value, 0);
    run.faults
}

struct Run<'a> {
    definitions: Option<&'a Other>,
    steps_left: usize,
    path: Vec<PathStep>,
    faults: Vec<SchemaFault>,
}

impl<'a> Run<'a> {
    /// Takes a step, unless there were too many already.
    fn may_go_on(&mut self) -> bool {
        let may = self.steps_left > 0;
        self.steps_left = self.steps_left.saturating_sub(1);
        may
    }

    fn report(&mut self, fault: Fault) {
        if self.steps_left > 0 {
            let path = self.path.clone();
            self.faults.push(SchemaFault { path, fault });
        }
    }

    fn check(&mut self, node: &Other, value: &Value, depth: usize) {
        if depth > MAX_DEPTH || !self.may_go_on() {
            return;
        }
        if let Some(referred) = self.definition(node) {
            self.check(referred, value, depth + 1);
        }
        for part in list(node, "allOf").iter().filter_map(Value::as_object) {
            self.check(part, value, depth + 1);
        }
        let types = types(node);
        if !types.is_empty() && !types.iter().any(|one| is_of_type(value, one)) {
            // What has the wrong type would fail the rest for the same reason.
            self.report(Fault::WrongType(types));
            return;
        }
        if let Some(Value::Array(allowed)) = node.get("enum")
            && !allowed.iter().any(|one| is_equal(one, value))
        {
            self.report(Fault::NotAllowed(allowed.clone()));
        }
        match value {
            Value::String(text) => self.check_text(node, text),
            Value::Number(number) => self.check_number(node, number),
            Value::Array(elements) => self.check_list(node, elements, depth),
            Value::Object(object) => self.check_object(node, object, depth),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn definition(&self, node: &Other) -> Option<&'a Other> {
        let reference = node.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/definitions/")?;
        self.definitions?.get(name)?.as_object()
    }

    fn step(&mut self, step: PathStep, node: &Other, value: &Value, depth: usize) {
        self.path.push(step);
        self.check(node, value, depth + 1);
        self.path.pop();
    }

    fn check_text(&mut self, node: &Other, text: &str) {
        let length = text.chars().count() as u64;
        if let Some(limit) = limit(node, "maxLength").filter(|limit| length > *limit) {
            self.report(Fault::TooLong { length, limit });
        }
        if let Some(limit) = limit(node, "minLength").filter(|limit| length < *limit) {
            self.report(Fault::TooShort { length, limit });
        }
        if let Some(Value::String(pattern)) = node.get("pattern")
            && pattern == UUID_PATTERN
            && text.parse::<ImageId>().is_err()
        {
            self.report(Fault::NoMatch(pattern.clone()));
        }
    }

    fn check_number(&mut self, node: &Other, number: &Number) {
        let limit = |key| node.get(key).and_then(Value::as_number);
        if let Some(least) =
            limit("minimum").filter(|least| compare(number, least).is_some_and(Ordering::is_lt))
        {
            self.report(Fault::TooSmall(least.clone()));
        }
        if let Some(most) =
            limit("maximum").filter(|most| compare(number, most).is_some_and(Ordering::is_gt))
        {
            self.report(Fault::TooLarge(most.clone()));
        }
    }

    fn check_list(&mut self, node: &Other, elements: &[Value], depth: usize) {
        let count = elements.len() as u64;
        if let Some(limit) = limit(node, "maxItems").filter(|limit| count > *limit) {
            self.report(Fault::TooMany { count, limit });
        }
        if let Some(limit) = limit(node, "minItems").filter(|limit| count < *limit) {
            self.report(Fault::TooFew { count, limit });
        }
        if node.get("uniqueItems") == Some(&Value::Bool(true)) && self.has_repetition(elements) {
            self.report(Fault::Repeated);
        }
        if let Some(Value::Object(items)) = node.get("items") {
            for (index, element) in elements.iter().enumerate() {
                self.step(PathStep::Index(index), items, element, depth);
            }
        }
    }

    fn has_repetition(&mut self, elements: &[Value]) -> bool {
        let mut rest = elements;
        while let [first, others @ ..] = rest {
            if !self.may_go_on() {
                return false;
            }
            if others.iter().any(|other| is_equal(first, other)) {
                return true;
            }
            rest = others;
        }
        false
    }

    fn check_object(&mut self, node: &Other, object: &Other, depth: usize) {
        for key in list(node, "required").iter().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                self.report(Fault::MissingKey(key.to_owned()));
            }
        }
        let properties = node.get("properties").and_then(Value::as_object);
        for (key, value) in object {
            let known = properties.and_then(|known| known.get(key));
            match known.or_else(|| node.get("additionalProperties")) {
                Some(Value::Object(node)) => {
                    self.step(PathStep::Key(key.clone()), node, value, depth);
                }
                Some(Value::Bool(false)) => self.report(Fault::UnknownKey(key.clone())),
                _ => {}
            }
        }
    }
}

/// The number of a keyword that limits a length.
fn limit(node: &Other, key: &str) -> Option<u64> {
    node.get(key)
        .and_then(Value::as_number)
        .and_then(whole_number)
}

/// The elements of a keyword that has a list.
fn list<'a>(node: &'a Other, key: &str) -> &'a [Value] {
    node.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The types that a value may have; none where all are fine.
fn types(node: &Other) -> Vec<JsonType> {
    let one = node.get("type").and_then(Value::as_str);
    let several = list(node, "type").iter().filter_map(Value::as_str);
    one.into_iter().chain(several).map(JsonType::from).collect()
}

fn is_of_type(value: &Value, json_type: &JsonType) -> bool {
    match json_type {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.as_number().is_some_and(is_whole),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
        // A type of the future: Glance decides.
        JsonType::Other(_) => true,
    }
}

/// `2.0` is an integer (JSON schema since draft 6; `jsonschema` asks `float.is_integer`).
fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
}

/// Integers are compared as such, since above 2^53 several of them are one floating-point number.
fn compare(one: &Number, other: &Number) -> Option<Ordering> {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

/// `1` and `1.0` are one value; `1` and `true` are two.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => compare(one, other) == Some(Ordering::Equal),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_same = |(key, one)| other.get(key).is_some_and(|other| is_equal(one, other));
            one.len() == other.len() && one.iter().all(is_same)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests;
