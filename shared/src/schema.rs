//! The cloud's own image schema, `GET /v2/schemas/image`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::image::{ContainerFormat, DiskFormat};

/// What this cloud's Glance accepts in an image. Formats are the operator's choice, so forms read
/// them from here; [`ImageSchema::default`] holds Glance's own defaults for the time before the
/// document has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageSchema {
    /// The disk formats that may be chosen.
    pub disk_formats: Vec<DiskFormat>,
    /// The container formats that may be chosen.
    pub container_formats: Vec<ContainerFormat>,
    /// The longest name, in characters.
    pub name_max_chars: usize,
    /// The longest tag, in characters.
    pub tag_max_chars: usize,
    /// The names that Glance defines itself; every other key is a custom property.
    pub base_properties: Vec<String>,
}

/// Glance's length limit for names and tags (`glance/api/v2/images.py`, `get_base_properties`).
const TEXT_MAX_CHARS: usize = 255;

impl Default for ImageSchema {
    fn default() -> Self {
        // `gpt` and `luks` are detectable but not among the defaults of `[image_format]`.
        let disk_formats = DiskFormat::KNOWN
            .iter()
            .filter(|format| !matches!(format, DiskFormat::Gpt | DiskFormat::Luks))
            .cloned()
            .collect();
        Self {
            disk_formats,
            container_formats: ContainerFormat::KNOWN.to_vec(),
            name_max_chars: TEXT_MAX_CHARS,
            tag_max_chars: TEXT_MAX_CHARS,
            base_properties: crate::validate::BASE_PROPERTIES
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    properties: BTreeMap<String, Property>,
}

#[derive(Default, Deserialize)]
struct Property {
    #[serde(default, rename = "enum")]
    words: Vec<Option<String>>,
    #[serde(default, rename = "maxLength")]
    max_length: Option<usize>,
    #[serde(default)]
    items: Option<Items>,
    /// `false` marks what an operator added (`schema-image.json`): still a custom property.
    #[serde(default)]
    is_base: Option<bool>,
}

#[derive(Deserialize)]
struct Items {
    #[serde(default, rename = "maxLength")]
    max_length: Option<usize>,
}

impl ImageSchema {
    /// Reads the schema document. What it does not say keeps its default.
    ///
    /// # Errors
    /// The text is not a JSON schema document.
    pub fn parse(document: &str) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_str(document)?;
        let mut schema = Self::default();
        let words = |name: &str| {
            document
                .properties
                .get(name)
                .map(|property| {
                    property
                        .words
                        .iter()
                        .flatten()
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                })
                .filter(|words| !words.is_empty())
        };
        if let Some(words) = words("disk_format") {
            schema.disk_formats = words.into_iter().map(DiskFormat::from).collect();
        }
        if let Some(words) = words("container_format") {
            schema.container_formats = words.into_iter().map(ContainerFormat::from).collect();
        }
        if let Some(length) = document
            .properties
            .get("name")
            .and_then(|name| name.max_length)
        {
            schema.name_max_chars = length;
        }
        let tag_length = document
            .properties
            .get("tags")
            .and_then(|tags| tags.items.as_ref()?.max_length);
        if let Some(length) = tag_length {
            schema.tag_max_chars = length;
        }
        let base: Vec<String> = document
            .properties
            .iter()
            .filter(|(_, property)| property.is_base != Some(false))
            .map(|(name, _)| name.clone())
            .collect();
        if !base.is_empty() {
            schema.base_properties = base;
        }
        Ok(schema)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cloud_s_own_formats_replace_the_defaults() {
        let document = r#"{"name":"image","properties":{
            "disk_format":{"enum":[null,"raw","qcow2","gpt"],"type":["null","string"]},
            "name":{"maxLength":200},
            "tags":{"items":{"maxLength":60,"type":"string"}},
            "kernel_id":{"is_base":false}}}"#;
        let schema = ImageSchema::parse(document).unwrap();
        assert_eq!(
            schema.disk_formats,
            [DiskFormat::Raw, DiskFormat::Qcow2, DiskFormat::Gpt]
        );
        assert_eq!(schema.container_formats, ContainerFormat::KNOWN);
        assert_eq!((schema.name_max_chars, schema.tag_max_chars), (200, 60));
        assert_eq!(schema.base_properties, ["disk_format", "name", "tags"]);
    }

    #[test]
    fn text_that_is_no_schema_is_an_error() {
        assert!(ImageSchema::parse("<html>").is_err());
    }
}
