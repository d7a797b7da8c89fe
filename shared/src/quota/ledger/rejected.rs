//! Data that Glance has refused, and keeps all the same.
//!
//! Where the bytes of an upload are not of the format that the image claims, Glance answers 415, the image
//! is queued again, and the bytes stay in the store until the image is deleted
//! (`glance/api/v2/image_data.py`, `upload`: the image is saved with its location, and a queued image has
//! no size). Glance's own figures have nothing of it, so the ledger has.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::glance::image::ImageId;
use crate::quota::observation::Ticket;
use crate::units::Bytes;

/// How much of such data there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectedSize {
    /// So much, because it has gone through the gateway.
    Known(Bytes),
    /// Glance does not tell it of an image that it has no size of.
    Unknown,
}

/// What one image keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    size: RejectedSize,
    /// The event by which it was there: only refreshes that were asked for later tell that it is gone.
    since: u64,
}

/// The images that keep refused data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Images", into = "Images")]
pub(in crate::quota) struct Rejected {
    images: Images,
    /// The sum of what is known, kept at hand: it counts in every answer.
    known: Bytes,
}

type Images = BTreeMap<ImageId, Kept>;

impl Rejected {
    pub(in crate::quota) fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// What counts beside everything that Glance counts.
    pub(in crate::quota) const fn known(&self) -> Bytes {
        self.known
    }

    /// The images of which nobody knows how much they keep.
    pub(in crate::quota) fn unknown(&self) -> impl Iterator<Item = &ImageId> {
        let unknown = |kept: &Kept| kept.size == RejectedSize::Unknown;
        let images = self.images.iter();
        images
            .filter(move |(_, kept)| unknown(kept))
            .map(|(id, _)| id)
    }

    /// An image keeps this much, by this event. Of two sizes the larger one counts.
    pub(in crate::quota) fn add(&mut self, image: &ImageId, since: u64, size: RejectedSize) {
        let kept = self
            .images
            .entry(image.clone())
            .or_insert(Kept { size, since });
        kept.since = kept.since.max(since);
        kept.size = match (kept.size, size) {
            (RejectedSize::Known(a), RejectedSize::Known(b)) => RejectedSize::Known(a.max(b)),
            (known @ RejectedSize::Known(_), RejectedSize::Unknown)
            | (RejectedSize::Unknown, known) => known,
        };
        self.sum();
    }

    /// A refresh has told which images keep refused data: what was known before it was asked for, and is not
    /// among them, is gone.
    pub(in crate::quota) fn retain(&mut self, asked: Ticket, seen: &BTreeSet<ImageId>) {
        self.images
            .retain(|image, kept| kept.since > asked.0 || seen.contains(image));
        self.sum();
    }

    fn sum(&mut self) {
        let known = self.images.values().map(|kept| match kept.size {
            RejectedSize::Known(Bytes(size)) => size,
            RejectedSize::Unknown => 0,
        });
        self.known = Bytes(known.fold(0, u64::saturating_add));
    }
}

impl From<Images> for Rejected {
    fn from(images: Images) -> Self {
        let mut rejected = Self {
            images,
            known: Bytes::ZERO,
        };
        rejected.sum();
        rejected
    }
}

impl From<Rejected> for Images {
    fn from(rejected: Rejected) -> Self {
        rejected.images
    }
}
