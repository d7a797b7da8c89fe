//! What a first-level key of an image is to a patch.

use super::pointer::strip;
use crate::glance::image::names::is_reserved_property;

/// The keys of Glance's own that a client may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseKey {
    Name,
    /// `disk_format`, only while the image is queued.
    DiskFormat,
    /// `container_format`, only while the image is queued.
    ContainerFormat,
    MinDisk,
    MinRam,
    /// `owner`, for administrators only.
    Owner,
    Visibility,
    OsHidden,
    Tags,
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

/// Whether a patch can set or remove this as a custom property. Glance keeps some names to itself,
/// and a key with whitespace around it cannot be named in a patch, because Glance strips it: only an
/// image's creation can set it.
#[must_use]
pub fn is_patchable_property(key: &str) -> bool {
    !is_reserved_property(key) && strip(key) == key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_glance_keeps_to_itself_is_out_of_a_patch_s_reach() {
        for key in [
            "name",
            "locations",
            "id",
            "deleted_at",
            "os_glance_import_task",
            "stores",
            "set_data",
            "__class__",
        ] {
            assert!(!is_patchable_property(key), "{key}");
        }
        for key in ["____", "os_distro", ""] {
            assert!(is_patchable_property(key), "{key}");
        }
    }

    #[test]
    fn a_key_with_whitespace_around_it_is_out_of_a_patch_s_reach() {
        assert!(is_patchable_property("a b"));
        assert!(!is_patchable_property(" a"));
        assert!(!is_patchable_property("a\u{1f}"));
    }
}
