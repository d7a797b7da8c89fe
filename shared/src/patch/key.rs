//! What a first-level key of an image is to a patch.

use super::pointer::strip;
use crate::image::names::{READ_ONLY_PROPERTIES, is_internal_name, is_refused_name};

/// The keys of Glance's own that a client may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseKey {
    /// `name`
    Name,
    /// `disk_format`, only while the image is queued.
    DiskFormat,
    /// `container_format`, only while the image is queued.
    ContainerFormat,
    /// `min_disk`
    MinDisk,
    /// `min_ram`
    MinRam,
    /// `owner`, for administrators only.
    Owner,
    /// `visibility`
    Visibility,
    /// `os_hidden`
    OsHidden,
    /// `tags`
    Tags,
    /// `protected`
    Protected,
}

impl BaseKey {
    /// All of them, in the order in which [`super::diff`] writes them.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::DiskFormat,
        Self::ContainerFormat,
        Self::MinDisk,
        Self::MinRam,
        Self::Owner,
        Self::Visibility,
        Self::OsHidden,
        Self::Tags,
        Self::Protected,
    ];

    /// The key of this name, if it is one of these.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|base| base.as_str() == key)
    }

    /// The key on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::DiskFormat => "disk_format",
            Self::ContainerFormat => "container_format",
            Self::MinDisk => "min_disk",
            Self::MinRam => "min_ram",
            Self::Owner => "owner",
            Self::Visibility => "visibility",
            Self::OsHidden => "os_hidden",
            Self::Tags => "tags",
            Self::Protected => "protected",
        }
    }
}

/// What a key of an image is to a patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Glance's own, and a client's to set.
    Base(BaseKey),
    /// `locations`, which a client sees and changes only where the cloud shows them.
    Locations,
    /// Glance's own, which no request sets: 403.
    ReadOnly,
    /// A name that Glance reserves, `os_glance…` among them: 403.
    Reserved,
    /// The name of something inside Glance ([`is_internal_name`]). A patch of it is accepted and lost
    /// (`member`, `delete`), ends in a 404 (`image_id`) or a 500 (`extra_properties`), or shows a
    /// value that is not true (`stores`). Gaze refuses all with 403, Glance's status for reserved
    /// names.
    Internal,
    /// Everything else: a custom property.
    Custom,
}

impl KeyKind {
    /// What the key is.
    #[must_use]
    pub fn of(key: &str) -> Self {
        if let Some(base) = BaseKey::of(key) {
            Self::Base(base)
        } else if key == "locations" {
            Self::Locations
        } else if READ_ONLY_PROPERTIES.contains(&key) {
            Self::ReadOnly
        } else if is_refused_name(key) {
            Self::Reserved
        } else if is_internal_name(key) {
            Self::Internal
        } else {
            Self::Custom
        }
    }

    /// Whether a patch can set or remove this as a custom property. A key with whitespace around it
    /// cannot be named in a patch, because Glance strips it: only an image's creation can set it.
    #[must_use]
    pub fn is_patchable_property(key: &str) -> bool {
        Self::of(key) == Self::Custom && strip(key) == key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_what_glance_takes_it_for() {
        for (key, kind) in [
            ("name", KeyKind::Base(BaseKey::Name)),
            ("owner", KeyKind::Base(BaseKey::Owner)),
            ("locations", KeyKind::Locations),
            ("id", KeyKind::ReadOnly),
            ("os_hash_value", KeyKind::ReadOnly),
            ("deleted_at", KeyKind::Reserved),
            ("os_glance_import_task", KeyKind::Reserved),
            ("os_glancer", KeyKind::Reserved),
            ("stores", KeyKind::Internal),
            ("set_data", KeyKind::Internal),
            ("__class__", KeyKind::Internal),
            ("____", KeyKind::Custom),
            ("os_distro", KeyKind::Custom),
            ("", KeyKind::Custom),
        ] {
            assert_eq!(KeyKind::of(key), kind, "{key}");
        }
    }

    #[test]
    fn a_key_with_whitespace_around_it_is_out_of_a_patch_s_reach() {
        assert!(KeyKind::is_patchable_property("a b"));
        assert!(!KeyKind::is_patchable_property(" a"));
        assert!(!KeyKind::is_patchable_property("a\u{1f}"));
        assert!(!KeyKind::is_patchable_property("member"));
    }
}
