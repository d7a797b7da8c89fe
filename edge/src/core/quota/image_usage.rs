//! A project's usage to the byte, summed up from its images as Glance sums it up
//! (`glance/db/sqlalchemy/api.py`, `_image_get_disk_usage_by_owner` and its neighbours).
//!
//! `GET /v2/info/usage` gives sizes in whole MiB, rounded down, and cannot say which of them belong to a
//! request that is still under way. The images can.

use std::collections::{BTreeMap, BTreeSet};

use gaze_shared::glance::image::ImageId;
use gaze_shared::glance::usage::UsageByResource;
use gaze_shared::quota::{
    Delta, Figure, Limit, Observation, ObservedUsage, Purpose, Resource, SeenImage, UsageSource,
};

use crate::core::quota::call::RefreshScope;
use crate::core::quota::listed_image::ListedImage;

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

/// The images that reservations are open for: a refresh from the images tells of these.
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

    /// A refresh of the project: the limits as Glance told them beside, the usage to the byte, and what has
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

    /// Adds to a refresh what has become of the images that reservations are open for.
    pub fn tell_of(&self, first: &RefreshScope, observation: &mut Observation) {
        let images = images_in_question(&first.open);
        observation.at = UsageSource::Images;
        observation.images = Some(images.map(|id| (id.clone(), self.seen(id))).collect());
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Progress;
    use gaze_shared::time::unix_millis::UnixMillis;
    use gaze_shared::units::Bytes;
    use serde_json::json;

    use super::*;
    use crate::core::quota::listed_image::example_image as image;

    #[test]
    fn a_refresh_has_glance_s_limits_the_images_usage_and_what_became_of_those_asked_for() {
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
