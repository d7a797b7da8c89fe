//! What makes Glance fail.

use super::*;

#[test]
fn what_makes_glance_fail_is_refused_and_what_it_refuses_passes() {
    let import = |rest: &str| {
        format!(r#"{{"method":{{"name":"web-download","uri":"http://a.example.com/"}},{rest}}}"#)
    };
    let property = |rest: &str| format!(r#"{{"name":"p","type":"string","title":"t",{rest}}}"#);
    let in_object =
        |rest: &str| format!(r#"{{"name":"o","properties":{{"p":{}}}}}"#, property(rest));
    let in_namespace = |rest: &str| {
        format!(
            r#"{{"namespace":"n","properties":{{"p":{}}}}}"#,
            property(rest)
        )
    };
    use Document::{ImageCreate, ImagePatch, Import, Location, Metadef as M, Task};
    let table = [
        (ImageCreate, "[]".to_owned(), true),
        (ImageCreate, "[{}]".to_owned(), true),
        (ImageCreate, "5".to_owned(), false),
        (ImageCreate, "null".to_owned(), false),
        (
            ImagePatch,
            r#"[{"op":"add","path":5,"value":"x"}]"#.to_owned(),
            true,
        ),
        (
            ImagePatch,
            r#"[{"op":"add","path":null,"value":"x"}]"#.to_owned(),
            true,
        ),
        (
            ImagePatch,
            r#"[{"op":"add","path":["/x"],"value":"x"}]"#.to_owned(),
            true,
        ),
        (ImagePatch, r#"[{"add":5,"value":"x"}]"#.to_owned(), true),
        (ImagePatch, r#"[{"remove":{}}]"#.to_owned(), true),
        (
            ImagePatch,
            r#"[{"op":"add","path":"/x","value":"y","remove":5}]"#.to_owned(),
            false,
        ),
        (ImagePatch, "{}".to_owned(), false),
        (ImagePatch, "[5, null, []]".to_owned(), false),
        (
            ImagePatch,
            r#"[{"op":"move","path":"/x"}]"#.to_owned(),
            false,
        ),
        (Import, "[]".to_owned(), true),
        (Import, "5".to_owned(), false),
        (Import, "{}".to_owned(), false),
        (Import, r#"{"method":"x"}"#.to_owned(), true),
        (Import, r#"{"method":null}"#.to_owned(), true),
        (Import, r#"{"method":{}}"#.to_owned(), false),
        (Import, r#"{"method":{"name":5}}"#.to_owned(), true),
        (
            Import,
            r#"{"method":{"name":["web-download"]}}"#.to_owned(),
            true,
        ),
        (
            Import,
            r#"{"method":{"name":"plugin","uri":["http://images.example.com/"]}}"#.to_owned(),
            true,
        ),
        (Import, import(r#""all_stores":1"#), true),
        (Import, import(r#""all_stores":"true""#), true),
        (Import, import(r#""all_stores":null"#), true),
        (Import, import(r#""all_stores":false"#), false),
        (
            Import,
            r#"{"method":{"name":"web-download","uri":5}}"#.to_owned(),
            true,
        ),
        (
            Import,
            r#"{"method":{"name":"web-download","uri":true}}"#.to_owned(),
            true,
        ),
        (
            Import,
            r#"{"method":{"name":"web-download","uri":null}}"#.to_owned(),
            false,
        ),
        (
            Import,
            r#"{"method":{"name":"web-download"}}"#.to_owned(),
            false,
        ),
        (Import, import(r#""stores":5"#), true),
        (Import, import(r#""stores":null"#), true),
        (Import, import(r#""stores":true"#), true),
        (Import, import(r#""stores":[[]]"#), true),
        (Import, import(r#""stores":[{}]"#), true),
        (Import, import(r#""stores":[5, null]"#), true),
        (Import, import(r#""stores":["fast", null]"#), true),
        (
            Import,
            import(r#""stores":{"fast": 1, "archive": 1}"#),
            true,
        ),
        (
            Import,
            import(r#""stores":{"os_glance_tasks_store": 1}"#),
            true,
        ),
        (Import, import(r#""stores":["fast"]"#), false),
        (Import, import(r#""stores":[]"#), false),
        (Import, import(r#""stores":"fast""#), true),
        (Location, r#"{"url":5}"#.to_owned(), true),
        (
            Location,
            r#"{"url":["http://images.example.com/"]}"#.to_owned(),
            true,
        ),
        (Location, r#"{}"#.to_owned(), false),
        (
            ImagePatch,
            r#"[{"op":"replace","path":"/name","replace":"/owner","value":"x"}]"#.to_owned(),
            true,
        ),
        (
            ImagePatch,
            r#"[{"op":"add","path":"/x","remove":"/y","value":"x"}]"#.to_owned(),
            true,
        ),
        (
            Task,
            r#"{"type":"import","input":{"import_from":5}}"#.to_owned(),
            true,
        ),
        (Task, r#"{"type":"import","input":5}"#.to_owned(), false),
        (Task, "[]".to_owned(), false),
        (M(Metadef::Named), "[]".to_owned(), true),
        (M(Metadef::Tags), "{}".to_owned(), true),
        (M(Metadef::Tags), r#"{"tags":5}"#.to_owned(), false),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"n","objects":[{}]}"#.to_owned(),
            true,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"n","tags":[{}]}"#.to_owned(),
            true,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"n","resource_type_associations":[{}]}"#.to_owned(),
            true,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"n","objects":[5]}"#.to_owned(),
            false,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"a\r\nSet-Cookie: b"}"#.to_owned(),
            true,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"☃"}"#.to_owned(),
            true,
        ),
        (
            M(Metadef::Namespace),
            r#"{"namespace":"é"}"#.to_owned(),
            false,
        ),
        (M(Metadef::Property), property(r#""enum":[5]"#), true),
        (
            M(Metadef::Property),
            property(r#""enum":["a", null]"#),
            false,
        ),
        (M(Metadef::Property), property(r#""items":{}"#), true),
        (
            M(Metadef::Property),
            property(r#""items":{"type":"string","x":1}"#),
            true,
        ),
        (
            M(Metadef::Property),
            property(r#""items":{"type":"string","enum":[5]}"#),
            true,
        ),
        (
            M(Metadef::Property),
            property(r#""items":{"type":"string","enum":["a"]}"#),
            false,
        ),
        (M(Metadef::Property), property(r#""required":["a"]"#), true),
        (M(Metadef::Object), in_object(r#""enum":[true]"#), true),
        (M(Metadef::Object), in_object(r#""enum":["a"]"#), false),
        (M(Metadef::Namespace), in_namespace(r#""items":{}"#), true),
    ];
    for (document, body, is_refused) in table {
        let found = refusal(document, &body);
        let is_crash = matches!(found, Some(DocumentRefusal::Crash(_)));
        assert_eq!(is_crash, is_refused, "{document:?} {body}: {found:?}");
        assert!(
            is_crash || found.is_none(),
            "{document:?} {body}: {found:?}"
        );
    }
}
