//! The body of `POST /v2/images`.

use serde::{Deserialize, Serialize};

use super::{ContainerFormat, DiskFormat, Image, ImageId, Properties, Visibility};
use crate::ids::ProjectId;
use crate::units::{Gibibytes, Mebibytes};

/// A new image's metadata. Everything is optional; what is `None` is not sent and takes Glance's
/// default (visibility `shared`, `protected` false, no minimum).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageCreate {
    /// An id of the caller's choice; 409 when it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ImageId>,
    /// At most 255 characters, none beyond U+FFFF; not unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Required before data can be uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_format: Option<ContainerFormat>,
    /// Required before data can be uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_format: Option<DiskFormat>,
    /// The disk a server needs at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_disk: Option<Gibibytes>,
    /// The memory a server needs at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_ram: Option<Mebibytes>,
    /// Whether the image is kept from deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected: Option<bool>,
    /// Whether default lists leave the image out (since API 2.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_hidden: Option<bool>,
    /// Each at most 255 characters, none beyond U+FFFF; duplicates collapse and their order is not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Who can see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// The project that it will belong to; only an administrator names another than its own (403).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ProjectId>,
    /// Custom properties.
    #[serde(flatten)]
    pub properties: Properties,
}

impl ImageCreate {
    /// A new image of the caller's own like one that there is, without its id and its data.
    #[must_use]
    pub fn like(image: &Image) -> Self {
        Self {
            id: None,
            name: image.name.clone(),
            container_format: image.container_format.clone(),
            disk_format: image.disk_format.clone(),
            min_disk: Some(image.min_disk),
            min_ram: Some(image.min_ram),
            protected: Some(image.protected),
            os_hidden: Some(image.os_hidden),
            tags: image.tags.clone(),
            visibility: Some(image.visibility.clone()),
            owner: None,
            properties: image.properties.clone(),
        }
    }
}
