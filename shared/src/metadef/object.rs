//! Objects: properties that belong together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::MetadefProperty;
use crate::sent::{Other, Sent};
use crate::timestamp::Timestamp;

/// A group of properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetadefObject {
    /// Its name, at most 80 characters.
    pub name: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Sent::is_absent")]
    pub description: Sent<String>,
    /// The properties that must be set together with it.
    #[serde(default, skip_serializing_if = "Sent::is_absent")]
    pub required: Sent<Vec<String>>,
    /// The properties, by name.
    #[serde(default, skip_serializing_if = "Sent::is_absent")]
    pub properties: Sent<BTreeMap<String, MetadefProperty>>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Root-relative URL of the object.
    #[serde(rename = "self", default, skip_serializing_if = "Option::is_none")]
    pub self_url: Option<String>,
    /// Root-relative URL of its schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// `GET /v2/metadefs/namespaces/{ns}/objects`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetadefObjectList {
    /// The objects.
    pub objects: Vec<MetadefObject>,
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
