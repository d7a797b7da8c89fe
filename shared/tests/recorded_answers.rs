//! What a real Glance answered, read into its model and written again: nothing may be lost.
//!
//! `node tests/record/main.mjs` records the answers (docs/testing.md).

use gaze_shared::glance::error::GlanceError;
use gaze_shared::glance::image::{Image, ImageList, Location};
use gaze_shared::glance::import::ImportInfo;
use gaze_shared::glance::member::{Member, MemberList};
use gaze_shared::glance::metadef::{
    MetadefObject, MetadefObjectList, MetadefProperty, MetadefPropertyList, MetadefTag,
    MetadefTagList, Namespace, NamespaceList, ResourceTypeAssociation, ResourceTypeAssociationList,
    ResourceTypeList,
};
use gaze_shared::glance::schema::{ImageSchema, SchemaDocument};
use gaze_shared::glance::store::StoreInfo;
use gaze_shared::glance::task::{ImageTaskList, Task, TaskList};
use gaze_shared::glance::usage::UsageInfo;
use gaze_shared::glance::version::VersionList;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct RecordedAnswer {
    model: String,
    name: String,
    status: u16,
    body: Value,
    /// The body byte by byte, where JSON in JavaScript would lose something of it.
    text: Option<String>,
}

const FILES: [&str; 8] = [
    include_str!("answers/images.json"),
    include_str!("answers/members.json"),
    include_str!("answers/tasks.json"),
    include_str!("answers/schemas.json"),
    include_str!("answers/information.json"),
    include_str!("answers/metadefs.json"),
    include_str!("answers/errors.json"),
    include_str!("answers/second_glance.json"),
];

fn answers() -> impl Iterator<Item = RecordedAnswer> {
    FILES
        .iter()
        .flat_map(|file| serde_json::from_str::<Vec<RecordedAnswer>>(file).unwrap())
}

fn written_again<T: DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

fn round_trip(model: &str, text: &str) -> serde_json::Result<Value> {
    match model {
        "Image" => written_again::<Image>(text),
        "ImageList" => written_again::<ImageList>(text),
        "Locations" => written_again::<Vec<Location>>(text),
        "Member" => written_again::<Member>(text),
        "MemberList" => written_again::<MemberList>(text),
        "Task" => written_again::<Task>(text),
        "TaskList" => written_again::<TaskList>(text),
        "ImageTaskList" => written_again::<ImageTaskList>(text),
        "SchemaDocument" => written_again::<SchemaDocument>(text),
        "VersionList" => written_again::<VersionList>(text),
        "ImportInfo" => written_again::<ImportInfo>(text),
        "StoreInfo" => written_again::<StoreInfo>(text),
        "UsageInfo" => written_again::<UsageInfo>(text),
        "Namespace" => written_again::<Namespace>(text),
        "NamespaceList" => written_again::<NamespaceList>(text),
        "MetadefProperty" => written_again::<MetadefProperty>(text),
        "MetadefPropertyList" => written_again::<MetadefPropertyList>(text),
        "MetadefObject" => written_again::<MetadefObject>(text),
        "MetadefObjectList" => written_again::<MetadefObjectList>(text),
        "MetadefTag" => written_again::<MetadefTag>(text),
        "MetadefTagList" => written_again::<MetadefTagList>(text),
        "ResourceTypeList" => written_again::<ResourceTypeList>(text),
        "ResourceTypeAssociation" => written_again::<ResourceTypeAssociation>(text),
        "ResourceTypeAssociationList" => written_again::<ResourceTypeAssociationList>(text),
        other => panic!("no model of the name {other}"),
    }
}

/// `2.0` and `2` are one number to everybody but `serde_json`.
fn with_whole_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(list) => list.into_iter().map(with_whole_numbers).collect(),
        Value::Object(object) => object
            .into_iter()
            .map(|(key, value)| (key, with_whole_numbers(value)))
            .collect(),
        other => other,
    }
}

