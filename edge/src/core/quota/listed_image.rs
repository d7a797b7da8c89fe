//! An image as a list of Glance's tells it, and what it adds to its project's usage
//! (`glance/db/sqlalchemy/api.py`, `_image_get_disk_usage_by_owner` and its neighbours).

use gaze_shared::glance::image::{DataTraces, Status};
use gaze_shared::quota::{Delta, Progress, SeenImage};
use gaze_shared::units::Bytes;
use serde::Deserialize;

/// What of an image counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ListedImage {
    pub id: String,
    /// Where it stands in its life.
    pub status: Status,
    #[serde(default)]
    pub owner: Option<String>,
    /// The size of its data; absent until there is any.
    #[serde(default)]
    size: Option<u64>,
    /// The MD5 of its data; absent until there is any.
    #[serde(default)]
    checksum: Option<String>,
    /// The stores that hold it, joined by commas; absent on a cloud with a single store.
    #[serde(default)]
    stores: Option<String>,
    /// All places where it lies, on clouds that show them.
    #[serde(default)]
    locations: Option<Vec<serde_json::Value>>,
    /// The stores that it is being copied to, joined by commas.
    #[serde(default)]
    os_glance_importing_to_stores: Option<String>,
    /// The task that imports it, from the request on until it ends.
    #[serde(default)]
    os_glance_import_task: Option<String>,
}

/// A page of `GET /v2/images`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ListedImages {
    /// The images of the page.
    pub images: Vec<ListedImage>,
    /// Where the next page is; absent on the last one. A page is no sign of its own: a cloud may give
    /// shorter ones than were asked for (`api_limit_max`).
    #[serde(default)]
    pub next: Option<String>,
}

impl ListedImage {
    /// The ids of the stores that hold data of it.
    pub fn stores(&self) -> impl Iterator<Item = &str> {
        names(self.stores.as_deref())
    }

    /// The size of its data, staged or stored; `None` before Glance knows it. It learns the size of staged
    /// data when the stage has ended.
    #[must_use]
    pub fn size(&self) -> Option<Bytes> {
        self.size.map(Bytes)
    }

    /// Whether data is being staged still.
    #[must_use]
    pub fn is_being_staged(&self) -> bool {
        self.status == Status::Uploading && self.size.is_none()
    }

    /// Whether Glance keeps data of it that it has refused.
    #[must_use]
    pub fn keeps_rejected_data(&self) -> bool {
        DataTraces {
            status: &self.status,
            size: self.size(),
            stores: self.stores.as_deref(),
            checksum: self.checksum.as_deref(),
        }
        .keeps_rejected()
    }

    fn is_copying(&self) -> bool {
        names(self.os_glance_importing_to_stores.as_deref())
            .next()
            .is_some()
    }

    /// Whether an import of it has been accepted and has not ended. Until its task begins, nothing else
    /// shows that.
    fn has_task(&self) -> bool {
        names(self.os_glance_import_task.as_deref())
            .next()
            .is_some()
    }

    /// Whether it counts for nothing.
    fn is_gone(&self) -> bool {
        matches!(
            self.status,
            Status::Killed | Status::Deleted | Status::PendingDelete
        )
    }

    fn is_staged(&self) -> bool {
        matches!(self.status, Status::Uploading | Status::Importing)
    }

    /// In how many places its data lies.
    fn places(&self) -> u64 {
        if let Some(locations) = &self.locations {
            return locations.len() as u64;
        }
        match &self.stores {
            Some(_) => self.stores().count() as u64,
            None => u64::from(self.status.has_data()),
        }
    }

    /// What it adds to its owner's usage.
    #[must_use]
    pub fn share(&self) -> Delta {
        if self.is_gone() {
            return Delta::NOTHING;
        }
        // Glance counts no bytes of an image that it does not know the size of. What is on its way counts as
        // reserved, and what was refused and stays counts in the ledger.
        let size = self.size.unwrap_or_default();
        let is_on_its_way = self.is_staged() || self.status == Status::Saving || self.is_copying();
        Delta {
            image_size_total: Bytes(size.saturating_mul(self.places())),
            image_stage_total: Bytes(if self.is_staged() || self.is_copying() {
                size
            } else {
                0
            }),
            image_count_total: 1,
            image_count_uploading: u64::from(is_on_its_way),
        }
    }
}

