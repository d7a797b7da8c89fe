//! The keys of an image that are Glance's, and the names that it keeps to itself.

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
pub(crate) const DISALLOWED_IN_CREATE: [&str; 5] =
    ["direct_url", "self", "file", "schema", "stores"];

/// The keys that a new image is refused for at its making (403, `glance/domain/__init__.py`,
/// `ImageFactory._readonly_properties`). `os_hash_*` is not among them: it is taken and dropped.
pub(crate) const READ_ONLY_IN_CREATE: [&str; 6] = [
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

/// Attributes of the Python objects that Glance keeps an image in, less Glance's own keys: what
/// `dir()` tells of `glance.notifier.ImageProxy` in Glance 33.0.0 on Python 3.11, and what its
/// `__init__` sets (`glance/domain/proxy.py` and its heirs). A patch of such a name does not reach
/// the custom properties but sets the attribute.
const ATTRIBUTES: [&str; 48] = [
    "__abstractmethods__",
    "__class__",
    "__delattr__",
    "__dict__",
    "__dir__",
    "__doc__",
    "__eq__",
    "__format__",
    "__ge__",
    "__getattribute__",
    "__getstate__",
    "__gt__",
    "__hash__",
    "__init__",
    "__init_subclass__",
    "__le__",
    "__lt__",
    "__module__",
    "__ne__",
    "__new__",
    "__reduce__",
    "__reduce_ex__",
    "__repr__",
    "__setattr__",
    "__sizeof__",
    "__str__",
    "__subclasshook__",
    "__weakref__",
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
const FATAL_ATTRIBUTES: [&str; 3] = ["__class__", "__dict__", "__weakref__"];

/// The attribute that holds the object which another one wraps: once it is set, Glance does not find
/// the image for any further operation.
pub(crate) const WRAPPED_OBJECT: &str = "base";

/// What becomes of a patch that sets an attribute of Glance's own objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeEffect {
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
pub(crate) fn attribute_effect(name: &str) -> Option<AttributeEffect> {
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

/// Whether a name is that of something inside Glance: an attribute of its own objects, the key
/// `stores`, which Glance takes and then shows a value that is not true, or a name that Python gives
/// every object. Each version of Python has more of the last, so all of the form `__x__` count.
#[must_use]
pub fn is_internal_name(name: &str) -> bool {
    let is_python_s = name.len() > 4 && name.starts_with("__") && name.ends_with("__");
    is_python_s || name == "stores" || attribute_effect(name).is_some()
}

/// Whether Glance refuses to have a key set by anybody (403).
pub(crate) fn is_refused_name(key: &str) -> bool {
    RESERVED.contains(&key) || is_kept_by_glance(key)
}

/// Whether a key has the prefix that Glance keeps for itself. Such properties do not count against
/// the limit.
pub(crate) fn is_kept_by_glance(key: &str) -> bool {
    key.starts_with(RESERVED_PREFIX)
}

/// Whether a custom property cannot have this key, or not for long: Glance's own names, those with
/// the prefix that it keeps for itself, and those that a later patch would not reach.
#[must_use]
pub fn is_reserved_property(key: &str) -> bool {
    is_refused_name(key) || BASE_PROPERTIES.contains(&key) || is_internal_name(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_python_gives_every_object_is_no_name_for_a_property() {
        for name in ["__class__", "__static_attributes__", "member", "stores"] {
            assert!(
                is_internal_name(name) && is_reserved_property(name),
                "{name}"
            );
        }
        for name in ["____", "__", "os_distro", "_x_", ""] {
            assert!(!is_internal_name(name), "{name}");
        }
    }

    #[test]
    fn a_patch_of_an_attribute_ends_as_it_does_in_python() {
        for (name, effect) in [
            ("__repr__", Some(AttributeEffect::Dropped)),
            ("__weakref__", Some(AttributeEffect::Fatal)),
            ("repo", Some(AttributeEffect::Dropped)),
            // No attribute that Python has: a custom property.
            ("__made_up__", None),
        ] {
            assert_eq!(attribute_effect(name), effect, "{name}");
        }
    }
}
