//! A JSON schema as Glance writes it (`glance/schema.py`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::json::nullable::{Nullable, Other};
use crate::json::open_enum::open_enum;

open_enum! {
    pub enum JsonType {
        Null = "null",
        /// Yes or no.
        Boolean = "boolean",
        /// A number without a fraction; `2.0` is one.
        Integer = "integer",
        /// Any number.
        Number = "number",
        String = "string",
        Array = "array",
        Object = "object",
    }
}

/// The document of one object, or of a list of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct SchemaDocument {
    /// What it describes: `image`, `images`, `member`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, SchemaNode>,
    /// What a key that is not among them may be: text, in an image.
    #[serde(
        rename = "additionalProperties",
        skip_serializing_if = "Option::is_none"
    )]
    pub additional_properties: Option<Additional>,
    /// The keys that must be there. Operators can add some to an image (since 2026.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Vec<String>>,
    /// Where an object names its relatives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<SchemaLink>>,
    /// Parts that others refer to by `#/definitions/NAME`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definitions: Option<BTreeMap<String, SchemaNode>>,
    /// What this build does not know, keywords in a form that it does not know among it.
    #[serde(flatten)]
    pub other: Other,
}

/// What one value may be. Every keyword is optional, and all that are there hold together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct SchemaNode {
    /// The types it may have.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub types: Option<Types>,
    /// The values it may have; `null` can be one of them.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<Value>>,
    /// The shortest text, in characters.
    #[serde(rename = "minLength", skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The longest text, in characters.
    #[serde(rename = "maxLength", skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// A regular expression that text must match somewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A kind of text (`date-time`, `regex`). Glance does not check it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// The elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Self>>,
    /// The shortest list.
    #[serde(rename = "minItems", skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Whether a list holds each element once.
    #[serde(rename = "uniqueItems", skip_serializing_if = "Option::is_none")]
    pub unique_items: Option<bool>,
    /// The keys of an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, Self>>,
    /// The keys that an object must have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Vec<String>>,
    /// What a key of an object may be that is not among `properties`.
    #[serde(
        rename = "additionalProperties",
        skip_serializing_if = "Option::is_none"
    )]
    pub additional_properties: Option<Additional>,
    /// A part of the document's `definitions` that holds here.
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Parts that all hold.
    #[serde(rename = "allOf", skip_serializing_if = "Option::is_none")]
    pub all_of: Option<Vec<Self>>,
    /// What it is when it is not said.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub default: Nullable<Value>,
    /// What it means, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether only Glance sets it. A word for people: Glance enforces a list of its own
    /// ([`crate::glance::image::names::READ_ONLY_PROPERTIES`]).
    #[serde(rename = "readOnly", skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    /// Whether it is never sent back.
    #[serde(rename = "writeOnly", skip_serializing_if = "Option::is_none")]
    pub write_only: Option<bool>,
    /// `false` marks what an operator added (`schema-image.json`): still a custom property.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_base: Option<bool>,
    /// The name of the object in a list's document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The links of the object in a list's document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<SchemaLink>>,
    /// What this build does not know, keywords in a form that it does not know among it.
    #[serde(flatten)]
    pub other: Other,
}

/// One type or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", untagged)]
pub enum Types {
    One(JsonType),
    /// Any of these.
    Several(Vec<JsonType>),
}

impl Types {
    /// The types as a list.
    #[must_use]
    pub fn as_slice(&self) -> &[JsonType] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// Whether an object may have further keys, and what they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", untagged)]
pub enum Additional {
    /// Any, or none.
    Allowed(bool),
    /// Such ones.
    Node(Box<SchemaNode>),
}

/// Where an object names a relative: `{"rel": "enclosure", "href": "{file}"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct SchemaLink {
    /// The key of the object that holds the URL, in braces.
    pub href: String,
    pub rel: String,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
