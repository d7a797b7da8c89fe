//! The image cache of a Glance (`/v2/cache`, for administrators; 404 where there is none).
//!
//! Source: `glance/api/v2/cached_images.py`.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::glance::image::ImageId;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::{Nullable, Other};
use crate::units::Bytes;

/// `GET /v2/cache`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CacheList {
    /// What is in the cache.
    pub cached_images: LenientVec<CachedImage>,
    /// What will be.
    pub queued_images: LenientVec<ImageId>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// One image in the cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CachedImage {
    pub image_id: ImageId,
    /// How often it was served from the cache.
    #[serde(default)]
    pub hits: u64,
    /// When it was served last, in seconds since 1970; 0 for never. Whole or not, as the driver has it.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub last_accessed: Nullable<Number>,
    /// When it came into the cache, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub last_modified: Nullable<Number>,
    pub size: Bytes,
    /// What this build does not know: `id` and `checksum` of some drivers.
    #[serde(flatten)]
    pub other: Other,
}

/// `POST /v2/cache/prune` (since API 2.18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachePruned {
    /// How many images were dropped.
    pub total_files_pruned: u64,
    /// How many bytes they had.
    pub total_bytes_pruned: Bytes,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
