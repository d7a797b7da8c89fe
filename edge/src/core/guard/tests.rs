//! Which documents pass, as tables.

use gaze_shared::timestamp::Timestamp;

use super::*;

fn caller(role: &str) -> Identity {
    Identity {
        user_id: "u".into(),
        project_id: Some("own".into()),
        roles: vec![role.into()],
        expires_at: Timestamp::from_text("2026-11-21T17:38:45Z"),
    }
}

fn checked(document: Document, role: &str, body: &str) -> Result<Passed, Refusal> {
    let policy = ImportPolicy::default();
    check(document, body.as_bytes(), &caller(role), &policy)
}

fn refusal(document: Document, body: &str) -> Option<Refusal> {
    checked(document, "member", body).err()
}

#[test]
fn what_only_python_reads_is_sent_on_as_what_nobody_reads() {
    let bodies: [&[u8]; 14] = [
        b"{",
        b"{'a': 1}",
        b"{} {}",
        b"NaN",
        br#"{"min_ram": NaN}"#,
        br#"{"min_ram": -Infinity}"#,
        br#"{"min_ram": 1e999}"#,
        br#"{"name": "\ud800"}"#,
        br#"{"\udc00\ud800": ""}"#,
        b"\xEF\xBB\xBF{}",
        b"\xFF\xFE{\0}\0",
        b"{\0}\0",
        b"\xFF",
        b"{\"name\": \"\xC0\xAE\"}",
    ];
    for body in bodies {
        let passed = check(
            Document::ImagePatch,
            body,
            &caller("member"),
            &ImportPolicy::default(),
        );
        let forwarded = passed.unwrap().forwarded;
        assert_eq!(forwarded, Forwarded::NoJson, "{body:?}");
    }
    assert!(serde_json::from_str::<Value>(NO_JSON).is_err());
}

#[test]
fn what_is_json_passes_as_it_came() {
    for body in [
        "{}",
        "[]",
        "null",
        r#"{"a":1,"a":2}"#,
        "\n {\"min_ram\": 2.0 } \t",
        "1e300",
    ] {
        let passed = checked(Document::Other, "member", body);
        assert_eq!(passed, Ok(Passed::default()), "{body}");
    }
}

#[test]
fn a_document_has_a_depth_that_every_reader_follows() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(refusal(Document::Other, &nested(120)), None);
    for depth in [130, 5000, 500_000] {
        assert_eq!(
            refusal(Document::Other, &nested(depth)),
            Some(Refusal::TooDeep)
        );
    }
    assert_eq!(
        refusal(Document::Other, &"{\"a\":".repeat(1000)),
        Some(Refusal::TooDeep)
    );
}

