//! Patches, and what Glance makes of them.

use serde_json::{Value, json};

use super::*;
use crate::glance::can::Caller;
use crate::glance::image::Status;
use crate::glance::patch::{diff, parse};
use crate::glance::test_images::active_image;

fn queued_image() -> Image {
    Image {
        status: Status::Queued,
        ..active_image()
    }
}

/// A refusal: its status and what Glance comes to first.
type Refused = (u16, ViolationCode);

fn status_and_code(refused: &RefusedPatch) -> Refused {
    (refused.status(), refused.first.code())
}

/// Applies a body in this form, and tells of a refusal.
fn patched(dialect: Dialect, image: &Image, body: &Value) -> Result<Image, Refused> {
    let schema = ImageSchema::default();
    let patch = parse(dialect, body.to_string().as_bytes()).unwrap();
    apply_by(dialect, image, &patch.operations, &Rules::of(&schema))
        .map_err(|refused| status_and_code(&refused))
}

fn refusal(image: &Image, body: &Value) -> Refused {
    patched(Dialect::V21, image, body).unwrap_err()
}

#[test]
fn operations_are_applied_in_order() {
    let image = queued_image();
    let after = patched(
        Dialect::V21,
        &image,
        &json!([
            {"op": "replace", "path": "/name", "value": "one"},
            {"op": "add", "path": "/name", "value": "two"},
            {"op": "add", "path": "/ a~1b ", "value": "x"},
            {"op": "replace", "path": "/a~1b", "value": "y"},
            {"op": "remove", "path": "/os_distro"},
            {"op": "replace", "path": "/tags", "value": ["b", "a", "b"]},
            {"op": "replace", "path": "/disk_format", "value": null},
            {"op": "replace", "path": "/min_disk", "value": 3.0},
            {"op": "replace", "path": "//protected", "value": true},
        ]),
    )
    .unwrap();
    assert_eq!(after.name.as_deref(), Some("two"));
    assert_eq!(after.properties["a/b"], "y".into());
    assert!(!after.properties.contains_key("os_distro"));
    assert_eq!(after.tags, ["a", "b"]);
    assert_eq!((after.disk_format, after.min_disk.0), (None, 3));
    assert!(after.protected);
}

#[test]
fn each_refusal_has_the_status_of_glance() {
    let image = active_image();
    for (path, status) in [
        ("/id", 403),
        ("/size", 403),
        ("/location", 403),
        ("/os_glance_import_task", 403),
        ("/member", 403),
        ("/image_id", 403),
        ("/extra_properties", 403),
        ("/__made_up__", 409),
        ("/stores", 409),
        ("/disk_format", 403),
        ("/container_format", 403),
        ("/locations/-", 400),
        ("/tags/-", 400),
        ("/name/x", 400),
        ("/absent", 409),
    ] {
        let body = json!([{"op": "replace", "path": path, "value": "raw"}]);
        let body = if path == "/container_format" {
            json!([{"op": "replace", "path": path, "value": "bare"}])
        } else {
            body
        };
        assert_eq!(refusal(&image, &body).0, status, "{path}");
    }
    for (path, status) in [
        ("/name", 403),
        ("/owner", 403),
        ("/absent", 409),
        ("/locations/0", 403),
        ("/locations", 400),
    ] {
        let body = json!([{"op": "remove", "path": path}]);
        assert_eq!(refusal(&image, &body).0, status, "{path}");
    }
}

#[test]
fn values_that_the_schema_refuses_are_400_and_say_what_is_taken() {
    let image = queued_image();
    let long = "x".repeat(256);
    for (path, value) in [
        ("/name", json!(1)),
        ("/name", json!(long)),
        ("/visibility", json!("secret")),
        ("/visibility", json!(null)),
        ("/protected", json!("true")),
        ("/os_hidden", json!(null)),
        ("/disk_format", json!("qcow4")),
        ("/container_format", json!("")),
        ("/min_ram", json!(-1)),
        ("/min_ram", json!(2_147_483_648_u64)),
        ("/min_disk", json!(2.5)),
        ("/min_disk", json!(null)),
        ("/tags", json!("a")),
        ("/tags", json!([1])),
        ("/tags", json!([long])),
        ("/owner", json!([])),
        ("/os_distro", json!(null)),
        ("/os_distro", json!(7)),
        ("/new", json!({"deep": true})),
    ] {
        let body = json!([{"op": "add", "path": path, "value": value}]);
        assert_eq!(refusal(&image, &body).0, 400, "{path} {value}");
    }
}

