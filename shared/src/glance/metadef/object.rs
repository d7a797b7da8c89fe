//! Objects: properties that belong together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::MetadefProperty;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

/// A group of properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct MetadefObject {
    /// Its name, at most 80 characters.
    pub name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub description: Nullable<String>,
    /// The properties that must be set together with it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub required: Nullable<Vec<String>>,
    /// The properties, by name.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub properties: Nullable<BTreeMap<String, MetadefProperty>>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Root-relative URL of the object.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_url: Option<String>,
    /// Root-relative URL of its schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for MetadefObject {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            name: fields.demanded("name")?,
            description: fields.known_or_null("description"),
            required: fields.known_or_null("required"),
            properties: fields.known_or_null("properties"),
            created_at: fields.known("created_at"),
            updated_at: fields.known("updated_at"),
            self_url: fields.known("self"),
            schema: fields.known("schema"),
            other: fields.rest(),
        })
    }
}

/// `GET /v2/metadefs/namespaces/{ns}/objects`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetadefObjectList {
    pub objects: LenientVec<MetadefObject>,
    /// Root-relative URL of the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Root-relative URL of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// URL of the list's schema, without the slash at its front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
