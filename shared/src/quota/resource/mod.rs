//! What is limited, and amounts of it.

pub(super) mod limit;
pub(super) mod limited;
pub(super) mod resource_state;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::units::Bytes;

/// The four resources of Glance
/// (<https://opendev.org/openstack/glance/src/branch/master/glance/quota/keystone.py>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Bytes in the stores, counted once per store.
    ImageSizeTotal,
    /// Bytes staged for an import.
    ImageStageTotal,
    /// Images, those without data included.
    ImageCountTotal,
    /// Images whose data is on its way.
    ImageCountUploading,
}

/// What an amount of a resource is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Bytes, here and in everything of Gaze's own. Glance counts whole MiB.
    Bytes,
    Images,
}

impl Resource {
    /// All four, in the order in which Glance's documentation has them.
    pub const ALL: [Self; 4] = [
        Self::ImageSizeTotal,
        Self::ImageStageTotal,
        Self::ImageCountTotal,
        Self::ImageCountUploading,
    ];

    /// The name on the wire, of Glance and of Keystone's registered limits.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImageSizeTotal => "image_size_total",
            Self::ImageStageTotal => "image_stage_total",
            Self::ImageCountTotal => "image_count_total",
            Self::ImageCountUploading => "image_count_uploading",
        }
    }

    /// What it is counted in.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::ImageSizeTotal | Self::ImageStageTotal => Unit::Bytes,
            Self::ImageCountTotal | Self::ImageCountUploading => Unit::Images,
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an operation adds to each resource: bytes and images, never MiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Delta {
    /// Bytes that will be stored, times the stores they go to.
    #[serde(skip_serializing_if = "is_default")]
    pub image_size_total: Bytes,
    /// Bytes that will be staged.
    #[serde(skip_serializing_if = "is_default")]
    pub image_stage_total: Bytes,
    /// Images that will be registered.
    #[serde(skip_serializing_if = "is_default")]
    pub image_count_total: u64,
    /// Images that data will be on its way to.
    #[serde(skip_serializing_if = "is_default")]
    pub image_count_uploading: u64,
}

/// What is not said is nothing: thousands of amounts are stored.
fn is_default<T: Default + PartialEq>(amount: &T) -> bool {
    *amount == T::default()
}

impl Delta {
    /// Nothing of anything.
    pub const NOTHING: Self = Self {
        image_size_total: Bytes::ZERO,
        image_stage_total: Bytes::ZERO,
        image_count_total: 0,
        image_count_uploading: 0,
    };

    /// Whether it is nothing of anything.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::NOTHING
    }

    /// `POST /v2/images`: one image more.
    #[must_use]
    pub const fn create() -> Self {
        Self {
            image_count_total: 1,
            ..Self::NOTHING
        }
    }

    /// `PUT /v2/images/{id}/file` of this size.
    #[must_use]
    pub const fn upload(size: Bytes) -> Self {
        Self {
            image_size_total: size,
            image_count_uploading: 1,
            ..Self::NOTHING
        }
    }

    /// `PUT /v2/images/{id}/stage` of this size.
    #[must_use]
    pub const fn stage(size: Bytes) -> Self {
        Self {
            image_stage_total: size,
            image_count_uploading: 1,
            ..Self::NOTHING
        }
    }

    /// `POST /v2/images/{id}/import` of data of this size into so many stores. Glance counts an
    /// image once per location (`db/sqlalchemy/api.py`, `_image_get_disk_usage_by_owner`).
    #[must_use]
    pub const fn import(size: Bytes, stores: u64) -> Self {
        Self {
            image_size_total: Bytes(size.0.saturating_mul(stores)),
            image_count_uploading: 1,
            ..Self::NOTHING
        }
    }

    /// The amount of one resource.
    #[must_use]
    pub const fn get(&self, resource: Resource) -> u64 {
        match resource {
            Resource::ImageSizeTotal => self.image_size_total.0,
            Resource::ImageStageTotal => self.image_stage_total.0,
            Resource::ImageCountTotal => self.image_count_total,
            Resource::ImageCountUploading => self.image_count_uploading,
        }
    }

    /// These amounts without those, none below zero.
    #[must_use]
    pub const fn without(&self, other: &Self) -> Self {
        Self {
            image_size_total: Bytes(
                self.image_size_total
                    .0
                    .saturating_sub(other.image_size_total.0),
            ),
            image_stage_total: Bytes(
                self.image_stage_total
                    .0
                    .saturating_sub(other.image_stage_total.0),
            ),
            image_count_total: self
                .image_count_total
                .saturating_sub(other.image_count_total),
            image_count_uploading: self
                .image_count_uploading
                .saturating_sub(other.image_count_uploading),
        }
    }

    /// Both amounts together.
    #[must_use]
    pub const fn and(&self, other: &Self) -> Self {
        Self {
            image_size_total: Bytes(
                self.image_size_total
                    .0
                    .saturating_add(other.image_size_total.0),
            ),
            image_stage_total: Bytes(
                self.image_stage_total
                    .0
                    .saturating_add(other.image_stage_total.0),
            ),
            image_count_total: self
                .image_count_total
                .saturating_add(other.image_count_total),
            image_count_uploading: self
                .image_count_uploading
                .saturating_add(other.image_count_uploading),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_counts_where_glance_counts_it() {
        let counted = |delta: Delta| Resource::ALL.map(|resource| delta.get(resource));
        assert_eq!(counted(Delta::create()), [0, 0, 1, 0]);
        assert_eq!(counted(Delta::upload(Bytes(7))), [7, 0, 0, 1]);
        assert_eq!(counted(Delta::stage(Bytes(7))), [0, 7, 0, 1]);
        assert_eq!(counted(Delta::import(Bytes(7), 2)), [14, 0, 0, 1]);
    }

    #[test]
    fn amounts_neither_overflow_nor_fall_below_zero() {
        let huge = Delta::import(Bytes(u64::MAX), 3);
        assert_eq!(huge.and(&huge).image_size_total, Bytes(u64::MAX));
        assert_eq!(Delta::create().without(&huge), Delta::create());
        assert_eq!(Delta::create().without(&Delta::create()), Delta::NOTHING);
    }

    #[test]
    fn names_on_the_wire_are_those_of_keystone_s_limits() {
        for resource in Resource::ALL {
            assert_eq!(
                serde_json::to_value(resource).unwrap(),
                resource.as_str(),
                "{resource}"
            );
        }
    }
}
