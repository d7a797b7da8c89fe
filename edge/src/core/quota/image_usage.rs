//! A project's usage to the byte, summed up from its images as Glance sums it up
//! (`glance/db/sqlalchemy/api.py`, `_image_get_disk_usage_by_owner` and its neighbours).
//!
//! `GET /v2/info/usage` gives sizes in whole MiB, rounded down, and cannot say which of them belong to a
//! request that is still under way. The images can.

use std::collections::{BTreeMap, BTreeSet};

use gaze_shared::glance::image::{DataTraces, ImageId, Status};
use gaze_shared::glance::usage::UsageByResource;
use gaze_shared::quota::{
    Delta, Figure, Limit, Observation, ObservedUsage, Progress, Purpose, Resource, SeenImage,
    UsageSource,
};
use gaze_shared::units::Bytes;
use serde::Deserialize;

use crate::core::quota::call::RefreshScope;

/// What of an image counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ListedImage {
    pub id: String,
    /// Where it stands in its life.
    pub status: String,
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

/// The states in which an image counts for nothing.
const GONE: [&str; 3] = ["killed", "deleted", "pending_delete"];

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
        self.status == "uploading" && self.size.is_none()
    }

    /// Whether Glance keeps data of it that it has refused.
    #[must_use]
    pub fn keeps_rejected_data(&self) -> bool {
        DataTraces {
            status: &Status::from(self.status.as_str()),
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

    fn is_staged(&self) -> bool {
        matches!(self.status.as_str(), "uploading" | "importing")
    }

    /// In how many places its data lies.
    fn places(&self) -> u64 {
        if let Some(locations) = &self.locations {
            return locations.len() as u64;
        }
        match (&self.stores, self.status.as_str()) {
            (Some(_), _) => self.stores().count() as u64,
            (None, "active" | "deactivated") => 1,
            (None, _) => 0,
        }
    }

    /// What it adds to its owner's usage.
    #[must_use]
    pub fn share(&self) -> Delta {
        if GONE.contains(&self.status.as_str()) {
            return Delta::NOTHING;
        }
        // Glance counts no bytes of an image that it does not know the size of. What is on its way counts as
        // reserved, and what was refused and stays counts in the ledger.
        let size = self.size.unwrap_or_default();
        let is_on_its_way = self.is_staged() || self.status == "saving" || self.is_copying();
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
            progress: match image.status.as_str() {
                status if GONE.contains(&status) => Progress::Empty,
                _ if image.has_task() => Progress::Moving,
                "saving" | "importing" => Progress::Moving,
                "uploading" => Progress::Staged,
                "active" | "deactivated" if image.is_copying() => Progress::Moving,
                "active" | "deactivated" => Progress::Complete,
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

/// All images of a project: of each no more than counts, because there may be very many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageUsage {
    images: BTreeMap<Box<str>, Counted>,
}

/// What counts of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counted {
    share: Delta,
    seen: SeenImage,
    keeps_rejected: bool,
}

/// What Glance's own sums tell, with nothing of single images.
#[must_use]
pub fn usage_observation(first: &RefreshScope, usage: &UsageByResource) -> Observation {
    Observation {
        asked_at: Some(first.asked_at),
        ..Observation::from_glance(first.ticket, usage)
    }
}

/// The images that reservations are open for: a look at the images tells of these.
pub fn images_in_question(open: &[Purpose]) -> impl Iterator<Item = &ImageId> {
    open.iter().filter_map(|purpose| purpose.image_id.as_ref())
}

impl ImageUsage {
    /// Takes in images of one project. One that comes twice, because it moved while the pages were turned,
    /// counts once, as it was seen last.
    pub fn add(&mut self, page: impl IntoIterator<Item = ListedImage>) {
        for image in page {
            let counted = Counted {
                share: image.share(),
                seen: SeenImage::from(&image),
                keeps_rejected: image.keeps_rejected_data(),
            };
            self.images.insert(image.id.into_boxed_str(), counted);
        }
    }

    /// Takes out an image that was deleted while the pages were turned.
    pub fn take_out(&mut self, image_id: &str) {
        self.images.remove(image_id);
    }

    /// What all of them are.
    #[must_use]
    pub fn total(&self) -> Delta {
        let shares = self.images.values().map(|image| image.share);
        shares.fold(Delta::NOTHING, |sum, share| sum.and(&share))
    }

    /// The images that keep data which Glance has refused.
    #[must_use]
    pub fn rejected(&self) -> BTreeSet<ImageId> {
        let keeping = self.images.iter().filter(|(_, image)| image.keeps_rejected);
        keeping.filter_map(|(id, _)| id.parse().ok()).collect()
    }

    /// What has become of an image.
    #[must_use]
    fn seen(&self, image_id: &ImageId) -> SeenImage {
        let image = self.images.get(image_id.as_str());
        image.map_or(SeenImage::GONE, |image| image.seen)
    }

    /// A look at the project: the limits as Glance told them beside, the usage to the byte, and what has
    /// become of the images that reservations are open for.
    #[must_use]
    pub fn observation(&self, first: &RefreshScope, limits: &UsageByResource) -> Observation {
        let mut observation = usage_observation(first, limits);
        let total = self.total();
        for resource in Resource::ALL {
            let usage = ObservedUsage::Exactly(total.get(resource));
            let limit = observation
                .figures
                .get(&resource)
                .map_or(Limit::Unlimited, |figure| figure.limit);
            observation
                .figures
                .insert(resource, Figure { limit, usage });
        }
        self.tell_of(first, &mut observation);
        observation.rejected = Some(self.rejected());
        observation
    }

    /// Adds to a look what has become of the images that reservations are open for.
    pub fn tell_of(&self, first: &RefreshScope, observation: &mut Observation) {
        let images = images_in_question(&first.open);
        observation.at = UsageSource::Images;
        observation.images = Some(images.map(|id| (id.clone(), self.seen(id))).collect());
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::time::unix_millis::UnixMillis;
    use serde_json::json;

    use super::*;

    fn image(fields: &serde_json::Value) -> ListedImage {
        let mut image = json!({"id": "i", "status": "active", "owner": "p", "name": null});
        for (key, value) in fields.as_object().unwrap() {
            image[key] = value.clone();
        }
        serde_json::from_value(image).unwrap()
    }

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

    #[test]
    fn a_look_has_glance_s_limits_the_images_usage_and_what_became_of_those_asked_for() {
        let [open, gone, other] =
            [1, 2, 3].map(|n| format!("0000000{n}-0000-4000-8000-000000000000"));
        let mut usage = ImageUsage::default();
        usage.add(vec![
            image(&json!({"id": open, "status": "importing", "size": 7, "stores": "fast"})),
            image(&json!({"id": other, "size": 5, "stores": "fast"})),
        ]);
        let limits = serde_json::from_value(json!({
            "image_size_total": {"limit": 1, "usage": 0},
            "image_count_total": {"limit": 9, "usage": 4}
        }))
        .unwrap();
        let purposes = [&open, &gone]
            .map(|id| Purpose::of(gaze_shared::quota::Operation::Import, id.parse().ok()));
        let first = RefreshScope {
            ticket: Default::default(),
            asked_at: UnixMillis(7),
            at: UsageSource::Images,
            listing: Default::default(),
            rejected: Default::default(),
            open: purposes.into(),
        };
        let seen = usage.observation(&first, &limits);
        assert_eq!(
            (seen.asked_at, seen.at),
            (Some(UnixMillis(7)), UsageSource::Images)
        );
        let figure = |resource| seen.figures[&resource];
        assert_eq!(
            figure(Resource::ImageSizeTotal).limit,
            Limit::AtMost(1 << 20)
        );
        assert_eq!(
            figure(Resource::ImageSizeTotal).usage,
            ObservedUsage::Exactly(12)
        );
        assert_eq!(
            figure(Resource::ImageCountTotal).usage,
            ObservedUsage::Exactly(2)
        );
        assert_eq!(figure(Resource::ImageStageTotal).limit, Limit::Unlimited);
        let images = seen.images.unwrap();
        assert_eq!(images.len(), 2);
        assert_eq!(images[&gone.parse().unwrap()], SeenImage::GONE);
        assert_eq!(
            images[&open.parse().unwrap()],
            SeenImage {
                progress: Progress::Moving,
                stored: Bytes(7),
                staged: Bytes(7),
            }
        );
    }

    #[test]
    fn an_image_that_is_on_two_pages_counts_once() {
        let mut usage = ImageUsage::default();
        usage.add(vec![image(&json!({"size": 7}))]);
        usage.add(vec![
            image(&json!({"size": 9})),
            image(&json!({"id": "other", "size": 1})),
        ]);
        assert_eq!(usage.total().image_size_total, Bytes(10));
        assert_eq!(usage.total().image_count_total, 2);
    }
}
