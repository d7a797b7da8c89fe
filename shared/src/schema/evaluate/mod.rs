//! Checks a value against a schema, with the meaning that Python's `jsonschema` gives the keywords,
//! since that is what Glance asks (`glance/schema.py`, `Schema.validate`).

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::document::{Additional, JsonType, SchemaNode};
use crate::image::ImageId;

/// One thing that is wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaFault {
    /// Where in the value, from its root.
    pub path: Vec<Step>,
    /// What.
    pub fault: Fault,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a key of an object.
    Key(String),
    /// To an element of a list.
    Index(usize),
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq)]
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

/// Everything in which `value` departs from `node`. `definitions` are those of the document.
#[must_use]
pub fn evaluate(
    node: &SchemaNode,
    value: &Value,
    definitions: Option<&BTreeMap<String, SchemaNode>>,
) -> Vec<SchemaFault> {
    let mut run = Run {
        definitions,
        path: Vec::new(),
        faults: Vec::new(),
    };
    run.check(node, value, 0);
    run.faults
}

struct Run<'a> {
    definitions: Option<&'a BTreeMap<String, SchemaNode>>,
    path: Vec<Step>,
    faults: Vec<SchemaFault>,
}

impl Run<'_> {
    fn report(&mut self, fault: Fault) {
        self.faults.push(SchemaFault {
            path: self.path.clone(),
            fault,
        });
    }

    fn check(&mut self, node: &SchemaNode, value: &Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if let Some(referred) = node
            .reference
            .as_deref()
            .and_then(|reference| self.definition(reference))
        {
            self.check(&referred, value, depth + 1);
        }
        for part in node.all_of.iter().flatten() {
            self.check(part, value, depth + 1);
        }
        let types = node.types.as_ref().map(super::Types::as_slice);
        if let Some(types) = types
            && !types.iter().any(|one| is_of_type(value, one))
        {
            // What has the wrong type would fail the rest for the same reason.
            self.report(Fault::WrongType(types.to_vec()));
            return;
        }
        if let Some(allowed) = &node.allowed
            && !allowed.iter().any(|one| is_equal(one, value))
        {
            self.report(Fault::NotAllowed(allowed.clone()));
        }
        match value {
            Value::String(text) => self.check_text(node, text),
            Value::Number(number) => self.check_number(node, number),
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    if let Some(items) = &node.items {
                        self.step(Step::Index(index), items, element, depth);
                    }
                }
            }
            Value::Object(object) => self.check_object(node, object, depth),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn definition(&self, reference: &str) -> Option<SchemaNode> {
        let name = reference.strip_prefix("#/definitions/")?;
        self.definitions?.get(name).cloned()
    }

    fn step(&mut self, step: Step, node: &SchemaNode, value: &Value, depth: usize) {
        self.path.push(step);
        self.check(node, value, depth + 1);
        self.path.pop();
    }

    fn check_text(&mut self, node: &SchemaNode, text: &str) {
        let length = text.chars().count() as u64;
        if let Some(limit) = node.max_length.filter(|limit| length > *limit) {
            self.report(Fault::TooLong { length, limit });
        }
        if let Some(limit) = node.min_length.filter(|limit| length < *limit) {
            self.report(Fault::TooShort { length, limit });
        }
        if let Some(pattern) = &node.pattern
            && pattern == UUID_PATTERN
            && text.parse::<ImageId>().is_err()
        {
            self.report(Fault::NoMatch(pattern.clone()));
        }
    }

    fn check_number(&mut self, node: &SchemaNode, number: &Number) {
        let value = number.as_f64().unwrap_or_default();
        let limit = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        if let Some(minimum) = &node.minimum
            && limit(&node.minimum).is_some_and(|least| value < least)
        {
            self.report(Fault::TooSmall(minimum.clone()));
        }
        if let Some(maximum) = &node.maximum
            && limit(&node.maximum).is_some_and(|most| value > most)
        {
            self.report(Fault::TooLarge(maximum.clone()));
        }
    }

    fn check_object(&mut self, node: &SchemaNode, object: &Map<String, Value>, depth: usize) {
        for key in node.required.iter().flatten() {
            if !object.contains_key(key) {
                self.report(Fault::MissingKey(key.clone()));
            }
        }
        for (key, value) in object {
            let known = node.properties.as_ref().and_then(|known| known.get(key));
            match (known, &node.additional_properties) {
                (Some(known), _) => self.step(Step::Key(key.clone()), known, value, depth),
                (None, Some(Additional::Allowed(false))) => {
                    self.report(Fault::UnknownKey(key.clone()));
                }
                (None, Some(Additional::Node(node))) => {
                    self.step(Step::Key(key.clone()), node, value, depth);
                }
                (None, None | Some(Additional::Allowed(true))) => {}
            }
        }
    }
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

/// `1` and `1.0` are one value; `1` and `true` are two.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests;
