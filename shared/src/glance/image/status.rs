//! The life of an image.

use crate::json::open_enum::open_enum;

open_enum! {
    /// Where an image stands in its life
    /// (<https://opendev.org/openstack/glance/src/branch/master/glance/domain/__init__.py>,
    /// `valid_state_targets`).
    pub enum Status {
        /// Registered, no data yet. Also shown while a `web-download` waits for its task.
        Queued = "queued",
        /// Data is on its way from a client to the store.
        Saving = "saving",
        /// Data is stored and complete.
        Active = "active",
        /// An upload failed. Not listed by current Glance.
        Killed = "killed",
        /// Gone. Not listed.
        Deleted = "deleted",
        /// Waiting for the scrubber. Not listed.
        PendingDelete = "pending_delete",
        /// Complete, but its data is withheld from all but administrators.
        Deactivated = "deactivated",
        /// Data is being staged for an import.
        Uploading = "uploading",
        /// Staged or remote data is being imported.
        Importing = "importing",
    }
}

/// Of an image that nobody has seen yet.
impl Default for Status {
    fn default() -> Self {
        Self::Queued
    }
}

impl Status {
    /// Whether somebody or something is still at work on the image, so that it is worth looking
    /// again soon.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        matches!(
            self,
            Self::Saving | Self::Uploading | Self::Importing | Self::PendingDelete
        )
    }

    /// Whether the formats can be set and changed: only before there is data
    /// (<https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>, `_do_replace`).
    #[must_use]
    pub fn takes_formats(&self) -> bool {
        matches!(self, Self::Queued | Self::Importing)
    }

    /// Whether the image has data that can be read (by those who may).
    #[must_use]
    pub fn has_data(&self) -> bool {
        matches!(self, Self::Active | Self::Deactivated)
    }
}