#[test]
fn only_an_administrator_says_whose_an_image_is() {
    for body in [
        r#"[{"op":"replace","path":"/owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner","value":"own"}]"#,
        r#"[{"op":"remove","path":"/owner"}]"#,
        r#"[{"op":"ADD","path":"/owner","value":"other"}]"#,
        r#"[{"op":"copy","from":"/owner","path":"/x"}]"#,
        r#"[{"op":"move","from":"/x","path":"/owner"}]"#,
        r#"[{"op":"test","path":"/owner","value":"other"}]"#,
        r#"[{"op":5,"path":"/owner","value":"other"}]"#,
        r#"[{"path":"/owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/x","path":"/owner","value":"other"}]"#,
        r#"[{"op":"replace","path":"/name","value":"x"},{"op":"add","path":"/owner","value":null}]"#,
        r#"[{"add":"/owner","value":"other"}]"#,
        r#"[{"replace":"/owner","value":"other"}]"#,
        r#"[{"remove":"/owner"}]"#,
        r#"[{"replace":"/name","add":"/owner","value":"other"}]"#,
        r#"[{"op":"add","path":"//owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner/","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner/-","value":"other"}]"#,
        r#"[{"op":"add","path":"owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/ owner\t","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner\u001f","value":"other"}]"#,
        r#"[{"op":"add","path":"/\u0000owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/\u006fwner","value":"other"}]"#,
        r#"[{"op":"add","path":"/~1owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/owner~1","value":"other"}]"#,
        r#"[{"op":"add","path":"/~0owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/Owner","value":"other"}]"#,
        r#"[{"op":"add","path":"/OWNER","value":"other"}]"#,
        r#"[{"p\u0061th":"/owner","op":"add","value":"other"}]"#,
    ] {
        assert_eq!(
            refusal(Document::ImagePatch, body),
            Some(Refusal::Owner),
            "{body}"
        );
        assert!(
            checked(Document::ImagePatch, "admin", body).is_ok(),
            "{body}"
        );
        assert!(
            checked(Document::ImagePatch, "Admin", body).is_ok(),
            "{body}"
        );
    }
    for body in [
        r#"[{"op":"replace","path":"/name","value":"/owner"}]"#,
        r#"[{"op":"add","path":"/os_owner","value":"x"}]"#,
        r#"[{"op":"add","path":"/owner_name","value":"x"}]"#,
        r#"[{"op":"add","path":"/x/owner","value":"x"}]"#,
    ] {
        assert_eq!(refusal(Document::ImagePatch, body), None, "{body}");
    }
}

