//! Namespaces: one topic of the catalogue each.

use std::collections::BTreeMap;

use super::{MetadefObject, MetadefProperty, MetadefTag, ResourceTypeAssociation};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Nullable;
use crate::json::object::object;
use crate::json::open_enum::open_enum;
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

object! {
    /// A namespace. Its children are there when it is asked for alone, not in the list.
    pub struct Namespace {
        /// Its unique name, at most 80 characters: `OS::Compute::Watchdog`.
        pub namespace: String = "namespace",
        /// A name for people, at most 80 characters.
        pub display_name: Nullable<String> = "display_name",
        /// What it is about, at most 500 characters.
        pub description: Nullable<String> = "description",
        /// Who can see it.
        pub visibility: Option<NamespaceVisibility> = "visibility",
        /// Whether it is kept from deletion.
        pub protected: Option<bool> = "protected",
        /// The project it belongs to; `admin` in the catalogue that Glance brings along.
        pub owner: Nullable<String> = "owner",
        /// When it was made.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it last changed.
        pub updated_at: Option<Timestamp> = "updated_at",
        /// What its properties apply to.
        pub resource_type_associations: Option<LenientVec<ResourceTypeAssociation>> = "resource_type_associations",
        /// Its properties, by name. With `?resource_type=X` the names carry that type's prefix.
        pub properties: Option<BTreeMap<String, MetadefProperty>> = "properties",
        /// Groups of properties.
        pub objects: Option<LenientVec<MetadefObject>> = "objects",
        pub tags: Option<LenientVec<MetadefTag>> = "tags",
        /// Root-relative URL of the namespace.
        pub self_url: Option<String> = "self",
        /// Root-relative URL of its schema.
        pub schema: Option<String> = "schema",
    }
}

object! {
    /// One page of `GET /v2/metadefs/namespaces`; its marker is the name of a namespace.
    #[derive(Default)]
    pub struct NamespaceList {
        /// The namespaces of this page.
        pub namespaces: LenientVec<Namespace> = "namespaces",
        /// Root-relative URL of the first page.
        pub first: Option<String> = "first",
        /// Root-relative URL of the next page.
        pub next: Option<String> = "next",
        /// Root-relative URL of the list's schema.
        pub schema: Option<String> = "schema",
    }
}
