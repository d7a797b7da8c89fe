//! What a person is offered to go on with.

use gaze_shared::digest::compared_algorithm;
use gaze_shared::glance::image::Image;
use gaze_shared::time::timestamp::Timestamp;
use gaze_shared::units::Bytes;

use super::record::{ImageOrigin, ResumeRecord, ResumeWay};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::earlier::{EarlierUpload, PrefixDigest};
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::engine::transport::TusAddress;

/// An upload that can be resumed.
#[derive(Clone, Debug, PartialEq)]
pub struct ResumeOffer {
    /// The image as Glance shows it.
    pub image: Box<Image>,
    pub size: Bytes,
    /// How much of it the gateway has, where it has said so.
    pub arrived: Option<Bytes>,
    /// When the gateway forgets what has arrived.
    pub expires_at: Option<Timestamp>,
    /// To whom it is offered, and to nobody else.
    pub acting_as: ActingAs,
    pub source: OfferSource,
}

/// Who has begun it.
#[derive(Clone, Debug, PartialEq)]
pub enum OfferSource {
    ThisBrowser(Box<KeptUpload>),
    /// Another browser or program. What it has read of the file is not known here.
    Elsewhere(TusAddress),
}

/// What this browser has kept of an upload.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptUpload {
    pub record: ResumeRecord,
    pub prefixes: Vec<PrefixDigest>,
    pub file: KeptFile,
}

/// How the file of an upload is had again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptFile {
    /// This browser has kept its handle.
    ByHandle,
    MustBeChosen,
}

impl ResumeOffer {
    /// What a person calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        let image_name = self.image.name.as_deref().unwrap_or_default();
        match (&self.source, image_name) {
            (OfferSource::ThisBrowser(kept), "") => &kept.record.file_name,
            _ => image_name,
        }
    }

    /// What is sent of the file. What another program sends, it may have made of another file: then the person
    /// chooses what is sent.
    #[must_use]
    pub fn conversion(&self) -> Conversion {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.record.conversion,
            OfferSource::Elsewhere(_) => Conversion::None,
        }
    }

    /// What a person said that the file must have.
    #[must_use]
    pub fn expected(&self) -> Option<&ExpectedDigest> {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.record.expected.as_ref(),
            OfferSource::Elsewhere(_) => None,
        }
    }

    /// How long the file is of which the data is made.
    #[must_use]
    pub fn size_on_disk(&self) -> Bytes {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.record.size_on_disk,
            OfferSource::Elsewhere(_) => self.size,
        }
    }

    /// Whether the image has its data, and only the comparison is left.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.image.status.has_data()
    }

    /// Whether it comes to its end without the file: all of it has left the earlier page, and every digest that is
    /// wanted is known.
    #[must_use]
    pub fn needs_no_file(&self) -> bool {
        let OfferSource::ThisBrowser(kept) = &self.source else {
            return false;
        };
        let KeptUpload {
            record, prefixes, ..
        } = &**kept;
        let is_known = prefixes
            .iter()
            .any(|prefix| prefix.end == record.size && prefix.algorithm == record.algorithm);
        let is_enough = record
            .expected
            .as_ref()
            .is_none_or(|expected| expected.algorithm == record.algorithm)
            // The chosen file was compared before anything was made of it.
            || record.conversion != Conversion::None;
        let is_all_there = if self.is_stored() {
            compared_algorithm(&self.image) == Some(record.algorithm)
        } else {
            self.arrived == Some(self.size)
        };
        is_known && is_enough && is_all_there
    }

    /// When it was begun, where that is known, in seconds since the Unix epoch.
    #[must_use]
    pub fn begun_at(&self) -> Option<i64> {
        match &self.source {
            OfferSource::ThisBrowser(kept) => Some(kept.record.begun_at),
            OfferSource::Elsewhere(_) => None,
        }
    }

    /// How its file is had again.
    #[must_use]
    pub fn file(&self) -> KeptFile {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.file,
            OfferSource::Elsewhere(_) => KeptFile::MustBeChosen,
        }
    }

    /// Whether the upload deletes its image when it comes to nothing.
    #[must_use]
    pub fn origin(&self) -> ImageOrigin {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.record.origin,
            OfferSource::Elsewhere(_) => ImageOrigin::ThereBefore,
        }
    }

    /// How its data travels.
    #[must_use]
    pub fn way(&self) -> ResumeWay {
        match &self.source {
            OfferSource::ThisBrowser(kept) => kept.record.way.clone(),
            OfferSource::Elsewhere(address) => ResumeWay::Tus(Some(address.clone())),
        }
    }

    /// The same for the engine.
    #[must_use]
    pub fn earlier(&self) -> EarlierUpload {
        let (address, prefixes) = match &self.source {
            OfferSource::ThisBrowser(kept) => {
                (kept.record.address().cloned(), kept.prefixes.clone())
            }
            OfferSource::Elsewhere(address) => (Some(address.clone()), Vec::new()),
        };
        EarlierUpload {
            image: self.image.id.clone(),
            address,
            prefixes,
        }
    }
}
