//! What a request adds to its project, as far as it can be known before its first byte goes out.

use gaze_shared::gateway::{OverQuota, QuotaUnit};
use gaze_shared::quota::{Delta, Operation};
use gaze_shared::units::Bytes;
use serde_json::{Map, Value};

use crate::core::guard::root_of_pointer;
use crate::core::http::method::Method;
use crate::core::routes::{GlanceRoute, Resource};

/// What a route adds, if it adds anything. An import turns out to be a copy when its body is read, and a
/// patch to add nothing, unless it gives the image to another project.
#[must_use]
pub fn operation_of(route: &GlanceRoute) -> Option<Operation> {
    match (route.resource()?, route.method) {
        (Resource::Images, Method::Post) => Some(Operation::Create),
        (Resource::ImageFile { .. }, Method::Put) => Some(Operation::Upload),
        (Resource::ImageStage { .. }, Method::Put) => Some(Operation::Stage),
        (Resource::ImageImport { .. }, Method::Post) => Some(Operation::Import),
        (Resource::ImageLocations { .. }, Method::Post) => Some(Operation::Location),
        (Resource::Image { .. }, Method::Patch) => Some(Operation::OwnerChange),
        _ => None,
    }
}

/// The image that a route is about.
#[must_use]
pub fn image_of(route: &GlanceRoute) -> Option<&str> {
    match route.resource()? {
        Resource::Image { image_id }
        | Resource::ImageFile { image_id }
        | Resource::ImageStage { image_id }
        | Resource::ImageImport { image_id }
        | Resource::ImageLocations { image_id } => Some(image_id.as_str()),
        _ => None,
    }
}

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
    /// This one.
    Project(String),
    /// None.
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

/// How many of `asked` bytes fit, when they are refused so; `None` when it is less than `needed`.
#[must_use]
pub fn granted_in_all(asked: u64, needed: u64, over: &[OverQuota]) -> Option<u64> {
    let is_of_bytes = |over: &&OverQuota| over.unit == QuotaUnit::Bytes;
    // Somebody who has a whole upload too many gets no byte more.
    if !over.iter().all(|over| is_of_bytes(&over)) {
        return None;
    }
    let excess = over.iter().map(OverQuota::excess).max()?;
    asked.checked_sub(excess).filter(|fits| *fits >= needed)
}

/// What an upload or a stage of so many bytes reserves.
#[must_use]
pub const fn delta_of_data(operation: Operation, bytes: Bytes) -> Delta {
    match operation {
        Operation::Stage => Delta::stage(bytes),
        _ => Delta::upload(bytes),
    }
}

/// Whether a request that succeeds leaves less in the project than there was, or adds what only Glance
/// knows the size of.
#[must_use]
pub fn frees_usage(route: &GlanceRoute, document: &[u8]) -> bool {
    match (route.resource(), route.method) {
        (Some(Resource::Image { .. } | Resource::StoreImage { .. }), Method::Delete)
        | (Some(Resource::Tasks), Method::Post) => true,
        // A patch may add and remove places of the image's data, and give it away.
        (Some(Resource::Image { .. }), Method::Patch) => {
            names_any(document, &["locations", "owner"])
        }
        _ => false,
    }
}

/// Whether all that such a request can do to what is there is to take some of it away: what was promised
/// stays right then.
#[must_use]
pub fn only_frees_usage(route: &GlanceRoute) -> bool {
    route.method == Method::Delete
}

/// Whether a patch may be about one of these, in whatever spelling of a pointer.
fn names_any(document: &[u8], names: &[&str]) -> bool {
    let Ok(Value::Array(operations)) = serde_json::from_slice(document) else {
        return false;
    };
    let texts = operations.iter().filter_map(Value::as_object);
    let mut texts = texts.flat_map(Map::values).filter_map(Value::as_str);
    texts.any(|text| names.iter().any(|name| text.contains(name)))
}

/// What a client says of the size of the data that it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredSize {
    /// This many bytes.
    Known(Bytes),
    /// Nothing: the bytes have to be counted on their way.
    Unknown,
}