#[test]
fn one_operation_that_fails_saves_nothing_and_form_comes_before_effect() {
    let image = active_image();
    let body = json!([
        {"op": "remove", "path": "/absent"},
        {"op": "replace", "path": "/min_ram", "value": "much"},
    ]);
    let operations = parse(Dialect::V21, body.to_string().as_bytes()).unwrap();
    let refused = apply(&image, &operations.operations).unwrap_err();
    assert_eq!(
        (&refused.first.field, refused.first.code()),
        (&Field::MinRam, ViolationCode::WrongType)
    );
    // Everything that is wrong is told.
    assert_eq!(refused.more[0].code(), ViolationCode::NotThere);
}

#[test]
fn the_older_form_adds_only_what_is_not_there() {
    let image = active_image();
    let taken = |path: &str| {
        let body = json!([{"add": path, "value": "x"}]);
        patched(Dialect::V20, &image, &body).map_err(|(status, _)| status)
    };
    assert_eq!(taken("/name"), Err(409));
    assert_eq!(taken("/os_distro"), Err(409));
    assert_eq!(taken("/new").unwrap().properties["new"], "x".into());
    let body = json!([{"replace": "/name", "value": "x"}, {"remove": "/os_distro"}]);
    let after = patched(Dialect::V20, &image, &body).unwrap();
    assert_eq!(after.name.as_deref(), Some("x"));
}

#[test]
fn formats_change_only_before_there_is_data_also_to_what_they_are() {
    let body = json!([{"op": "replace", "path": "/disk_format", "value": "qcow2"}]);
    assert_eq!(
        refusal(&active_image(), &body),
        (403, ViolationCode::Forbidden)
    );
    assert!(patched(Dialect::V21, &queued_image(), &body).is_ok());
}

#[test]
fn more_properties_or_tags_than_the_cloud_takes_are_413() {
    let image = active_image();
    let add = |count: usize| {
        let operations: Vec<Value> = (0..count)
            .map(|n| json!({"op": "add", "path": format!("/p{n}"), "value": ""}))
            .collect();
        Value::Array(operations)
    };
    // Two properties are there already.
    assert!(patched(Dialect::V21, &image, &add(126)).is_ok());
    assert_eq!(refusal(&image, &add(127)), (413, ViolationCode::TooMany));
    let tags: Vec<&str> = vec!["same"; 129];
    let body = json!([{"op": "replace", "path": "/tags", "value": tags}]);
    assert_eq!(refusal(&image, &body), (413, ViolationCode::TooMany));
}

#[test]
fn an_image_that_has_too_many_properties_can_still_lose_one() {
    let mut image = active_image();
    for number in 0..140 {
        image.properties.insert(format!("p{number}"), "".into());
    }
    let body = json!([{"op": "remove", "path": "/p0"}]);
    assert!(patched(Dialect::V21, &image, &body).is_ok());
}

#[test]
fn policies_are_asked_for_every_operation() {
    let image = active_image();
    let schema = ImageSchema::default();
    let ask = |project: &str, role: &str, body: &Value| {
        let caller = Caller {
            project_id: project.into(),
            roles: vec![role.into()],
        };
        let rules = Rules::of(&schema).for_caller(&caller);
        let patch = parse(Dialect::V21, body.to_string().as_bytes()).unwrap();
        apply_by(Dialect::V21, &image, &patch.operations, &rules)
            .map_err(|refused| status_and_code(&refused))
    };
    let own = image.owner.as_ref().unwrap().to_string();
    let rename = || json!([{"op": "replace", "path": "/name", "value": "x"}]);
    let publish = || json!([{"op": "add", "path": "/visibility", "value": "public"}]);
    let refused = || Err((403, ViolationCode::Forbidden));
    assert!(ask(&own, "member", &rename()).is_ok());
    assert_eq!(ask("other", "member", &rename()), refused());
    assert_eq!(ask(&own, "reader", &rename()), refused());
    assert_eq!(ask(&own, "member", &publish()), refused());
    assert!(ask("other", "admin", &publish()).is_ok());
    let keep = json!([{"op": "add", "path": "/owner", "value": own}]);
    assert_eq!(
        ask(&own, "member", &keep),
        Err((403, ViolationCode::Ignored))
    );
    for operation in ["add", "replace"] {
        let give = || json!([{"op": operation, "path": "/owner", "value": "other"}]);
        assert_eq!(ask(&own, "member", &give()), refused());
        assert_eq!(
            ask(&own, "admin", &give()).unwrap().owner,
            Some("other".into())
        );
    }
}

#[test]
fn a_patch_of_a_diff_gives_the_state_that_was_wanted() {
    let before = queued_image();
    let mut after = before.clone();
    after.name = Some("née ~/".into());
    after.disk_format = None;
    after.owner = None;
    after.tags = vec!["z".into()];
    after.properties.remove("os_distro");
    after.properties.insert(String::new(), "empty".into());
    after.properties.insert("/~".into(), "odd".into());
    assert_eq!(apply(&before, &diff(&before, &after)).unwrap(), after);
}

