//! What the cloud's own image schema, `GET /v2/schemas/image`, means for forms and validation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Additional, SchemaDocument, SchemaNode};
use super::{SchemaFault, built_in, evaluate};
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
    /// The keys that the operator demands of every image (`schema-image.json`, since 2026.2).
    pub required: Vec<String>,
    /// What each key may be; those of the document stand above the built-in ones.
    properties: BTreeMap<String, SchemaNode>,
    /// What any other key may be.
    additional: Additional,
}

impl Default for ImageSchema {
    fn default() -> Self {
        Self {
            disk_formats: built_in::disk_formats(),
            container_formats: ContainerFormat::KNOWN.to_vec(),
            name_max_chars: built_in::TEXT_MAX_CHARS as usize,
            tag_max_chars: built_in::TEXT_MAX_CHARS as usize,
            base_properties: crate::image::names::BASE_PROPERTIES
                .iter()
                .map(ToString::to_string)
                .collect(),
            required: Vec::new(),
            properties: built_in::properties(),
            additional: built_in::additional(),
        }
    }
}

impl ImageSchema {
    /// Reads the schema document. What it does not say keeps its default.
    ///
    /// # Errors
    /// The text is not a JSON schema document.
    pub fn parse(document: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(document).map(Self::from_document)
    }

    /// Takes over what a document says. What it does not say keeps its default.
    #[must_use]
    pub fn from_document(document: SchemaDocument) -> Self {
        let mut schema = Self::default();
        let base: Vec<String> = document
            .properties
            .iter()
            .filter(|(_, node)| node.is_base != Some(false))
            .map(|(name, _)| name.clone())
            .collect();
        if !base.is_empty() {
            schema.base_properties = base;
        }
        if let Some(words) = words(&document, "disk_format") {
            schema.disk_formats = words.into_iter().map(DiskFormat::from).collect();
        }
        if let Some(words) = words(&document, "container_format") {
            schema.container_formats = words.into_iter().map(ContainerFormat::from).collect();
        }
        let node = |name: &str| document.properties.get(name);
        if let Some(length) = node("name").and_then(|name| name.max_length) {
            schema.name_max_chars = to_usize(length);
        }
        let tag = node("tags").and_then(|tags| tags.items.as_deref());
        if let Some(length) = tag.and_then(|tag| tag.max_length) {
            schema.tag_max_chars = to_usize(length);
        }
        schema.required = document.required.unwrap_or_default();
        if let Some(additional) = document.additional_properties {
            schema.additional = additional;
        }
        schema.properties.extend(document.properties);
        schema
    }

    /// What a key may be. `None` for a key that the schema does not name: see [`Self::faults`].
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&SchemaNode> {
        self.properties.get(key)
    }

    /// Whether a key is a custom property and not one of Glance's own.
    #[must_use]
    pub fn is_custom(&self, key: &str) -> bool {
        self.properties
            .get(key)
            .is_none_or(|node| node.is_base == Some(false))
    }

    /// Everything in which the value of a key departs from the schema.
    #[must_use]
    pub fn faults(&self, key: &str, value: &Value) -> Vec<SchemaFault> {
        match (self.properties.get(key), &self.additional) {
            (Some(node), _) => evaluate(node, value, None),
            (None, Additional::Node(node)) => evaluate(node, value, None),
            (None, Additional::Allowed(_)) => Vec::new(),
        }
    }
}

/// The words of a key's `enum`, without `null`.
fn words<'a>(document: &'a SchemaDocument, name: &str) -> Option<Vec<&'a str>> {
    let allowed = document.properties.get(name)?.allowed.as_ref()?;
    let words: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
    (!words.is_empty()).then_some(words)
}

fn to_usize(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        assert!(schema.is_custom("kernel_id") && !schema.is_custom("size"));
    }

    #[test]
    fn values_are_held_to_the_document_and_else_to_the_defaults() {
        let schema = ImageSchema::parse(
            r#"{"properties":{"os_distro":{"type":"string","maxLength":3,"is_base":false}}}"#,
        )
        .unwrap();
        assert_eq!(schema.faults("os_distro", &json!("abcd")).len(), 1);
        assert_eq!(schema.faults("os_type", &json!("abcd")).len(), 0);
        assert_eq!(schema.faults("os_type", &json!(5)).len(), 1);
        assert_eq!(schema.faults("protected", &json!("yes")).len(), 1);
    }

    #[test]
    fn text_that_is_no_schema_is_an_error() {
        assert!(ImageSchema::parse("<html>").is_err());
    }
}