#[test]
fn every_recorded_answer_survives_being_read_and_written() {
    let mut count = 0;
    for answer in answers().filter(|answer| answer.model != "GlanceError") {
        let text = answer.text.unwrap_or_else(|| answer.body.to_string());
        let written = round_trip(&answer.model, &text)
            .unwrap_or_else(|error| panic!("{}, {}: {error}", answer.model, answer.name));
        let sent: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            with_whole_numbers(written),
            with_whole_numbers(sent),
            "{}, {}",
            answer.model,
            answer.name
        );
        count += 1;
    }
    assert!(count >= 80, "only {count} answers");
}

#[test]
fn every_object_keeps_keys_that_nobody_knows_yet() {
    for answer in answers().filter(|answer| answer.body.is_object()) {
        if answer.model == "GlanceError" {
            continue;
        }
        let mut body = answer.body;
        add_unknown_keys(&mut body);
        let written = round_trip(&answer.model, &body.to_string())
            .unwrap_or_else(|error| panic!("{}, {}: {error}", answer.model, answer.name));
        assert_eq!(written, body, "{}, {}", answer.model, answer.name);
    }
}

/// Values of which at most one has the type that a key demands.
fn odd_values() -> [Value; 9] {
    let words = ["x", ""].map(Value::from);
    let numbers = [
        serde_json::json!(-1),
        serde_json::json!(1.5),
        serde_json::json!(u64::MAX),
    ];
    let [x, empty] = words;
    let [negative, part, huge] = numbers;
    let list = serde_json::json!([null, "x", 1]);
    let object = serde_json::json!({"deep": [{}]});
    [
        Value::Null,
        Value::Bool(true),
        x,
        empty,
        negative,
        part,
        huge,
        list,
        object,
    ]
}

/// The lists of objects in an answer, and how many objects each has.
fn lists(body: &Value) -> Vec<(String, usize)> {
    let lists = body.as_object().into_iter().flatten();
    lists
        .filter_map(|(key, value)| Some((key.clone(), value.as_array()?)))
        .filter(|(_, list)| list.first().is_some_and(Value::is_object))
        .map(|(key, list)| (key, list.len()))
        .collect()
}

#[test]
fn one_odd_element_of_a_list_hides_no_other_and_is_kept() {
    let mut count = 0;
    for answer in answers().filter(|answer| answer.model != "SchemaDocument") {
        for (list, length) in lists(&answer.body) {
            let mut body = answer.body.clone();
            let keys: Vec<String> = body[&list][length - 1]
                .as_object()
                .into_iter()
                .flat_map(|element| element.keys().cloned())
                .collect();
            let whole = body[&list][length - 1].clone();
            let mut check = |element: Value| {
                body[&list][length - 1] = element;
                let written = round_trip(&answer.model, &body.to_string())
                    .unwrap_or_else(|error| panic!("{}: {error} in {body}", answer.model));
                assert_eq!(
                    with_whole_numbers(written),
                    with_whole_numbers(body.clone()),
                    "{}, {}",
                    answer.model,
                    answer.name
                );
                count += 1;
            };
            odd_values().into_iter().for_each(&mut check);
            for key in &keys {
                for odd in odd_values() {
                    let mut element = whole.clone();
                    element[key] = odd;
                    check(element);
                }
            }
        }
    }
    assert!(count > 1000, "only {count} tried");
}

#[test]
fn only_an_image_without_an_id_is_left_out_of_a_list() {
    let answer =
        answers().find(|answer| answer.model == "ImageList" && !lists(&answer.body).is_empty());
    let answer = answer.unwrap().body;
    let image = answer["images"][0].as_object().unwrap();
    for key in image.keys() {
        for odd in odd_values() {
            let mut body = answer.clone();
            body["images"][0][key] = odd;
            let list: ImageList = serde_json::from_value(body).unwrap();
            let left_out = usize::from(key == "id");
            assert_eq!(list.images.unreadable().count(), left_out, "{key}");
        }
        let mut body = answer.clone();
        body["images"][0].as_object_mut().unwrap().remove(key);
        let list: ImageList = serde_json::from_value(body.clone()).unwrap();
        let written = serde_json::to_value(&list).unwrap();
        let kept = body["images"][0].as_object().unwrap();
        for (key, value) in kept {
            assert_eq!(&written["images"][0][key], value, "{key}");
        }
    }
}

