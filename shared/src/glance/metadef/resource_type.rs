//! Resource types: the kinds of things that carry properties, and which namespaces apply to them.

use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Nullable;
use crate::json::object::object;
use crate::time::timestamp::Timestamp;

object! {
    /// A kind of thing, named as in Heat: `OS::Glance::Image`.
    pub struct ResourceType {
        pub name: String = "name",
        /// When it was made.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it last changed.
        pub updated_at: Option<Timestamp> = "updated_at",
    }
}

object! {
    /// `GET /v2/metadefs/resource_types`.
    #[derive(Default)]
    pub struct ResourceTypeList {
        pub resource_types: LenientVec<ResourceType> = "resource_types",
    }
}

object! {
    /// That the properties of a namespace apply to a kind of thing.
    pub struct ResourceTypeAssociation {
        pub name: String = "name",
        /// What stands before each property's name on such a thing, its separator included (`hw_`).
        pub prefix: Nullable<String> = "prefix",
        /// Which of the thing's sets of keys is meant, where it has several (`image`, `metadata`).
        pub properties_target: Nullable<String> = "properties_target",
        /// When it was made.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it last changed.
        pub updated_at: Option<Timestamp> = "updated_at",
    }
}

object! {
    /// `GET /v2/metadefs/namespaces/{ns}/resource_types`.
    #[derive(Default)]
    pub struct ResourceTypeAssociationList {
        pub resource_type_associations: LenientVec<ResourceTypeAssociation> = "resource_type_associations",
    }
}