impl DeclaredSize {
    /// From the header `x-openstack-image-size` and `Content-Length`. When the two differ Glance refuses
    /// the data after it has read it, and until then the larger one is what may come. A header of 0 says
    /// nothing (`glance/api/v2/image_data.py`, `upload`), and one that is no number Glance refuses.
    #[must_use]
    pub fn read(image_size: Option<&str>, content_length: Option<u64>) -> Self {
        let declared = image_size
            .and_then(|text| text.trim().parse::<u64>().ok())
            .filter(|bytes| *bytes > 0);
        match declared.max(content_length) {
            Some(bytes) => Self::Known(Bytes(bytes)),
            None => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Resource as Limited;

    use super::*;
    use crate::core::routes::Route;

    fn route(method: &str, path: &str) -> GlanceRoute {
        match Route::parse(method, path) {
            Ok(Route::Glance(route)) => route,
            other => panic!("{method} {path}: {other:?}"),
        }
    }

    #[test]
    fn the_table_of_routes() {
        for (method, path, operation, frees) in [
            ("POST", "/v2/images", Some(Operation::Create), false),
            ("POST", "/v2.9/images", Some(Operation::Create), false),
            ("PUT", "/v2/images/i/file", Some(Operation::Upload), false),
            (
                "PUT",
                "/regions/r/v2/images/i/file",
                Some(Operation::Upload),
                false,
            ),
            ("PUT", "/v2/images/i/stage", Some(Operation::Stage), false),
            (
                "POST",
                "/v2/images/i/import",
                Some(Operation::Import),
                false,
            ),
            (
                "POST",
                "/v2/images/i/locations",
                Some(Operation::Location),
                false,
            ),
            ("DELETE", "/v2/images/i", None, true),
            ("DELETE", "/v2/stores/s/i", None, true),
            ("PATCH", "/v2/images/i", Some(Operation::OwnerChange), true),
            ("POST", "/v2/tasks", None, true),
            ("GET", "/v2/images", None, false),
            ("GET", "/v2/images/i/file", None, false),
            ("POST", "/v2/images/i/file", None, false),
            ("PUT", "/v2/images", None, false),
            ("POST", "/v2/images/", None, false),
            ("PUT", "/v2/images/i/tags/t", None, false),
            ("POST", "/v2/images/i/actions/deactivate", None, false),
        ] {
            let route = route(method, path);
            assert_eq!(operation_of(&route), operation, "{method} {path}");
            assert_eq!(
                frees_usage(&route, br#"[{"op": "add", "path": "/locations/-"}]"#),
                frees,
                "{method} {path}"
            );
        }
    }

    /// Size, stage, count and uploading.
    fn amounts(delta: Delta) -> [u64; 4] {
        Limited::ALL.map(|resource| delta.get(resource))
    }

    #[test]
    fn an_upload_and_a_stage_reserve_where_glance_counts_them() {
        for (operation, reserved) in [
            (Operation::Upload, [7, 0, 0, 1]),
            (Operation::Stage, [0, 7, 0, 1]),
        ] {
            assert_eq!(amounts(delta_of_data(operation, Bytes(7))), reserved);
        }
    }

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

    #[test]
    fn near_the_limit_what_still_fits_is_granted() {
        let storage = |limit, usage, asked| OverQuota {
            resource: gaze_shared::gateway::QuotaResource::ImageSizeTotal,
            limit,
            usage,
            reserved: 0,
            asked,
            unit: QuotaUnit::Bytes,
            source: gaze_shared::gateway::LimitSource::Cloud,
        };
        let uploads = OverQuota {
            unit: QuotaUnit::Images,
            ..storage(1, 1, 1)
        };
        assert_eq!(granted_in_all(50, 10, &[storage(100, 70, 50)]), Some(30));
        assert_eq!(granted_in_all(50, 30, &[storage(100, 70, 50)]), Some(30));
        assert_eq!(granted_in_all(50, 31, &[storage(100, 70, 50)]), None);
        assert_eq!(granted_in_all(50, 10, &[storage(100, 170, 50)]), None);
        assert_eq!(
            granted_in_all(50, 10, &[storage(100, 70, 50), uploads]),
            None
        );
        assert_eq!(granted_in_all(50, 10, &[]), None);
    }

    #[test]
    fn the_size_is_what_may_come_at_most() {
        for (header, length, known) in [
            (None, None, None),
            (None, Some(7), Some(7)),
            (Some("7"), None, Some(7)),
            (Some("7"), Some(9), Some(9)),
            (Some("9"), Some(7), Some(9)),
            (Some("0"), None, None),
            (Some("0"), Some(0), Some(0)),
            (Some("many"), None, None),
            (Some("-1"), Some(7), Some(7)),
            (Some("99999999999999999999"), Some(7), Some(7)),
        ] {
            let expected = known.map_or(DeclaredSize::Unknown, |n| DeclaredSize::Known(Bytes(n)));
            assert_eq!(
                DeclaredSize::read(header, length),
                expected,
                "{header:?} {length:?}"
            );
        }
    }
}
