//! The answer of `GET /v2/images/{id}` and of the list.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde::{de::Error as _, ser::Error as _};
use serde_json::Value;

use super::odd::UnparsedValues;
use super::{
    ContainerFormat, DiskFormat, ImageId, Location, Properties, PropertyValue, Status, Visibility,
};
use crate::ids::{ProjectId, StoreId};
use crate::json::lenient_vec::LenientVec;
use crate::json::nullable::Other;
use crate::time::timestamp::Timestamp;
use crate::units::{Bytes, Gibibytes, Mebibytes};

/// An image. ObjectReader that some cloud or release does not send are `Option`; keys that are not
/// Glance's own are in [`Image::properties`]. A value that its field cannot hold reads as a missing
/// one, and is written again as it came unless the field is edited: only an image without an id
/// cannot be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
// Derives a function instead of the trait, which the trait's own below calls.
#[serde(remote = "Self")]
pub struct Image {
    pub id: ImageId,
    /// Not unique; at most 255 characters, none beyond U+FFFF.
    pub name: Option<String>,
    /// Where it stands in its life.
    pub status: Status,
    /// Who can see it.
    pub visibility: Visibility,
    /// Whether it is kept from deletion.
    pub protected: bool,
    /// Labels, in no particular order.
    pub tags: Vec<String>,
    /// What the disk is wrapped in; required before data.
    pub container_format: Option<ContainerFormat>,
    /// The format of the disk; required before data.
    pub disk_format: Option<DiskFormat>,
    /// The disk a server needs at least.
    pub min_disk: Gibibytes,
    /// The memory a server needs at least.
    pub min_ram: Mebibytes,
    /// The size of the data; `None` until there is any.
    pub size: Option<Bytes>,
    /// The size of the disk inside; `None` when Glance did not inspect the data.
    pub virtual_size: Option<Bytes>,
    /// MD5 of the data, lower-case hexadecimal.
    pub checksum: Option<String>,
    /// The algorithm of [`Image::os_hash_value`], by default `sha512` (since API 2.7); `None` until
    /// there is data.
    pub os_hash_algo: Option<String>,
    /// The digest of the data by [`Image::os_hash_algo`], lower-case hexadecimal.
    pub os_hash_value: Option<String>,
    /// Whether default lists leave the image out (since API 2.7).
    pub os_hidden: bool,
    /// The project it belongs to; only an administrator can make it `None`.
    pub owner: Option<ProjectId>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When its metadata last changed.
    pub updated_at: Timestamp,
    /// Root-relative URL of the image.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_url: Option<String>,
    /// Root-relative URL of its data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Root-relative URL of its schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Where the store keeps it, when the cloud shows that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct_url: Option<String>,
    /// All places where stores keep it, when the cloud shows that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locations: Option<Vec<Location>>,
    /// Ids of the stores that hold it, joined by commas; only on clouds with several stores, and only
    /// while the caller may see them. [`Image::store_ids`] splits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stores: Option<String>,
    #[serde(skip)]
    pub(crate) odd: UnparsedValues,
    /// Every other key.
    #[serde(flatten)]
    pub properties: Properties,
}

impl Serialize for Image {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.odd.is_empty() {
            return Self::serialize(self, serializer);
        }
        let mut written =
            Self::serialize(self, serde_json::value::Serializer).map_err(S::Error::custom)?;
        if let Value::Object(object) = &mut written {
            self.odd.put_back(object);
        }
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Image {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Other::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Image {
    /// The name, or the id of an image without one: never empty.
    #[must_use]
    pub fn display_name(&self) -> &str {
        match self.name.as_deref() {
            None | Some("") => self.id.as_str(),
            Some(name) => name,
        }
    }

    /// The stores that hold its data; empty where the cloud does not tell.
    pub fn store_ids(&self) -> impl Iterator<Item = StoreId> {
        split_list(self.stores.as_deref().unwrap_or_default())
    }

    /// The task that imports into the image right now. Glance keeps the key, empty, after an import.
    #[must_use]
    pub fn import_task(&self) -> Option<&str> {
        let task = self.own_text(IMPORT_TASK);
        (!task.is_empty()).then_some(task)
    }

    /// The stores that the last import could not write to.
    pub fn failed_stores(&self) -> impl Iterator<Item = StoreId> {
        split_list(self.own_text(FAILED_IMPORT))
    }

    fn own_text(&self, key: &str) -> &str {
        match self.properties.get(key) {
            Some(PropertyValue::Text(text)) => text,
            _ => "",
        }
    }
}

/// Properties that Glance writes while it imports (`glance/async_/flows/api_image_import.py`): the
/// task, and a comma list of stores.
const IMPORT_TASK: &str = "os_glance_import_task";
const FAILED_IMPORT: &str = "os_glance_failed_import";

/// The elements of a comma list; Glance writes an empty list as empty text.
fn split_list(list: &str) -> impl Iterator<Item = StoreId> {
    list.split(',')
        .filter(|id| !id.is_empty())
        .map(StoreId::from)
}

/// One page of `GET /v2/images`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ImageList {
    /// The images of this page; one that has no id hides no other.
    pub images: LenientVec<Image>,
    /// Root-relative URL of the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Present when there may be more. Its query has lost repeated keys, so it only tells *that*
    /// there is a next page; [`crate::glance::list::ListQuery::after`] builds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Root-relative URL of the list's schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FRESH: &str = r#"{"name":null,"disk_format":null,"container_format":null,
        "visibility":"shared","size":null,"virtual_size":null,"status":"queued","checksum":null,
        "protected":false,"min_ram":0,"min_disk":0,"owner":"7a7bb64ae5fc4d81aae2f1a41b6ab6c7",
        "os_hidden":false,"os_hash_algo":null,"os_hash_value":null,
        "id":"71c675ab-d94f-49cd-a114-e12490b328d9","created_at":"2026-11-21T17:38:45Z",
        "updated_at":"2026-11-21T17:38:45Z","tags":[],
        "self":"/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9",
        "file":"/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9/file",
        "schema":"/v2/schemas/image","os_distro":"debian","hw_disk_bus":"virtio"}"#;

