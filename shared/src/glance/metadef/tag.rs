//! Tags: words without values.

use serde::{Deserialize, Serialize};

use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct MetadefTag {
    /// The word, at most 80 characters.
    pub name: String,
    /// When it was made; only when it is asked for alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed; only when it is asked for alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for MetadefTag {
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

/// `GET` and `POST /v2/metadefs/namespaces/{ns}/tags`. The post replaces all tags, unless the header
/// `X-Openstack-Append: True` is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetadefTagList {
    pub tags: LenientVec<MetadefTag>,
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