#[test]
fn what_only_the_database_refuses_is_refused_last() {
    let image = active_image();
    let mut operations: Vec<Value> = (0..127)
        .map(|n| json!({"op": "add", "path": format!("/p{n}"), "value": ""}))
        .collect();
    operations.push(json!({"op": "replace", "path": "/min_ram", "value": 2_147_483_648_u64}));
    assert_eq!(refusal(&image, &Value::Array(operations)).0, 413);
    // A negative number is refused when it is set: after the form of all operations.
    let body = json!([
        {"op": "replace", "path": "/min_disk", "value": -1},
        {"op": "replace", "path": "/id", "value": "x"},
    ]);
    assert_eq!(refusal(&image, &body).0, 403);
}

#[test]
fn a_location_that_is_none_is_400_and_any_other_403() {
    let hidden = active_image();
    let mut shown = active_image();
    shown.locations = Some(Vec::new());
    let url = "http://localhost/image";
    let digests = json!({"os_hash_algo": "sha512", "os_hash_value": "ab"});
    let table = [
        (json!({"url": url, "metadata": {}}), 403),
        (
            json!({"url": url, "metadata": {"store": "fast"}, "validation_data": digests}),
            403,
        ),
        (json!("x"), 400),
        (json!({"url": url}), 400),
        (json!({"url": 1, "metadata": {}}), 400),
        (json!({"url": "x".repeat(256), "metadata": {}}), 400),
        (json!({"url": url, "metadata": []}), 400),
        (
            json!({"url": url, "metadata": {}, "validation_data": {}}),
            400,
        ),
    ];
    for image in [&hidden, &shown] {
        for (location, status) in &table {
            let body = json!([{"op": "add", "path": "/locations/-", "value": location}]);
            assert_eq!(refusal(image, &body).0, *status, "{location}");
        }
        let body = json!([{"op": "replace", "path": "/locations", "value": []}]);
        assert_eq!(refusal(image, &body), (403, ViolationCode::Forbidden));
    }
}

#[test]
fn a_custom_property_takes_what_the_cloud_s_schema_allows() {
    let schema = ImageSchema::parse(
        r#"{"properties": {
            "kernel_id": {"type": ["null", "string"], "is_base": false},
            "hw_mode": {"enum": ["a", "b"], "type": "string", "is_base": false}}}"#,
    )
    .unwrap();
    let mut before = queued_image();
    before.properties.insert("kernel_id".into(), "x".into());
    let mut after = before.clone();
    let null = crate::glance::image::PropertyValue::from(Value::Null);
    after.properties.insert("kernel_id".into(), null);
    after.properties.insert("hw_mode".into(), "b".into());
    let apply =
        |operations: &[Operation]| apply_by(Dialect::V21, &before, operations, &Rules::of(&schema));
    assert_eq!(apply(&diff(&before, &after)), Ok(after));
    for value in [json!("c"), json!(null)] {
        let path = "/hw_mode".into();
        let refused = apply(&[Operation::Add { path, value }]);
        assert_eq!(refused.unwrap_err().status(), 400);
    }
}

#[test]
fn a_cloud_without_additional_properties_takes_none() {
    let schema = ImageSchema::parse(r#"{"additionalProperties": false}"#).unwrap();
    let operation = Operation::Add {
        path: "/new".into(),
        value: json!("x"),
    };
    let rules = Rules::of(&schema);
    let refused = apply_by(Dialect::V21, &queued_image(), &[operation], &rules);
    assert_eq!(refused.unwrap_err().status(), 400);
}

#[test]
fn a_value_that_no_image_can_hold_is_refused_also_where_the_cloud_s_schema_takes_it() {
    let schema =
        ImageSchema::parse(r#"{"properties": {"protected": {"type": "string"}}}"#).unwrap();
    let operation = Operation::Replace {
        path: "/protected".into(),
        value: json!("yes"),
    };
    let refused = apply_by(
        Dialect::V21,
        &queued_image(),
        &[operation],
        &Rules::of(&schema),
    );
    assert_eq!(
        status_and_code(&refused.unwrap_err()),
        (400, ViolationCode::WrongType)
    );
}

#[test]
fn an_empty_or_a_repeated_tag_is_taken_as_glance_takes_it() {
    let body = json!([{"op": "replace", "path": "/tags", "value": ["", "a", "a"]}]);
    let after = patched(Dialect::V21, &queued_image(), &body).unwrap();
    assert_eq!(after.tags, ["", "a"]);
}