    #[test]
    fn an_image_of_glance_33_reads_with_its_custom_properties_apart() {
        let image: Image = serde_json::from_str(FRESH).unwrap();
        assert_eq!(image.status, Status::Queued);
        assert_eq!(image.display_name(), "71c675ab-d94f-49cd-a114-e12490b328d9");
        assert_eq!(
            image.properties.keys().collect::<Vec<_>>(),
            ["hw_disk_bus", "os_distro"]
        );
    }

    #[test]
    fn comma_lists_of_stores_split_and_an_empty_list_has_no_element() {
        let mut image: Image = serde_json::from_str(FRESH).unwrap();
        assert_eq!(image.store_ids().count(), 0);
        image.stores = Some("fast,archive".into());
        assert_eq!(
            image.store_ids().collect::<Vec<_>>(),
            [StoreId::from("fast"), StoreId::from("archive")]
        );
        for (key, text) in [(IMPORT_TASK, "t"), (FAILED_IMPORT, "")] {
            image.properties.insert(key.into(), text.into());
        }
        assert_eq!(image.import_task(), Some("t"));
        assert_eq!(image.failed_stores().count(), 0);
        image.properties.insert(FAILED_IMPORT.into(), "fast".into());
        assert_eq!(image.failed_stores().next().unwrap(), "fast");
    }

    #[test]
    fn a_status_or_format_of_the_future_does_not_break_the_list() {
        let future = FRESH
            .replace("\"queued\"", "\"migrating\"")
            .replace("\"disk_format\":null", "\"disk_format\":\"qcow4\"");
        let list = format!(r#"{{"images":[{future}],"schema":"/v2/schemas/images"}}"#);
        let list: ImageList = serde_json::from_str(&list).unwrap();
        assert_eq!(list.images[0].status, Status::Other("migrating".into()));
        assert_eq!(
            list.images[0].disk_format.as_ref().unwrap().as_str(),
            "qcow4"
        );
    }

    #[test]
    fn numbers_and_places_that_are_odd_break_no_list_and_survive_a_round_trip() {
        let mut image: Value = serde_json::from_str(FRESH).unwrap();
        for (key, odd) in [
            ("virtual_size", json!(-47104)),
            ("size", json!(1.5)),
            ("min_disk", json!(2.0)),
            ("min_ram", json!(-1)),
            (
                "locations",
                json!([{"url": null, "metadata": {}}, {"metadata": {}}]),
            ),
        ] {
            image[key] = odd;
        }
        let text = json!({"images": [image]}).to_string();
        let mut list: ImageList = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&list).unwrap().len(), text.len());
        assert_eq!(
            serde_json::to_value(&list).unwrap(),
            serde_json::from_str::<Value>(&text).unwrap()
        );
        let image = &mut list.images[0];
        assert_eq!((image.size, image.virtual_size), (None, None));
        assert_eq!((image.min_disk.0, image.min_ram.0), (2, 0));
        assert_eq!(image.properties.len(), 2);
        // What was edited since is written as it is.
        (image.min_disk.0, image.size) = (0, Some(Bytes(7)));
        let written = serde_json::to_value(&image).unwrap();
        assert_eq!(
            (&written["min_disk"], &written["size"]),
            (&json!(0), &json!(7))
        );
        assert_eq!(written["min_ram"], -1);
    }

    #[test]
    fn a_property_that_is_no_string_survives_a_round_trip() {
        let odd = FRESH.replace("\"debian\"", "{\"deep\":[1,null]}");
        let image: Image = serde_json::from_str(&odd).unwrap();
        let again: Image = serde_json::from_str(&serde_json::to_string(&image).unwrap()).unwrap();
        assert_eq!(image, again);
        assert_eq!(
            image.properties["os_distro"].to_text(),
            "{\"deep\":[1,null]}"
        );
    }
}
