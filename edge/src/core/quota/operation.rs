//! What a request adds to its project, as far as it can be known before its first byte goes out.

use gaze_shared::gateway::{OverQuota, QuotaUnit};
use gaze_shared::quota::{Delta, Operation};
use gaze_shared::units::Bytes;
use serde_json::{Map, Value};

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

/// Whether all that such a request can do to what is there is to take some of it away: what was reserved
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
}
