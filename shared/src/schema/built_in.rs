//! Glance's own image schema, for the time before the cloud's document has arrived
//! (`glance/api/v2/images.py`, `get_base_properties`). A test holds it to a recorded document.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::document::{Additional, JsonType, SchemaNode, Types};
use crate::image::{ContainerFormat, DiskFormat, Status, Visibility};

/// The longest name, tag and owner, in characters.
pub(super) const TEXT_MAX_CHARS: u64 = 255;
const UUID_PATTERN: &str =
    "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";

/// The disk formats that Glance takes unless the operator says otherwise. `gpt` and `luks` are
/// detectable but not among the defaults of `[image_format]`.
pub(super) fn disk_formats() -> Vec<DiskFormat> {
    let is_default = |format: &&DiskFormat| !matches!(format, DiskFormat::Gpt | DiskFormat::Luks);
    DiskFormat::KNOWN
        .iter()
        .filter(is_default)
        .cloned()
        .collect()
}

/// What a key that Glance does not define may be: text.
pub(super) fn additional() -> Additional {
    Additional::Node(Box::new(of_type(JsonType::String)))
}

/// The keys of an image.
pub(super) fn properties() -> BTreeMap<String, SchemaNode> {
    let nullable_text = |limit| SchemaNode {
        max_length: Some(limit),
        ..of_types(&[JsonType::Null, JsonType::String])
    };
    let words = |words: Vec<Value>| SchemaNode {
        allowed: Some(words),
        ..of_type(JsonType::String)
    };
    let text = || of_type(JsonType::String);
    let bytes = || of_types(&[JsonType::Null, JsonType::Integer]);
    let list_of = |items| SchemaNode {
        items: Some(Box::new(items)),
        ..of_type(JsonType::Array)
    };
    let tag = SchemaNode {
        max_length: Some(TEXT_MAX_CHARS),
        ..text()
    };
    let id = SchemaNode {
        pattern: Some(UUID_PATTERN.to_owned()),
        ..text()
    };
    let statuses = Status::KNOWN.iter().map(|word| json!(word)).collect();
    let visibilities = Visibility::KNOWN.iter().map(|word| json!(word)).collect();
    let disk = disk_formats().iter().map(|word| json!(word)).collect();
    let container = ContainerFormat::KNOWN
        .iter()
        .map(|word| json!(word))
        .collect();
    keys([
        ("id", id),
        ("name", nullable_text(TEXT_MAX_CHARS)),
        ("status", read_only(words(statuses))),
        ("visibility", words(visibilities)),
        ("protected", of_type(JsonType::Boolean)),
        ("os_hidden", of_type(JsonType::Boolean)),
        ("checksum", read_only(nullable_text(32))),
        ("os_hash_algo", read_only(nullable_text(64))),
        ("os_hash_value", read_only(nullable_text(128))),
        ("owner", nullable_text(TEXT_MAX_CHARS)),
        ("size", read_only(bytes())),
        ("virtual_size", read_only(bytes())),
        ("container_format", words_or_null(container)),
        ("disk_format", words_or_null(disk)),
        ("created_at", read_only(text())),
        ("updated_at", read_only(text())),
        ("tags", list_of(tag)),
        ("direct_url", read_only(text())),
        ("min_ram", of_type(JsonType::Integer)),
        ("min_disk", of_type(JsonType::Integer)),
        ("self", read_only(text())),
        ("file", read_only(text())),
        ("stores", read_only(text())),
        ("schema", read_only(text())),
        ("locations", list_of(location())),
    ])
}

fn words_or_null(words: Vec<Value>) -> SchemaNode {
    let mut allowed = vec![Value::Null];
    allowed.extend(words);
    SchemaNode {
        allowed: Some(allowed),
        ..of_types(&[JsonType::Null, JsonType::String])
    }
}

fn location() -> SchemaNode {
    let text = |limit| SchemaNode {
        max_length: Some(limit),
        ..of_type(JsonType::String)
    };
    let checksum = SchemaNode {
        min_length: Some(32),
        ..text(32)
    };
    let validation_data = SchemaNode {
        write_only: Some(true),
        additional_properties: Some(Additional::Allowed(false)),
        required: Some(vec!["os_hash_algo".to_owned(), "os_hash_value".to_owned()]),
        properties: Some(keys([
            ("checksum", checksum),
            ("os_hash_algo", text(64)),
            ("os_hash_value", text(128)),
        ])),
        ..of_type(JsonType::Object)
    };
    SchemaNode {
        required: Some(vec!["url".to_owned(), "metadata".to_owned()]),
        properties: Some(keys([
            ("url", text(TEXT_MAX_CHARS)),
            ("metadata", of_type(JsonType::Object)),
            ("validation_data", validation_data),
        ])),
        ..of_type(JsonType::Object)
    }
}

fn keys<const N: usize>(nodes: [(&str, SchemaNode); N]) -> BTreeMap<String, SchemaNode> {
    // Collecting would bring a sort of nodes to the dashboard.
    let mut keys = BTreeMap::new();
    for (key, node) in nodes {
        keys.insert(key.to_owned(), node);
    }
    keys
}

fn of_type(json_type: JsonType) -> SchemaNode {
    SchemaNode {
        types: Some(Types::One(json_type)),
        ..SchemaNode::default()
    }
}

fn of_types(types: &[JsonType]) -> SchemaNode {
    SchemaNode {
        types: Some(Types::Several(types.to_vec())),
        ..SchemaNode::default()
    }
}

fn read_only(node: SchemaNode) -> SchemaNode {
    SchemaNode {
        read_only: Some(true),
        ..node
    }
}
