//! Which documents pass, as tables.

mod fetching;
mod glance_fails;
mod ownership;

use gaze_shared::time::timestamp::Timestamp;

use super::*;

fn caller(role: &str) -> Identity {
    Identity {
        user_id: "u".into(),
        user_name: "demo".into(),
        project_id: Some("own".into()),
        domain_id: None,
        roles: vec![role.into()],
        expires_at: Timestamp::from_text("2026-11-21T17:38:45Z"),
        access_rules: None,
    }
}

fn checked(document: Document, role: &str, body: &str) -> Result<Passed, DocumentRefusal> {
    let policy = ImportPolicy::default();
    check(document, body.as_bytes(), &caller(role), &policy)
}

fn refusal(document: Document, body: &str) -> Option<DocumentRefusal> {
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
            Some(DocumentRefusal::TooDeep)
        );
    }
    assert_eq!(
        refusal(Document::Other, &"{\"a\":".repeat(1000)),
        Some(DocumentRefusal::TooDeep)
    );
}
