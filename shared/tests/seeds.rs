//! Every object and property of the two documents that the project started from exists in the models.
//!
//! `seeds/objects.json` holds the objects' properties, `seeds/images_schema.json` the schema of a
//! list of images, both without their prose.

use std::collections::BTreeMap;

use gaze_shared::gateway::GatewayError;
use gaze_shared::glance::image::{Image, ImageCreate, ImageList};
use gaze_shared::glance::import::{ImageImport, ImportInfo};
use gaze_shared::glance::patch::Operation;
use gaze_shared::glance::schema::SchemaDocument;
use gaze_shared::glance::store::StoreInfo;
use gaze_shared::glance::usage::UsageInfo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

type Objects = BTreeMap<String, Value>;

fn objects() -> Objects {
    serde_json::from_str(include_str!("seeds/objects.json")).unwrap()
}

/// A value that a schema describes: with every property, the first word of each enum, and a custom
/// property where further keys are allowed.
fn sample(schema: &Value, objects: &Objects) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return sample(&objects[reference.rsplit('/').next().unwrap()], objects);
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), Some("uuid")) => json!("71c675ab-d94f-49cd-a114-e12490b328d9"),
        (Some("string"), Some("date-time")) => json!("2026-11-21T17:38:45Z"),
        (Some("string"), _) | (None, _) => json!("text"),
        (Some("integer"), _) => json!(400),
        (Some("boolean"), _) => json!(true),
        (Some("array"), _) => json!([sample(&schema["items"], objects)]),
        (Some("object"), _) => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            let mut object: serde_json::Map<String, Value> = properties
                .map(|(key, schema)| (key.clone(), sample(schema, objects)))
                .collect();
            if schema["additionalProperties"].is_object() {
                object.insert("os_distro".into(), json!("debian"));
            }
            Value::Object(object)
        }
        (Some(other), _) => panic!("no sample of the type {other}"),
    }
}

/// Reads the sample of an object, and holds what is written to what was read.
fn read<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let objects = objects();
    let sample = sample(&objects[name], &objects);
    let object: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(&object).unwrap(), sample, "{name}");
    object
}

#[test]
fn an_image_has_every_property_of_its_own() {
    let image: Image = read("Image");
    assert_eq!(image.properties.keys().collect::<Vec<_>>(), ["os_distro"]);
    assert!(image.locations.unwrap()[0].other.is_empty());
    let create: ImageCreate = read("ImageCreate");
    assert_eq!(create.properties.keys().collect::<Vec<_>>(), ["os_distro"]);
    let list: ImageList = read("ImageList");
    assert!(list.other.is_empty());
}

#[test]
fn every_nullable_property_of_an_image_reads_as_nothing_and_is_written_as_null() {
    let objects = objects();
    let mut sample = sample(&objects["Image"], &objects);
    let mut nullable = 0;
    for (key, schema) in objects["Image"]["properties"].as_object().unwrap() {
        if schema["nullable"] == json!(true) {
            sample[key] = Value::Null;
            nullable += 1;
        }
    }
    let image: Image = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(&image).unwrap(), sample);
    assert!(nullable >= 9);
}

#[test]
fn an_image_with_only_what_is_required_reads() {
    let objects = objects();
    let full = sample(&objects["Image"], &objects);
    let required = objects["Image"]["required"].as_array().unwrap();
    let required = required.iter().filter_map(Value::as_str);
    let least: Value = required
        .map(|key| (key.to_owned(), full[key].clone()))
        .collect::<serde_json::Map<String, Value>>()
        .into();
    assert!(serde_json::from_value::<Image>(least).is_ok());
}

#[test]
fn every_word_of_every_enum_is_known() {
    let objects = objects();
    let words = |object: &str, key: &str| -> Vec<String> {
        let words = objects[object]["properties"][key]["enum"].as_array();
        words
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Status, Visibility};
    let known = |word: &str, is_known: bool| assert!(is_known, "{word}");
    for word in words("Image", "status") {
        known(&word, Status::KNOWN.contains(&word.as_str().into()));
    }
    for word in words("Image", "visibility") {
        known(&word, Visibility::KNOWN.contains(&word.as_str().into()));
    }
    for word in words("Image", "disk_format") {
        known(&word, DiskFormat::KNOWN.contains(&word.as_str().into()));
    }
    for word in words("Image", "container_format") {
        known(
            &word,
            ContainerFormat::KNOWN.contains(&word.as_str().into()),
        );
    }
}

#[test]
fn imports_stores_and_usage_have_every_property() {
    let import: ImageImport = read("ImageImport");
    assert!(import.other.is_empty() && import.method.other.is_empty());
    let info: ImportInfo = read("ImportInfo");
    assert!(info.other.is_empty() && info.import_methods.other.is_empty());
    // The document says booleans; Glance sends the text "true". Both read.
    let stores: StoreInfo = read("StoreInfo");
    let store = &stores.stores[0];
    assert!(stores.other.is_empty() && store.other.is_empty());
    assert!(store.is_default() && store.is_read_only());
    let usage: UsageInfo = read("UsageInfo");
    assert!(usage.other.is_empty() && usage.usage.other.is_empty());
    assert_eq!(usage.usage.image_count_uploading.unwrap().limit, 400);
}

#[test]
fn each_operation_of_a_patch_reads_and_is_written_as_it_was() {
    let objects = objects();
    let schema = &objects["JsonPatchOperation"];
    for word in schema["properties"]["op"]["enum"].as_array().unwrap() {
        let mut operation = sample(schema, &objects);
        operation["op"] = word.clone();
        if word == "remove" {
            operation.as_object_mut().unwrap().remove("value");
        }
        let read: Operation = serde_json::from_value(operation.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), operation);
    }
}

#[test]
fn an_error_has_every_property_beside_the_gateway_s_own() {
    let objects = objects();
    let mut error = sample(&objects["Error"], &objects);
    error["error"]["kind"] = json!("not_found");
    error["request_id"] = json!("req-1");
    let read: GatewayError = serde_json::from_value(error.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), error);
}

#[test]
fn the_schema_of_a_list_reads_in_full_and_names_only_what_an_image_has() {
    let text = include_str!("seeds/images_schema.json");
    let document: SchemaDocument = serde_json::from_str(text).unwrap();
    let sent: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), sent);
    assert!(document.other.is_empty());
    let item = document.properties["images"].items.as_ref().unwrap();
    assert!(item.other.is_empty());
    let image: Image = read("Image");
    let image = serde_json::to_value(image).unwrap();
    for (key, node) in item.properties.as_ref().unwrap() {
        assert!(node.other.is_empty(), "{key}");
        let is_custom = node.is_base == Some(false);
        assert!(is_custom || image.get(key).is_some(), "{key}");
    }
}
