//! Tests of the evaluator.

use super::*;
use serde_json::json;

fn faults(node: Value, value: &Value) -> Vec<Fault> {
    let node: Other = serde_json::from_value(node).unwrap();
    let found = evaluate(&node, value, None);
    found.into_iter().map(|found| found.fault).collect()
}

#[test]
fn a_list_of_types_takes_any_of_them() {
    let node = json!({"type": ["null", "integer"]});
    for good in [json!(null), json!(5), json!(5.0), json!(-1)] {
        assert_eq!(faults(node.clone(), &good), [], "{good}");
    }
    for bad in [json!("5"), json!(true), json!(5.5), json!([5])] {
        assert_eq!(faults(node.clone(), &bad).len(), 1, "{bad}");
    }
}

#[test]
fn an_enum_may_name_null() {
    let node = json!({"type": ["null", "string"], "enum": [null, "raw"]});
    assert_eq!(faults(node.clone(), &json!(null)), []);
    assert_eq!(faults(node.clone(), &json!("raw")), []);
    assert_eq!(
        faults(node, &json!("RAW")),
        [Fault::NotAllowed(vec![json!(null), json!("raw")])]
    );
}

#[test]
fn lengths_count_characters_and_not_bytes() {
    let node = json!({"type": "string", "minLength": 2, "maxLength": 3});
    assert_eq!(faults(node.clone(), &json!("界界界")), []);
    assert_eq!(
        faults(node.clone(), &json!("abcd")),
        [Fault::TooLong {
            length: 4,
            limit: 3
        }]
    );
    assert_eq!(
        faults(node, &json!("a")),
        [Fault::TooShort {
            length: 1,
            limit: 2
        }]
    );
}

#[test]
fn the_pattern_of_ids_is_checked_and_others_are_left_to_glance() {
    let id = "71c675ab-d94f-49cd-a114-e12490b328d9";
    assert_eq!(faults(json!({"pattern": UUID_PATTERN}), &json!(id)), []);
    assert_eq!(
        faults(json!({"pattern": UUID_PATTERN}), &json!("x")).len(),
        1
    );
    assert_eq!(faults(json!({"pattern": "^[a-z]$"}), &json!("9")), []);
}

#[test]
fn elements_and_keys_are_named_by_their_path() {
    let node: Other = serde_json::from_value(json!({
        "type": "array",
        "items": {"type": "object", "required": ["url"],
            "properties": {"url": {"type": "string", "maxLength": 3}}}
    }))
    .unwrap();
    let found = evaluate(&node, &json!([{"url": "abc"}, {"url": "abcd"}, {}]), None);
    assert_eq!(
        found,
        [
            SchemaFault {
                path: vec![PathStep::Index(1), PathStep::Key("url".into())],
                fault: Fault::TooLong {
                    length: 4,
                    limit: 3
                }
            },
            SchemaFault {
                path: vec![PathStep::Index(2)],
                fault: Fault::MissingKey("url".into())
            }
        ]
    );
}

#[test]
fn further_keys_are_refused_or_checked_as_the_schema_says() {
    let none = json!({"additionalProperties": false});
    assert_eq!(
        faults(none, &json!({"a": 1})),
        [Fault::UnknownKey("a".into())]
    );
    let text = json!({"additionalProperties": {"type": "string"}});
    assert_eq!(faults(text.clone(), &json!({"a": "1"})), []);
    assert_eq!(faults(text, &json!({"a": 1})).len(), 1);
}

#[test]
fn references_and_limits_of_numbers_hold() {
    let node: Other = serde_json::from_value(json!({"$ref": "#/definitions/n"})).unwrap();
    let definitions: Other = serde_json::from_value(json!({
        "n": {"allOf": [{"type": "integer", "minimum": 0}, {"maximum": 9}]},
        "loop": {"$ref": "#/definitions/loop"}
    }))
    .unwrap();
    let check = |value: Value| evaluate(&node, &value, Some(&definitions)).len();
    assert_eq!(
        (check(json!(5)), check(json!(-1)), check(json!(10))),
        (0, 1, 1)
    );
    let endless: Other = serde_json::from_value(json!({"$ref": "#/definitions/loop"})).unwrap();
    assert_eq!(evaluate(&endless, &json!(1), Some(&definitions)), []);
}

#[test]
fn a_document_that_refers_to_itself_many_times_ends() {
    let again = json!({"$ref": "#/definitions/a"});
    let definitions: Other =
        serde_json::from_value(json!({"a": {"allOf": vec![again.clone(); 9], "type": "string"}}))
            .unwrap();
    let node: Other = serde_json::from_value(again).unwrap();
    assert!(evaluate(&node, &json!(1), Some(&definitions)).len() <= MAX_STEPS);
}

#[test]
fn large_integers_are_compared_as_integers() {
    let (less, more) = (1_u64 << 53, (1_u64 << 53) + 1);
    let only_more = json!({"enum": [more]});
    assert_eq!(faults(only_more.clone(), &json!(more)), []);
    assert_eq!(faults(only_more, &json!(less)).len(), 1);
    assert_eq!(faults(json!({"minimum": more}), &json!(less)).len(), 1);
    assert_eq!(faults(json!({"maximum": less}), &json!(more)).len(), 1);
    assert_eq!(
        faults(json!({"minimum": -1, "maximum": u64::MAX}), &json!(0)),
        []
    );
    for equal in [json!([1]), json!({"a": [1]})] {
        let float: Value = serde_json::from_str(&equal.to_string().replace('1', "1.0")).unwrap();
        assert_eq!(faults(json!({"enum": [float]}), &equal), []);
    }
    assert_eq!(faults(json!({"enum": [1]}), &json!(true)).len(), 1);
}

#[test]
fn lists_are_held_to_their_length_and_to_different_elements() {
    let node = json!({"minItems": 1, "maxItems": 2, "uniqueItems": true});
    assert_eq!(faults(node.clone(), &json!([1, true])), []);
    assert_eq!(
        faults(node.clone(), &json!([])),
        [Fault::TooFew { count: 0, limit: 1 }]
    );
    assert_eq!(
        faults(node.clone(), &json!([1, 2, 3])),
        [Fault::TooMany { count: 3, limit: 2 }]
    );
    assert_eq!(faults(node, &json!([1, 1.0])), [Fault::Repeated]);
}
