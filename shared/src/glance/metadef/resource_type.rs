//! Resource types: the kinds of things that carry properties, and which namespaces apply to them.

use serde::{Deserialize, Serialize};

use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

/// A kind of thing, named as in Heat: `OS::Glance::Image`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ResourceType {
    pub name: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for ResourceType {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            name: fields.demanded("name")?,
            created_at: fields.known("created_at"),
            updated_at: fields.known("updated_at"),
            other: fields.rest(),
        })
    }
}

/// `GET /v2/metadefs/resource_types`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceTypeList {
    /// The kinds.
    pub resource_types: LenientVec<ResourceType>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// That the properties of a namespace apply to a kind of thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ResourceTypeAssociation {
    /// The kind.
    pub name: String,
    /// What stands before each property's name on such a thing, its separator included (`hw_`).
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub prefix: Nullable<String>,
    /// Which of the thing's sets of keys is meant, where it has several (`image`, `metadata`).
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub properties_target: Nullable<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for ResourceTypeAssociation {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            name: fields.demanded("name")?,
            prefix: fields.known_or_null("prefix"),
            properties_target: fields.known_or_null("properties_target"),
            created_at: fields.known("created_at"),
            updated_at: fields.known("updated_at"),
            other: fields.rest(),
        })
    }
}

/// `GET /v2/metadefs/namespaces/{ns}/resource_types`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceTypeAssociationList {
    pub resource_type_associations: LenientVec<ResourceTypeAssociation>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
