//! What a document tells Glance to do, as far as a quota is concerned.

use serde_json::{Map, Value};

use crate::core::guard::root_of_pointer;

/// The id that a client chooses for a new image.
#[must_use]
pub fn image_in(document: &[u8]) -> Option<String> {
    text_in(&object(document)?, "id")
}

/// The address of a new location of an image's data.
#[must_use]
pub fn location_in(document: &[u8]) -> Option<String> {
    text_in(&object(document)?, "url")
}

/// The project that is to have an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewOwner {
    /// The caller's own, or whose it is already: the document does not say.
    Unsaid,
    Project(String),
    Nobody,
}

impl NewOwner {
    fn read(owner: &Value) -> Self {
        match owner {
            Value::String(project_id) if !project_id.is_empty() => {
                Self::Project(project_id.clone())
            }
            // Glance refuses what is neither text nor nothing.
            _ => Self::Nobody,
        }
    }
}

/// Whose a new image is to be.
#[must_use]
pub fn owner_in(document: &[u8]) -> NewOwner {
    object(document)
        .and_then(|image| image.get("owner").map(NewOwner::read))
        .unwrap_or(NewOwner::Unsaid)
}

/// Whose an image is to be after a patch of an administrator's, in either form of a patch: the guard lets
/// none through that could be read as both. Of several operations the last one stays.
#[must_use]
pub fn patched_owner(document: &[u8]) -> NewOwner {
    let Ok(Value::Array(operations)) = serde_json::from_slice(document) else {
        return NewOwner::Unsaid;
    };
    let mut setting = operations.iter().filter_map(Value::as_object);
    let last = setting.rfind(|operation| points_at(operation, "owner"));
    last.and_then(|operation| operation.get("value"))
        .map_or(NewOwner::Unsaid, NewOwner::read)
}

/// The addresses at which a patch says that the image's data lies, in either form of a patch.
#[must_use]
pub fn patched_locations(document: &[u8]) -> Vec<String> {
    let Ok(Value::Array(operations)) = serde_json::from_slice(document) else {
        return Vec::new();
    };
    let operations = operations.iter().filter_map(Value::as_object);
    let of_locations = operations.filter(|operation| points_at(operation, "locations"));
    let values = of_locations.filter_map(|operation| operation.get("value"));
    let locations = values.flat_map(|value| match value {
        Value::Array(locations) => locations.as_slice(),
        location => std::slice::from_ref(location),
    });
    let urls = locations.filter_map(|location| location.get("url")?.as_str());
    urls.map(str::to_owned).collect()
}

/// Whether an operation sets this key, as Glance reads its pointer.
fn points_at(operation: &Map<String, Value>, key: &str) -> bool {
    ["path", "add", "replace"]
        .iter()
        .filter_map(|name| operation.get(*name).and_then(Value::as_str))
        .any(|pointer| root_of_pointer(pointer) == key)
}

/// Of two equal keys the last one counts, as for Glance.
fn object(document: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(document).ok()
}

fn text_in(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_may_choose_the_id_of_a_new_image() {
        assert_eq!(
            image_in(br#"{"id": "i", "name": "n"}"#).as_deref(),
            Some("i")
        );
        for none in [&b""[..], b"{}", b"[]", br#"{"id": 3}"#] {
            assert_eq!(image_in(none), None);
        }
        // Of two equal keys Glance takes the last one.
        let twice = br#"{"url": "http://a/", "url": "http://b/"}"#;
        assert_eq!(location_in(twice).as_deref(), Some("http://b/"));
    }

    #[test]
    fn a_document_may_say_whose_the_image_is() {
        let project = |id: &str| NewOwner::Project(id.to_owned());
        for (document, owner) in [
            (r#"{"name": "n"}"#, NewOwner::Unsaid),
            (r#"{"owner": "p"}"#, project("p")),
            (r#"{"owner": "p", "owner": "q"}"#, project("q")),
            (r#"{"owner": null}"#, NewOwner::Nobody),
            ("", NewOwner::Unsaid),
        ] {
            assert_eq!(owner_in(document.as_bytes()), owner, "{document}");
        }
        for (patch, owner) in [
            ("[]", NewOwner::Unsaid),
            (
                r#"[{"op": "replace", "path": "/name", "value": "p"}]"#,
                NewOwner::Unsaid,
            ),
            (
                r#"[{"op": "replace", "path": "/owner", "value": "p"}]"#,
                project("p"),
            ),
            (
                r#"[{"op": "add", "path": "/owner", "value": "p"}]"#,
                project("p"),
            ),
            (r#"[{"replace": "/owner", "value": "p"}]"#, project("p")),
            // As Glance reads a pointer.
            (
                r#"[{"op": "add", "path": "// owner ", "value": "p"}]"#,
                project("p"),
            ),
            (
                r#"[{"op": "add", "path": "/owner", "value": null}]"#,
                NewOwner::Nobody,
            ),
            (
                r#"[{"op": "add", "path": "/owner", "value": "p"},
                    {"op": "add", "path": "/owner", "value": "q"}]"#,
                project("q"),
            ),
        ] {
            assert_eq!(patched_owner(patch.as_bytes()), owner, "{patch}");
        }
        for (patch, places) in [
            (
                r#"[{"op": "add", "path": "/locations/-", "value": {"url": "a"}}]"#,
                &["a"][..],
            ),
            (
                r#"[{"replace": "/locations", "value": [{"url": "a"}, {"url": "b"}]}]"#,
                &["a", "b"],
            ),
            (r#"[{"op": "remove", "path": "/locations/0"}]"#, &[]),
            (
                r#"[{"op": "add", "path": "/url", "value": {"url": "a"}}]"#,
                &[],
            ),
        ] {
            assert_eq!(patched_locations(patch.as_bytes()), places, "{patch}");
        }
    }
}