/// Adds a key to the object and to each object in a list of it: the objects that have a model.
fn add_unknown_keys(value: &mut Value) {
    let Value::Object(object) = value else {
        return;
    };
    for child in object.values_mut() {
        if let Value::Array(elements) = child {
            elements.iter_mut().for_each(add_unknown_keys);
        }
    }
    object.insert("key_of_the_future".into(), serde_json::json!("text"));
}

#[test]
fn a_refusal_says_the_same_in_all_three_shapes() {
    let refusals: Vec<RecordedAnswer> = answers()
        .filter(|answer| answer.model == "GlanceError")
        .collect();
    let mut names: Vec<&str> = refusals
        .iter()
        .filter_map(|answer| answer.name.strip_suffix(", JSON"))
        .collect();
    names.dedup();
    assert!(names.len() >= 14);
    for name in names {
        let shapes = refusals
            .iter()
            .filter(|answer| answer.name.starts_with(name));
        let errors: Vec<GlanceError> = shapes.map(parsed).collect();
        for error in &errors {
            let cause = error.cause();
            assert!(
                !cause.is_empty() && !cause.contains("<br"),
                "{name}: {cause:?}"
            );
            // Glance takes what looks like a tag out of plain text, but not out of JSON and HTML.
            if name != "400 schema" {
                assert_eq!(cause, errors[0].cause(), "{name}");
            }
        }
    }
}

fn parsed(answer: &RecordedAnswer) -> GlanceError {
    let body = match &answer.body {
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    GlanceError::parse(answer.status, &body)
}

#[test]
fn a_schema_s_refusal_is_told_without_the_schema() {
    for shape in ["JSON", "HTML"] {
        let name = format!("400 schema, {shape}");
        let answer = answers().find(|answer| answer.name == name).unwrap();
        assert_eq!(
            parsed(&answer).cause(),
            r#"Provided object does not match schema 'image': '<b>&\'"' is not of type 'integer'"#
        );
    }
}

#[test]
fn the_built_in_schema_is_that_of_the_recorded_glance() {
    let document = answers()
        .find(|answer| answer.model == "SchemaDocument" && answer.name == "image")
        .unwrap();
    let recorded = ImageSchema::parse(&document.body.to_string()).unwrap();
    let mut document: SchemaDocument = serde_json::from_value(document.body).unwrap();
    let built_in = ImageSchema::default();
    for (key, node) in &mut document.properties {
        node.description = None;
        if let Some(properties) = node
            .items
            .as_mut()
            .and_then(|items| items.properties.as_mut())
        {
            for inner in properties.values_mut() {
                inner.description = None;
            }
        }
        // The order of an enum says nothing.
        let sorted = |mut node: gaze_shared::glance::schema::SchemaNode| {
            if let Some(words) = &mut node.allowed {
                words.sort_by_key(ToString::to_string);
            }
            node
        };
        assert_eq!(
            built_in.property(key).map(sorted),
            Some(sorted(node.clone())),
            "{key}"
        );
    }
    assert_eq!(recorded.disk_formats, built_in.disk_formats);
    assert_eq!(recorded.container_formats, built_in.container_formats);
}

#[test]
fn an_operator_s_own_properties_are_custom_and_hold_to_their_rules() {
    let document = answers()
        .find(|answer| answer.name == "image, with the operator's properties")
        .unwrap();
    let schema = ImageSchema::parse(&document.body.to_string()).unwrap();
    assert!(schema.is_custom("kernel_id") && schema.is_custom("os_distro"));
    assert!(!schema.base_properties.contains(&"kernel_id".to_owned()));
    assert_eq!(schema.faults("kernel_id", &Value::Null), []);
    assert_eq!(schema.faults("kernel_id", &"x".into()).len(), 1);
    assert_eq!(schema.faults("os_distro", &"x".repeat(21).into()).len(), 1);
}
