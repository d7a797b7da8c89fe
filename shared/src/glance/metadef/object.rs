//! Objects: properties that belong together.

use std::collections::BTreeMap;

use super::MetadefProperty;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Nullable;
use crate::json::object::object;
use crate::time::timestamp::Timestamp;

object! {
    /// A group of properties.
    pub struct MetadefObject {
        /// Its name, at most 80 characters.
        pub name: String = "name",
        /// What it is about.
        pub description: Nullable<String> = "description",
        /// The properties that must be set together with it.
        pub required: Nullable<Vec<String>> = "required",
        /// The properties, by name.
        pub properties: Nullable<BTreeMap<String, MetadefProperty>> = "properties",
        /// When it was made.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it last changed.
        pub updated_at: Option<Timestamp> = "updated_at",
        /// Root-relative URL of the object.
        pub self_url: Option<String> = "self",
        /// Root-relative URL of its schema.
        pub schema: Option<String> = "schema",
    }
}

object! {
    /// `GET /v2/metadefs/namespaces/{ns}/objects`.
    #[derive(Default)]
    pub struct MetadefObjectList {
        pub objects: LenientVec<MetadefObject> = "objects",
        /// Root-relative URL of the first page.
        pub first: Option<String> = "first",
        /// Root-relative URL of the next page.
        pub next: Option<String> = "next",
        /// URL of the list's schema, without the slash at its front.
        pub schema: Option<String> = "schema",
    }
}
