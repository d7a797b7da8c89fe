//! Namespaces: one topic of the catalogue each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{MetadefObject, MetadefProperty, MetadefTag, ResourceTypeAssociation};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::open_enum::open_enum;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

open_enum! {
    /// Who can see a namespace.
    pub enum NamespaceVisibility {
        /// Everyone.
        Public = "public",
        /// The owning project; the default.
        Private = "private",
    }
}

/// A namespace. Its children are there when it is asked for alone, not in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Namespace {
    /// Its unique name, at most 80 characters: `OS::Compute::Watchdog`.
    pub namespace: String,
    /// A name for people, at most 80 characters.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub display_name: Nullable<String>,
    /// What it is about, at most 500 characters.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub description: Nullable<String>,
    /// Who can see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<NamespaceVisibility>,
    /// Whether it is kept from deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<bool>,
    /// The project it belongs to; `admin` in the catalogue that Glance brings along.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub owner: Nullable<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What its properties apply to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_type_associations: Option<LenientVec<ResourceTypeAssociation>>,
    /// Its properties, by name. With `?resource_type=X` the names carry that type's prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<BTreeMap<String, MetadefProperty>>,
    /// Groups of properties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objects: Option<LenientVec<MetadefObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<LenientVec<MetadefTag>>,
    /// Root-relative URL of the namespace.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_url: Option<String>,
    /// Root-relative URL of its schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for Namespace {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            namespace: fields.demanded("namespace")?,
            display_name: fields.known_or_null("display_name"),
            description: fields.known_or_null("description"),
            visibility: fields.known("visibility"),
            protected: fields.known("protected"),
            owner: fields.known_or_null("owner"),
            created_at: fields.known("created_at"),
            updated_at: fields.known("updated_at"),
            resource_type_associations: fields.known("resource_type_associations"),
            properties: fields.known("properties"),
            objects: fields.known("objects"),
            tags: fields.known("tags"),
            self_url: fields.known("self"),
            schema: fields.known("schema"),
            other: fields.rest(),
        })
    }
}

/// One page of `GET /v2/metadefs/namespaces`; its marker is the name of a namespace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamespaceList {
    /// The namespaces of this page.
    pub namespaces: LenientVec<Namespace>,
    /// Root-relative URL of the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Root-relative URL of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Root-relative URL of the list's schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