impl From<&ListedImage> for SeenImage {
    fn from(image: &ListedImage) -> Self {
        let share = image.share();
        Self {
            progress: match image.status {
                _ if image.is_gone() => Progress::Empty,
                _ if image.has_task() => Progress::Moving,
                Status::Saving | Status::Importing => Progress::Moving,
                Status::Uploading => Progress::Staged,
                Status::Active | Status::Deactivated if image.is_copying() => Progress::Moving,
                Status::Active | Status::Deactivated => Progress::Complete,
                _ => Progress::Empty,
            },
            stored: share.image_size_total,
            staged: share.image_stage_total,
        }
    }
}

/// Names joined by commas.
fn names(joined: Option<&str>) -> impl Iterator<Item = &str> {
    let names = joined.unwrap_or_default().split(',').map(str::trim);
    names.filter(|name| !name.is_empty())
}

/// An image of a list, with these fields beside what every image has.
#[cfg(test)]
pub(super) fn example_image(fields: &serde_json::Value) -> ListedImage {
    let mut image = serde_json::json!({"id": "i", "status": "active", "owner": "p", "name": null});
    for (key, value) in fields.as_object().unwrap() {
        image[key] = value.clone();
    }
    serde_json::from_value(image).unwrap()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::example_image as image;
    use super::*;

    /// Size, stage, count and uploading.
    fn counted(fields: &serde_json::Value) -> [u64; 4] {
        let share = image(fields).share();
        [
            share.image_size_total.0,
            share.image_stage_total.0,
            share.image_count_total,
            share.image_count_uploading,
        ]
    }

    #[test]
    fn an_image_counts_as_glance_counts_it() {
        for (fields, expected) in [
            (json!({"status": "queued", "size": null}), [0, 0, 1, 0]),
            (json!({"status": "saving", "size": null}), [0, 0, 1, 1]),
            (json!({"size": 7, "stores": "fast"}), [7, 0, 1, 0]),
            (json!({"size": 7, "stores": "fast,archive"}), [14, 0, 1, 0]),
            // A cloud with a single store names none.
            (json!({"size": 7}), [7, 0, 1, 0]),
            (json!({"size": 7, "status": "deactivated"}), [7, 0, 1, 0]),
            (json!({"size": 7, "locations": [{}, {}]}), [14, 0, 1, 0]),
            // The bytes that Glance refused after it had stored them have a place and no size.
            (
                json!({"status": "queued", "size": null, "stores": "fast"}),
                [0, 0, 1, 0],
            ),
            (json!({"status": "uploading", "size": 7}), [0, 7, 1, 1]),
            (json!({"status": "importing", "size": 7}), [0, 7, 1, 1]),
            (
                json!({"status": "importing", "size": 7, "stores": "fast"}),
                [7, 7, 1, 1],
            ),
            (
                json!({"size": 7, "stores": "fast", "os_glance_importing_to_stores": "archive"}),
                [7, 7, 1, 1],
            ),
            (
                json!({"size": 7, "stores": "fast", "os_glance_importing_to_stores": ""}),
                [7, 0, 1, 0],
            ),
            (json!({"status": "pending_delete", "size": 7}), [0, 0, 0, 0]),
        ] {
            assert_eq!(counted(&fields), expected, "{fields}");
        }
    }

    #[test]
    fn an_import_is_under_way_from_its_acceptance_to_its_end() {
        for (fields, expected) in [
            (json!({"status": "queued"}), Progress::Empty),
            (
                json!({"status": "queued", "os_glance_import_task": "t"}),
                Progress::Moving,
            ),
            (
                json!({"status": "queued", "os_glance_import_task": ""}),
                Progress::Empty,
            ),
            (json!({"status": "uploading", "size": 7}), Progress::Staged),
            (
                json!({"status": "uploading", "size": 7, "os_glance_import_task": "t"}),
                Progress::Moving,
            ),
            (json!({"status": "importing", "size": 7}), Progress::Moving),
            (json!({"status": "active", "size": 7}), Progress::Complete),
            (
                json!({"status": "active", "size": 7, "os_glance_import_task": "t"}),
                Progress::Moving,
            ),
            (
                json!({"status": "active", "size": 7, "os_glance_importing_to_stores": "b"}),
                Progress::Moving,
            ),
            (
                json!({"status": "pending_delete", "os_glance_import_task": "t"}),
                Progress::Empty,
            ),
        ] {
            assert_eq!(
                SeenImage::from(&image(&fields)).progress,
                expected,
                "{fields}"
            );
        }
    }
}