#[test]
fn a_new_image_is_the_caller_s_own_unless_an_administrator_says_otherwise() {
    for (body, is_refused) in [
        (r#"{"name":"x"}"#, false),
        (r#"{"owner":"own"}"#, false),
        (r#"{"owner":"other"}"#, true),
        (r#"{"owner":null}"#, true),
        (r#"{"owner":""}"#, true),
        (r#"{"owner":5}"#, false),
        (r#"{"owner":"own","owner":"other"}"#, true),
    ] {
        let found = refusal(Document::ImageCreate, body);
        assert_eq!(found, is_refused.then_some(Refusal::Owner), "{body}");
        assert!(checked(Document::ImageCreate, "admin", body).is_ok());
    }
}

#[test]
fn what_makes_glance_fail_is_refused_and_what_it_refuses_passes() {
    let import = |rest: &str| {
        format!(r#"{{"method":{{"name":"web-download","uri":"http://a.example/"}},{rest}}}"#)
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
    use Document::{ImageCreate, ImagePatch, Import, Metadef as M, Task};
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
        (Import, r#"{"method":{"name":5}}"#.to_owned(), false),
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
        (Import, import(r#""stores":[5, null]"#), false),
        (Import, import(r#""stores":[]"#), false),
        (Import, import(r#""stores":"fast""#), false),
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
        let is_crash = matches!(found, Some(Refusal::Crash(_)));
        assert_eq!(is_crash, is_refused, "{document:?} {body}: {found:?}");
        assert!(
            is_crash || found.is_none(),
            "{document:?} {body}: {found:?}"
        );
    }
}

#[test]
fn a_patch_reaches_nothing_inside_glance() {
    for key in [
        "stores",
        "member",
        "base",
        "context",
        "extra_properties",
        "__class__",
        "image_id",
    ] {
        for body in [
            format!(r#"[{{"op":"add","path":"/{key}","value":"x"}}]"#),
            format!(r#"[{{"replace":"/ {key}","value":"x"}}]"#),
        ] {
            // An administrator reaches it no more than anybody else.
            for role in ["member", "admin"] {
                let found = checked(Document::ImagePatch, role, &body).err();
                assert_eq!(found, Some(Refusal::InternalName(key.to_owned())), "{body}");
            }
        }
    }
    let long = |length: usize| {
        let key = "k".repeat(length);
        refusal(
            Document::ImagePatch,
            &format!(r#"[{{"op":"add","path":"/{key}","value":"x"}}]"#),
        )
    };
    assert_eq!(long(255), None);
    assert_eq!(long(256), Some(Refusal::LongName));
}

#[test]
fn every_document_that_makes_glance_fetch_is_held_to_the_policy() {
    let inside = "http://169.254.169.254/";
    let outside = "http://images.example/";
    for (document, before, after) in [
        (
            Document::Import,
            r#"{"method":{"name":"web-download","uri":""#,
            r#""}}"#,
        ),
        (
            Document::Import,
            r#"{"method":{"name":"plugin","uri":""#,
            r#""}}"#,
        ),
        (
            Document::Import,
            r#"{"method":{"name":"x","name":"web-download","uri":""#,
            r#""}}"#,
        ),
        (Document::Location, r#"{"url":""#, r#""}"#),
        (
            Document::Task,
            r#"{"type":"import","input":{"import_from":""#,
            r#""}}"#,
        ),
        (
            Document::ImagePatch,
            r#"[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":""#,
            r#""}}]"#,
        ),
        (
            Document::ImagePatch,
            r#"[{"op":"replace","path":"/locations","value":[{"url":""#,
            r#""}]}]"#,
        ),
        (
            Document::ImagePatch,
            r#"[{"replace":"/locations","value":[{"url":""#,
            r#""}]}]"#,
        ),
    ] {
        for role in ["member", "admin"] {
            let with = |url: &str| checked(document, role, &format!("{before}{url}{after}"));
            let refused = Refusal::Url(UrlRefused::Internal);
            assert_eq!(with(inside), Err(refused), "{before}");
            assert_eq!(with(outside).unwrap().urls.len(), 1, "{before}");
        }
    }
}

#[test]
fn an_administrator_registers_what_lies_in_a_store_and_nobody_a_file() {
    let with = |role: &str, url: &str| {
        checked(Document::Location, role, &format!(r#"{{"url":"{url}"}}"#)).is_ok()
    };
    for (url, by_member, by_admin) in [
        ("https://images.example/x", true, true),
        ("rbd://fsid/pool/image/snap", false, true),
        ("cinder://store/volume", false, true),
        ("swift+config://ref/container/object", false, true),
        ("swift+http://user:key@127.0.0.1/c/o", false, false),
        ("s3://key:secret@169.254.169.254/b/o", false, false),
        ("gopher://127.0.0.1:6379/_x", false, false),
        ("file:///etc/passwd", false, false),
        ("filesystem:///x", false, false),
        (" http://127.0.0.1/", false, false),
        ("x", false, false),
    ] {
        assert_eq!(
            (with("member", url), with("admin", url)),
            (by_member, by_admin),
            "{url}"
        );
    }
}

#[test]
fn no_data_goes_into_a_store_that_glance_keeps_for_itself_or_that_is_read_only() {
    let import = |store: &str| {
        let body =
            format!(r#"{{"method":{{"name":"glance-direct"}},"stores":["fast","{store}"]}}"#);
        refusal(Document::Import, &body)
    };
    for store in [
        "os_glance_staging_store",
        "os_glance_tasks_store",
        "OS_GLANCE_X",
        " os_glance_x",
    ] {
        assert_eq!(import(store), Some(Refusal::ReservedStore), "{store}");
        assert_eq!(
            check_store_header(store),
            Err(Refusal::ReservedStore),
            "{store}"
        );
        let twice = format!("fast, {store}");
        assert_eq!(check_store_header(&twice), Err(Refusal::ReservedStore));
    }
    for store in ["fast", "nope", "", "my_os_glance_", "é"] {
        assert_eq!(
            (import(store), check_store_header(store)),
            (None, Ok(())),
            "{store}"
        );
    }
    let known = serde_json::from_str(
        r#"{"stores":[{"id":"fast","default":"true"},{"id":"web","read-only":"true"}]}"#,
    )
    .unwrap();
    let check = |ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        check_writable(&ids, &known)
    };
    assert_eq!(check(&["fast", "nope"]), Ok(()));
    assert_eq!(
        check(&["fast", "web"]),
        Err(Refusal::ReadOnlyStore("web".into()))
    );
}
