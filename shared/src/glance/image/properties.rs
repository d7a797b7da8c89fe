//! Custom properties: every key of an image that Glance does not define itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The custom properties of an image, in order of key. They stand at the top level of the JSON.
pub type Properties = BTreeMap<String, PropertyValue>;

/// The value of a custom property. Glance's schema allows strings only (`additionalProperties:
/// {"type": "string"}`), of any length but without characters beyond U+FFFF; what an extended schema
/// may add is kept as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "serde_json::Value", untagged)]
pub enum PropertyValue {
    /// A string, as all of Glance's own are.
    Text(String),
    /// Anything else, untouched.
    Other(serde_json::Value),
}

impl PropertyValue {
    /// The value for a person to read: the text itself, or the JSON of anything else.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Other(value) => value.to_string(),
        }
    }
}

impl From<serde_json::Value> for PropertyValue {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::String(text) => Self::Text(text),
            other => Self::Other(other),
        }
    }
}

impl From<&str> for PropertyValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
