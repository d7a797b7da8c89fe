//! Resource types: the kinds of things that carry properties, and which namespaces apply to them.

use serde::{Deserialize, Serialize};

use crate::sent::{Other, Sent};
use crate::timestamp::Timestamp;

/// A kind of thing, named as in Heat: `OS::Glance::Image`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceType {
    /// Its name.
    pub name: String,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// `GET /v2/metadefs/resource_types`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceTypeList {
    /// The kinds.
    pub resource_types: Vec<ResourceType>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// That the properties of a namespace apply to a kind of thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceTypeAssociation {
    /// The kind.
    pub name: String,
    /// What stands before each property's name on such a thing, its separator included (`hw_`).
    #[serde(default, skip_serializing_if = "Sent::is_absent")]
    pub prefix: Sent<String>,
    /// Which of the thing's sets of keys is meant, where it has several (`image`, `metadata`).
    #[serde(default, skip_serializing_if = "Sent::is_absent")]
    pub properties_target: Sent<String>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// `GET /v2/metadefs/namespaces/{ns}/resource_types`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceTypeAssociationList {
    /// The associations.
    pub resource_type_associations: Vec<ResourceTypeAssociation>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
