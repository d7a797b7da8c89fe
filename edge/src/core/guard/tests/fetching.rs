//! From where Glance may be asked to fetch.

use super::*;

#[test]
fn every_document_that_makes_glance_fetch_is_held_to_the_policy() {
    let inside = "http://169.254.169.254/";
    let outside = "http://images.example.com/";
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
            let refused = DocumentRefusal::Url(UrlRefused::Internal);
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
        ("https://images.example.com/x", true, true),
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
