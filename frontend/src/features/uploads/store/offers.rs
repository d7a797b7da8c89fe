//! What earlier pages have begun and can be resumed, as it is offered in this tab.

use gaze_shared::glance::image::ImageId;
use leptos::prelude::*;

use super::Uploads;
use crate::features::uploads::engine::target::{UploadId, UploadRequest};
use crate::features::uploads::keeping::{ResumeOffer, TabLock};
use crate::features::uploads::source::UploadSource;
use crate::features::uploads::watched::Watched;

impl Uploads {
    /// What earlier pages have begun, and can be resumed; reactively.
    #[must_use]
    pub fn offers(self) -> Signal<Vec<ResumeOffer>> {
        self.offers.list.into()
    }

    /// A search for what can be resumed begins; what an earlier one finds comes too late.
    pub(in crate::features::uploads) fn begin_search(self) -> u32 {
        self.offers.searches.update_value(|searches| *searches += 1);
        self.offers.searches.get_value()
    }

    /// Offers what a search has found, unless another has begun since. What is in this tab's list is not offered
    /// beside it.
    pub(in crate::features::uploads) fn offer(self, search: u32, mut offers: Vec<ResumeOffer>) {
        let acting_as = self.acting_as();
        let own: Vec<ImageId> = self.list.with_untracked(|list| {
            let image = |one: &Watched| one.state.with_untracked(|one| one.remote.image().cloned());
            list.iter().filter_map(image).collect()
        });
        offers.retain(|offer| {
            Some(&offer.acting_as) == acting_as.as_ref() && !own.contains(&offer.image.id)
        });
        let is_latest = self.offers.searches.get_value() == search;
        if is_latest && self.offers.list.with_untracked(|known| *known != offers) {
            self.offers.list.set(offers);
        }
    }

    /// What is offered for an image now.
    pub(in crate::features::uploads) fn offer_of(self, image: &ImageId) -> Option<ResumeOffer> {
        self.offers
            .list
            .with_untracked(|offers| offers.iter().find(|one| one.image.id == *image).cloned())
    }

    /// Nobody is offered this any more.
    pub(in crate::features::uploads) fn withdraw(self, image: &ImageId) {
        self.offers
            .list
            .update(|offers| offers.retain(|offer| offer.image.id != *image));
    }

    /// Nothing is offered until a search for whoever acts now.
    pub fn withdraw_all(self) {
        self.offers.searches.update_value(|searches| *searches += 1);
        self.offers.list.set(Vec::new());
    }

    /// Resumes what an earlier page began; `None` when the runner is not here.
    pub(in crate::features::uploads) fn resume(
        self,
        request: UploadRequest,
        source: Option<UploadSource>,
        lock: Option<TabLock>,
    ) -> Option<UploadId> {
        let runner = self.runner.get_value()?;
        let image = request
            .earlier
            .as_ref()
            .map(|earlier| earlier.image.clone());
        let id = runner.resume(request, source, lock);
        if let Some(image) = image {
            self.withdraw(&image);
        }
        Some(id)
    }
}
