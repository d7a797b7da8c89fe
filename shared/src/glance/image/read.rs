//! Reads images and lists of them.

use serde_json::Value;

use super::odd::Reader;
use super::{
    ContainerFormat, DiskFormat, Image, ImageId, ImageList, Location, Properties, PropertyValue,
    Status, Visibility,
};
use crate::ids::ProjectId;
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::time::timestamp::Timestamp;
use crate::units::{Bytes, Gibibytes, Mebibytes};

impl TryFrom<Other> for Image {
    type Error = WrongField;

    /// Only an image without an id is refused: nothing could be done with it.
    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let id = ImageId::try_from(fields.demanded("id")?).map_err(|_| WrongField("id"))?;
        let mut reader = Reader::of(fields);
        let read = &mut reader;
        Ok(Self {
            id,
            name: read.nullable("name"),
            status: Status::from(read.demanded("status").as_str()),
            visibility: Visibility::from(read.demanded("visibility").as_str()),
            protected: read.flag("protected"),
            tags: read.texts("tags"),
            container_format: read
                .nullable("container_format")
                .map(|word| ContainerFormat::from(word.as_str())),
            disk_format: read
                .nullable("disk_format")
                .map(|word| DiskFormat::from(word.as_str())),
            min_disk: Gibibytes(minimum(read, "min_disk")),
            min_ram: Mebibytes(minimum(read, "min_ram")),
            size: read.number("size", Value::Null).map(Bytes),
            virtual_size: read.number("virtual_size", Value::Null).map(Bytes),
            checksum: read.nullable("checksum"),
            os_hash_algo: read.nullable("os_hash_algo"),
            os_hash_value: read.nullable("os_hash_value"),
            os_hidden: read.flag("os_hidden"),
            owner: read.nullable("owner").map(ProjectId::from),
            created_at: Timestamp::from_text(read.demanded("created_at")),
            updated_at: Timestamp::from_text(read.demanded("updated_at")),
            self_url: read.optional("self"),
            file: read.optional("file"),
            schema: read.optional("schema"),
            direct_url: read.optional("direct_url"),
            locations: read.readable("locations", locations),
            stores: read.optional("stores"),
            odd: reader.odd,
            properties: properties(reader.fields.rest()),
        })
    }
}

impl TryFrom<Other> for ImageList {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            images: fields.lenient_vec("images")?.ok_or(WrongField("images"))?,
            first: fields.readable("first", ObjectReader::text),
            next: fields.readable("next", ObjectReader::text),
            schema: fields.readable("schema", ObjectReader::text),
            other: fields.rest(),
        })
    }
}

fn minimum(read: &mut Reader, key: &'static str) -> u32 {
    read.number(key, Value::from(0)).unwrap_or_default()
}

fn locations(value: Value) -> Option<Vec<Location>> {
    let Value::Array(list) = value else {
        return None;
    };
    let location = |value| match value {
        Value::Object(object) => Location::try_from(object).ok(),
        _ => None,
    };
    list.into_iter().map(location).collect()
}

fn properties(rest: Other) -> Properties {
    let mut properties = Properties::new();
    for (key, value) in rest {
        properties.insert(key, PropertyValue::from(value));
    }
    properties
}
