//! What the cloud's own image schema, `GET /v2/schemas/image`, means for forms and validation.

use serde_json::Value;

use super::{Fault, SchemaFault, SchemaNode, evaluate};
use crate::glance::image::names::BASE_PROPERTIES;
use crate::glance::image::{ContainerFormat, DiskFormat};
use crate::json::nullable::Other;

/// Glance's own image schema, for the time before the cloud's document has arrived
/// (`glance/api/v2/images.py`, `get_base_properties`), without what is only words for people. A test
/// holds it to a recorded document. It is JSON, as the cloud's is, so that one reader serves both.
const BUILT_IN: &str = include_str!("built_in.json");

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
    /// What each key may be, as JSON; those of the document stand above the built-in ones.
    properties: Other,
    /// What any other key may be.
    additional: Value,
}

impl Default for ImageSchema {
    fn default() -> Self {
        let mut schema = Self {
            disk_formats: Vec::new(),
            container_formats: Vec::new(),
            name_max_chars: 0,
            tag_max_chars: 0,
            base_properties: Vec::new(),
            required: Vec::new(),
            properties: Other::new(),
            additional: Value::Null,
        };
        schema.take_over(serde_json::from_str(BUILT_IN).unwrap_or_default());
        // No document shows all of them.
        schema.base_properties = BASE_PROPERTIES.map(str::to_owned).to_vec();
        schema
    }
}

impl ImageSchema {
    /// Reads the schema document. What it does not say keeps its default.
    ///
    /// # Errors
    /// The text is not a JSON object.
    pub fn parse(document: &str) -> Result<Self, serde_json::Error> {
        let document = serde_json::from_str(document)?;
        let mut schema = Self::default();
        schema.take_over(document);
        Ok(schema)
    }

    fn take_over(&mut self, mut document: Other) {
        if let Some(Value::Object(properties)) = document.remove("properties") {
            let base = properties.iter().filter(|(_, node)| !is_operators(node));
            let base: Vec<String> = base.map(|(name, _)| name.clone()).collect();
            if !base.is_empty() {
                self.base_properties = base;
            }
            if let Some(words) = words(&properties, "disk_format") {
                self.disk_formats = words.map(DiskFormat::from).collect();
            }
            if let Some(words) = words(&properties, "container_format") {
                self.container_formats = words.map(ContainerFormat::from).collect();
            }
            if let Some(length) = properties.get("name").and_then(max_length) {
                self.name_max_chars = length;
            }
            let tag = properties.get("tags").and_then(|tags| tags.get("items"));
            if let Some(length) = tag.and_then(max_length) {
                self.tag_max_chars = length;
            }
            self.properties.extend(properties);
        }
        let required = document.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten();
        self.required = required
            .filter_map(|key| key.as_str().map(str::to_owned))
            .collect();
        if let Some(additional) = document.remove("additionalProperties") {
            self.additional = additional;
        }
    }

    /// What a key may be. `None` for a key that the schema does not name, or about which it says
    /// what cannot be read: see [`Self::faults`].
    #[must_use]
    pub fn property(&self, key: &str) -> Option<SchemaNode> {
        let node = self.properties.get(key)?.as_object()?;
        SchemaNode::try_from(node.clone()).ok()
    }

    /// Whether a key is a custom property and not one of Glance's own.
    #[must_use]
    pub fn is_custom(&self, key: &str) -> bool {
        self.properties.get(key).is_none_or(is_operators)
    }

    /// Everything in which the value of a key departs from the schema.
    #[must_use]
    pub fn faults(&self, key: &str, value: &Value) -> Vec<SchemaFault> {
        match self.properties.get(key).unwrap_or(&self.additional) {
            Value::Object(node) => evaluate(node, value, None),
            Value::Bool(false) => vec![SchemaFault {
                path: Vec::new(),
                fault: Fault::UnknownKey(key.to_owned()),
            }],
            _ => Vec::new(),
        }
    }
}

/// Whether an operator added the key (`schema-image.json`): still a custom property.
fn is_operators(node: &Value) -> bool {
    node.get("is_base") == Some(&Value::Bool(false))
}

/// The words of a key's `enum`, without `null`; `None` where there are none.
fn words<'a>(properties: &'a Other, key: &str) -> Option<impl Iterator<Item = &'a str>> {
    let allowed = properties.get(key)?.get("enum")?.as_array()?;
    let mut words = allowed.iter().filter_map(Value::as_str).peekable();
    words.peek()?;
    Some(words)
}

fn max_length(node: &Value) -> Option<usize> {
    let length = node.get("maxLength")?.as_u64()?;
    Some(usize::try_from(length).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::image::{Status, Visibility};
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
    fn without_a_document_glance_s_defaults_hold() {
        let schema = ImageSchema::default();
        let is_default =
            |format: &&DiskFormat| !matches!(format, DiskFormat::Gpt | DiskFormat::Luks);
        let default: Vec<&DiskFormat> = DiskFormat::KNOWN.iter().filter(is_default).collect();
        // `gpt` and `luks` are detectable but not among the defaults of `[image_format]`.
        assert_eq!(schema.disk_formats.iter().collect::<Vec<_>>(), default);
        assert_eq!(schema.container_formats, ContainerFormat::KNOWN);
        assert_eq!((schema.name_max_chars, schema.tag_max_chars), (255, 255));
        let statuses = schema.property("status").unwrap().allowed.unwrap();
        assert_eq!(
            statuses,
            Status::KNOWN
                .iter()
                .map(|word| json!(word))
                .collect::<Vec<_>>()
        );
        let visibilities = schema.property("visibility").unwrap().allowed.unwrap();
        assert_eq!(
            visibilities,
            Visibility::KNOWN
                .iter()
                .map(|word| json!(word))
                .collect::<Vec<_>>()
        );
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
