//! Imports: the body of `POST /v2/images/{id}/import` and what `GET /v2/info/import` offers.
//!
//! Source: `glance/api/v2/images.py` (`import_image`, `_validate_import_body`).

use serde::{Deserialize, Serialize};

use crate::ids::StoreId;
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;

open_enum! {
    /// Where an import takes its data from. A cloud enables some of them, and plugins may add more.
    pub enum ImportMethod {
        /// What was staged before, by `PUT /v2/images/{id}/stage`.
        GlanceDirect = "glance-direct",
        /// What Glance downloads from a URL.
        WebDownload = "web-download",
        /// What the image has already, into further stores. By default for administrators.
        CopyImage = "copy-image",
        /// An image of another region's Glance.
        GlanceDownload = "glance-download",
    }
}

/// The body of `POST /v2/images/{id}/import`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageImport {
    /// Where the data comes from.
    pub method: ImportSource,
    /// The stores to write to; not together with `all_stores`. The default store without either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stores: Option<Vec<StoreId>>,
    /// Whether to write to every store that is not read-only. Glance's default is no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_stores: Option<bool>,
    /// Whether one store that fails makes the import fail. Glance's default is yes, and then a failed
    /// import leaves the image `importing` for ever; with `false` it becomes `queued` again. `false`
    /// needs a cloud with several stores (400 otherwise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_stores_must_succeed: Option<bool>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// The `method` of an import: its name and what it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportSource {
    pub name: ImportMethod,
    /// `web-download`: where the data is. `http` or `https` and their usual ports, unless the cloud
    /// says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// `glance-download`: the id of the image there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glance_image_id: Option<String>,
    /// `glance-download`: the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glance_region: Option<String>,
    /// `glance-download`: `public` (Glance's default), `internal` or `admin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glance_service_interface: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// `GET /v2/info/import`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportInfo {
    #[serde(rename = "import-methods")]
    pub import_methods: ImportMethods,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// The methods that a cloud has enabled, in the dress of a JSON schema.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportMethods {
    /// A word for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Always `array`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub value_type: Option<String>,
    /// The methods; empty when imports are off.
    #[serde(default)]
    pub value: LenientVec<ImportMethod>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
