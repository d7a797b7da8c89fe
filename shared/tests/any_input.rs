//! The validation takes whatever a client may send: any JSON, any text.

use gaze_shared::glance::image::Image;
use gaze_shared::glance::import::ImportMethod;
use gaze_shared::glance::patch::MEDIA_TYPE;
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{
    ImportTarget, Rules, validate_create_body, validate_import, validate_member,
    validate_member_answer, validate_patch, validate_tag,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const KEYS: &str = "name|tags|method|uri|stores|op|path|value|add|replace|member|status|min_disk|locations|[a-z/~]{0,4}";

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "add|remove|/name|/tags/-|/locations/0|glance-direct|web-download|http://[a-z:@\\[\\]/]{0,9}|\\PC{0,8}"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(KEYS, inner, 0..5)
                .prop_map(|object| Value::Object(object.into_iter().collect())),
        ]
    })
}

fn image() -> Image {
    serde_json::from_value(json!({
        "id": "71c675ab-d94f-49cd-a114-e12490b328d9", "status": "queued", "visibility": "shared",
        "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:38:45Z"
    }))
    .unwrap()
}

proptest! {
    #[test]
    fn any_body_has_an_answer(body in any_json()) {
        let schema = ImageSchema::default();
        let rules = Rules::of(&schema);
        let image = image();
        let target = ImportTarget { image: &image, methods: ImportMethod::KNOWN, stores: None };
        let mut violations = validate_create_body(&body, &rules);
        violations.extend(validate_patch(MEDIA_TYPE, &body, &image, &rules));
        violations.extend(validate_import(&body, &target, &rules));
        violations.extend(validate_member(&body, &image, &[], &rules));
        violations.extend(validate_member_answer(&body));
        for violation in violations {
            prop_assert!((400..500).contains(&violation.status()));
        }
    }

    #[test]
    fn any_tag_has_an_answer(text in "\\PC{0,40}") {
        let schema = ImageSchema::default();
        for violation in validate_tag(&text, &[], &Rules::of(&schema)) {
            prop_assert!(violation.status() == 400);
        }
    }
}
