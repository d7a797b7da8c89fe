//! What a document must not change.

use gaze_shared::glance::patch::Dialect;
use proptest::prelude::*;

use super::*;

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
        r#"[{"p\u0061th":"/owner","op":"add","value":"other"}]"#,
    ] {
        assert_eq!(
            refusal(Document::ImagePatch, body),
            Some(DocumentRefusal::Owner),
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
        r#"[{"op":"add","path":"/Owner","value":"x"}]"#,
        r#"[{"op":"remove","path":"/OWNER"}]"#,
        r#"[{"op":"replace","path":"/name","value":"x","comment":"owner"}]"#,
    ] {
        assert_eq!(refusal(Document::ImagePatch, body), None, "{body}");
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
                assert_eq!(
                    found,
                    Some(DocumentRefusal::InternalName(key.to_owned())),
                    "{body}"
                );
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
    assert_eq!(long(256), Some(DocumentRefusal::LongName));
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
        assert_eq!(
            import(store),
            Some(DocumentRefusal::ReservedStore),
            "{store}"
        );
        assert_eq!(
            check_store_header(store),
            Err(DocumentRefusal::ReservedStore),
            "{store}"
        );
        let twice = format!("fast, {store}");
        assert_eq!(
            check_store_header(&twice),
            Err(DocumentRefusal::ReservedStore)
        );
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
        Err(DocumentRefusal::ReadOnlyStore("web".into()))
    );
}

proptest! {
    /// Whatever a pointer is made of: where the reader of patches, which is held to Glance's own, finds
    /// the owner, the document is refused.
    #[test]
    fn no_pointer_to_the_owner_passes(pointer in "(/|~0|~1|~|owner|OWNER|x| |\t|\u{1f}|-){0,6}", add in any::<bool>()) {
        let (dialect, operation) = if add {
            (Dialect::V21, serde_json::json!([{"op": "add", "path": pointer, "value": "other"}]))
        } else {
            (Dialect::V20, serde_json::json!([{"replace": pointer, "value": "other"}]))
        };
        let body = operation.to_string();
        let reaches_owner = gaze_shared::glance::patch::parse(dialect, body.as_bytes())
            .is_ok_and(|patch| patch.operations.iter().any(|operation| operation.key() == "owner"));
        if reaches_owner {
            prop_assert_eq!(refusal(Document::ImagePatch, &body), Some(DocumentRefusal::Owner));
        }
    }

    #[test]
    fn what_passes_as_it_came_is_json(body in proptest::collection::vec(any::<u8>(), 0..40)) {
        let passed = check(Document::Other, &body, &caller("member"), &ImportPolicy::default());
        if passed.is_ok_and(|passed| passed.forwarded == Forwarded::AsItCame) {
            prop_assert!(serde_json::from_slice::<Value>(&body).is_ok());
        }
    }
}
