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

/// The keys that no patch may set (403, `_readonly_properties`).
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

/// The keys that a new image is refused for before anything else (403, `_disallowed_properties`).
pub(super) const DISALLOWED_IN_CREATE: [&str; 5] =
    ["direct_url", "self", "file", "schema", "stores"];

/// The keys that a new image is refused for at its making (403, `glance/domain/__init__.py`,
/// `ImageFactory._readonly_properties`). `os_hash_*` is not among them: it is taken and dropped.
pub(super) const READ_ONLY_IN_CREATE: [&str; 6] = [
    "checksum",
    "created_at",
    "size",
    "status",
    "updated_at",
    "virtual_size",
];

/// Keys that are reserved although no image shows them (403, `_reserved_properties`).
const RESERVED: [&str; 3] = ["location", "deleted", "deleted_at"];

/// The prefix that Glance keeps for itself (`GLANCE_RESERVED_NS`).
const RESERVED_PREFIX: &str = "os_glance";

/// Attributes of the Python objects that Glance keeps an image in (`glance/domain/proxy.py` and its
/// heirs). A patch of such a name does not reach the custom properties but sets the attribute.
const ATTRIBUTES: [&str; 26] = [
    "__class__",
    "__dict__",
    "__doc__",
    "__eq__",
    "__init__",
    "__module__",
    "_abc_impl",
    "_format_image_send",
    "_format_import_properties",
    "_get_chunk_data_iterator",
    "base",
    "context",
    "deactivate",
    "delete",
    "extra_properties",
    "get_data",
    "get_payload",
    "get_super_class",
    "helper",
    "image_id",
    "member",
    "notifier",
    "reactivate",
    "repo",
    "send_notification",
    "set_data",
];

/// Attributes at which Glance fails with an error of its own (500) when a patch sets them.
const FATAL_ATTRIBUTES: [&str; 2] = ["__class__", "__dict__"];

/// The attribute that holds the object which another one wraps: once it is set, Glance does not find
/// the image for any further operation.
pub(super) const WRAPPED_OBJECT: &str = "base";

/// What becomes of a patch that sets an attribute of Glance's own objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeEffect {
    /// It is taken and dropped (200).
    Dropped,
    /// Glance looks for the image by the new value when it saves (404).
    Lost,
    /// Glance fails at once (500).
    Fatal,
    /// Glance fails when it saves (500).
    FatalLater,
}

/// Whether a name is that of an attribute of Glance's own objects, and what a patch of it does.
pub(super) fn attribute_effect(name: &str) -> Option<AttributeEffect> {
    if !ATTRIBUTES.contains(&name) {
        None
    } else if FATAL_ATTRIBUTES.contains(&name) {
        Some(AttributeEffect::Fatal)
    } else if name == WRAPPED_OBJECT || name == "extra_properties" {
        Some(AttributeEffect::FatalLater)
    } else if name == "image_id" {
        Some(AttributeEffect::Lost)
    } else {
        Some(AttributeEffect::Dropped)
    }
}

/// Whether Glance refuses to have a key set by anybody (403).
pub(super) fn is_refused_name(key: &str) -> bool {
    RESERVED.contains(&key) || is_kept_by_glance(key)
}

/// Whether a key has the prefix that Glance keeps for itself. Such properties do not count against
/// the limit.
pub(super) fn is_kept_by_glance(key: &str) -> bool {
    key.starts_with(RESERVED_PREFIX)
}

/// Whether a custom property cannot have this key, or not for long: Glance's own names, those with
/// the prefix that it keeps for itself, and those that a later patch would not reach.
#[must_use]
pub fn is_reserved_property(key: &str) -> bool {
    is_refused_name(key) || BASE_PROPERTIES.contains(&key) || attribute_effect(key).is_some()
}
