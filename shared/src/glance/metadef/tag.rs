//! Tags: words without values.

use crate::json::lenient_vec::LenientVec;
use crate::json::object::object;
use crate::time::timestamp::Timestamp;

object! {
    pub struct MetadefTag {
        /// The word, at most 80 characters.
        pub name: String = "name",
        /// When it was made; only when it is asked for alone.
        pub created_at: Option<Timestamp> = "created_at",
        /// When it last changed; only when it is asked for alone.
        pub updated_at: Option<Timestamp> = "updated_at",
    }
}

object! {
    /// `GET` and `POST /v2/metadefs/namespaces/{ns}/tags`. The post replaces all tags, unless the header
    /// `X-Openstack-Append: True` is sent.
    #[derive(Default)]
    pub struct MetadefTagList {
        pub tags: LenientVec<MetadefTag> = "tags",
        /// Root-relative URL of the first page.
        pub first: Option<String> = "first",
        /// Root-relative URL of the next page.
        pub next: Option<String> = "next",
        /// Root-relative URL of the list's schema.
        pub schema: Option<String> = "schema",
    }
}
