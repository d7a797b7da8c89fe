//! The names that Glance keeps to itself.

/// Every key that Glance defines in an image (`get_base_properties`), so that it cannot be a custom
/// property.
pub const BASE_PROPERTIES: [&str; 27] = [
    "checksum",
    "container_format",
    "created_at",
    "direct_url",
    "disk_format",
    "file",
    "id",
    "locations",
    "min_disk",
    "min_ram",
    "name",
    "os_hash_algo",
    "os_hash_value",
    "os_hidden",
    "owner",
    "protected",
    "schema",
    "self",
    "size",
    "status",
    "stores",
    "tags",
    "updated_at",
    "virtual_size",
    "visibility",
    "deleted",
    "deleted_at",
];

/// The keys that no request may set (403, `_readonly_properties`).
pub const READ_ONLY_PROPERTIES: [&str; 13] = [
    "checksum",
    "created_at",
    "direct_url",
    "file",
    "id",
    "os_hash_algo",
    "os_hash_value",
    "schema",
    "self",
    "size",
    "status",
    "updated_at",
    "virtual_size",
];

/// Names of attributes inside Glance: as properties they are accepted, ignored, answered with 404
/// or end in a 500 (measured on Glance 33.0.0).
const INTERNAL_NAMES: [&str; 7] = [
    "deactivate",
    "delete",
    "extra_properties",
    "image_id",
    "location",
    "member",
    "reactivate",
];

/// Whether a custom property cannot have this key: Glance's own names, and those with the prefix
/// that it reserves for itself.
#[must_use]
pub fn is_reserved_property(key: &str) -> bool {
    key.starts_with("os_glance") || BASE_PROPERTIES.contains(&key) || INTERNAL_NAMES.contains(&key)
}
