//! Reads images and lists of them.

use serde_json::Value;

use super::odd::OddNumbers;
use super::{
    ContainerFormat, DiskFormat, Image, ImageId, ImageList, Properties, PropertyValue, Status,
    Visibility,
};
use crate::fields::{Fields, WrongField};
use crate::ids::ProjectId;
use crate::sent::Other;
use crate::timestamp::Timestamp;
use crate::units::{Bytes, Gibibytes, Mebibytes};

impl TryFrom<Other> for Image {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut rest = Fields::of(object);
        let fields = &mut rest;
        let mut odd = OddNumbers::default();
        Ok(Self {
            id: ImageId::try_from(fields.demanded("id")?).map_err(|_| WrongField("id"))?,
            name: fields.text("name")?,
            status: Status::from(fields.demanded("status")?.as_str()),
            visibility: Visibility::from(fields.demanded("visibility")?.as_str()),
            protected: fields.flag("protected")?.unwrap_or_default(),
            tags: fields.texts("tags")?.unwrap_or_default(),
            container_format: fields
                .text("container_format")?
                .map(|word| ContainerFormat::from(word.as_str())),
            disk_format: fields
                .text("disk_format")?
                .map(|word| DiskFormat::from(word.as_str())),
            min_disk: Gibibytes(minimum(&mut odd, fields, "min_disk")),
            min_ram: Mebibytes(minimum(&mut odd, fields, "min_ram")),
            size: odd.take(fields, "size", Value::Null).map(Bytes),
            virtual_size: odd.take(fields, "virtual_size", Value::Null).map(Bytes),
            checksum: fields.text("checksum")?,
            os_hash_algo: fields.text("os_hash_algo")?,
            os_hash_value: fields.text("os_hash_value")?,
            os_hidden: fields.flag("os_hidden")?.unwrap_or_default(),
            owner: fields.text("owner")?.map(ProjectId::from),
            created_at: Timestamp::from_text(fields.demanded("created_at")?),
            updated_at: Timestamp::from_text(fields.demanded("updated_at")?),
            self_url: fields.text("self")?,
            file: fields.text("file")?,
            schema: fields.text("schema")?,
            direct_url: fields.text("direct_url")?,
            locations: fields.several("locations")?,
            stores: fields.text("stores")?,
            odd,
            properties: properties(rest.rest()),
        })
    }
}

impl TryFrom<Other> for ImageList {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = Fields::of(object);
        Ok(Self {
            images: fields.several("images")?.ok_or(WrongField("images"))?,
            first: fields.text("first")?,
            next: fields.text("next")?,
            schema: fields.text("schema")?,
            other: fields.rest(),
        })
    }
}

fn minimum(odd: &mut OddNumbers, fields: &mut Fields, key: &'static str) -> u32 {
    odd.take(fields, key, Value::from(0)).unwrap_or_default()
}

fn properties(rest: Other) -> Properties {
    let mut properties = Properties::new();
    for (key, value) in rest {
        properties.insert(key, PropertyValue::from(value));
    }
    properties
}
