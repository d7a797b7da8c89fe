//! Properties: a key with the type, range and meaning of its values, in the words of JSON schema.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::open_enum::open_enum;
use crate::json::wrong_field::WrongField;

open_enum! {
    /// The type of a property's values. An image keeps them all as text.
    pub enum MetadefType {
        /// A list.
        Array = "array",
        /// Yes or no.
        Boolean = "boolean",
        /// A whole number.
        Integer = "integer",
        Number = "number",
        Object = "object",
        /// Text.
        String = "string",
    }
}

/// A property's definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct MetadefProperty {
    /// Its key, where it is not the key of a map; at most 80 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A name for people. Every property has one; one without does not break the list.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub title: Nullable<String>,
    /// The type of its values; every property has one.
    #[serde(rename = "type", skip_serializing_if = "Nullable::is_absent")]
    pub value_type: Nullable<MetadefType>,
    /// What it does.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub description: Nullable<String>,
    /// The operators that a scheduler knows for it (`<or>`).
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub operators: Nullable<Vec<String>>,
    /// Keys that an object must have.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub required: Nullable<Vec<String>>,
    /// The values it may have.
    #[serde(rename = "enum", skip_serializing_if = "Nullable::is_absent")]
    pub allowed: Nullable<Vec<Value>>,
    /// What is taken when nothing is said. Glance keeps it as text, whatever was sent.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub default: Nullable<Value>,
    /// The smallest number.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub minimum: Nullable<Number>,
    /// The largest number. Glance keeps whole numbers only (9.5 becomes 9).
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub maximum: Nullable<Number>,
    /// The shortest text, in characters.
    #[serde(rename = "minLength", skip_serializing_if = "Nullable::is_absent")]
    pub min_length: Nullable<u64>,
    /// The longest text, in characters.
    #[serde(rename = "maxLength", skip_serializing_if = "Nullable::is_absent")]
    pub max_length: Nullable<u64>,
    /// A regular expression that the text must match.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub pattern: Nullable<String>,
    /// Whether a person may change it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub readonly: Nullable<bool>,
    /// The elements of a list.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub items: Nullable<MetadefItems>,
    /// The shortest list.
    #[serde(rename = "minItems", skip_serializing_if = "Nullable::is_absent")]
    pub min_items: Nullable<u64>,
    /// The longest list.
    #[serde(rename = "maxItems", skip_serializing_if = "Nullable::is_absent")]
    pub max_items: Nullable<u64>,
    /// Whether a list holds each element once.
    #[serde(rename = "uniqueItems", skip_serializing_if = "Nullable::is_absent")]
    pub unique_items: Nullable<bool>,
    /// Whether a list may hold more than is described.
    #[serde(
        rename = "additionalItems",
        skip_serializing_if = "Nullable::is_absent"
    )]
    pub additional_items: Nullable<bool>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for MetadefProperty {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            name: fields.known("name"),
            title: fields.known_or_null("title"),
            value_type: fields.known_or_null("type"),
            description: fields.known_or_null("description"),
            operators: fields.known_or_null("operators"),
            required: fields.known_or_null("required"),
            allowed: fields.known_or_null("enum"),
            default: fields.known_or_null("default"),
            minimum: fields.known_or_null("minimum"),
            maximum: fields.known_or_null("maximum"),
            min_length: fields.known_or_null("minLength"),
            max_length: fields.known_or_null("maxLength"),
            pattern: fields.known_or_null("pattern"),
            readonly: fields.known_or_null("readonly"),
            items: fields.known_or_null("items"),
            min_items: fields.known_or_null("minItems"),
            max_items: fields.known_or_null("maxItems"),
            unique_items: fields.known_or_null("uniqueItems"),
            additional_items: fields.known_or_null("additionalItems"),
            other: fields.rest(),
        })
    }
}

/// The elements of a property that is a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct MetadefItems {
    #[serde(rename = "type", skip_serializing_if = "Nullable::is_absent")]
    pub value_type: Nullable<MetadefType>,
    /// The values they may have.
    #[serde(rename = "enum", skip_serializing_if = "Nullable::is_absent")]
    pub allowed: Nullable<Vec<Value>>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for MetadefItems {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            value_type: fields.known_or_null("type"),
            allowed: fields.known_or_null("enum"),
            other: fields.rest(),
        })
    }
}

/// `GET /v2/metadefs/namespaces/{ns}/properties`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetadefPropertyList {
    /// The properties, by name.
    pub properties: BTreeMap<String, MetadefProperty>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
