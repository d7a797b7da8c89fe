//! What may be offered: what this browser has kept, and what else the gateway keeps for the caller.

use gaze_shared::gateway::{ListedUpload, UploadState};
use gaze_shared::glance::image::{Image, ImageId, Status};
use gaze_shared::time::timestamp::Timestamp;
use gaze_shared::units::Bytes;

use super::offers::{KeptUpload, OfferSource, ResumeOffer};
use super::record::ResumeWay;
use crate::api::own_upload_path;
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::engine::transport::TusAddress;

/// An upload to be offered, before its image has been looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub image: ImageId,
    pub size: Bytes,
    pub arrived: Option<Bytes>,
    pub expires_at: Option<Timestamp>,
    pub source: OfferSource,
}

/// What may be offered to somebody: of what is kept here and of what the gateway lists, all but what a tab of
/// this browser has in its hands.
#[must_use]
pub fn candidates(
    kept: Vec<KeptUpload>,
    listed: &[ListedUpload],
    in_hand: &[ImageId],
    acting_as: &ActingAs,
) -> Vec<Candidate> {
    let is_in_hand = |image: &str| {
        in_hand
            .iter()
            .any(|id| id.as_str().eq_ignore_ascii_case(image))
    };
    let mut candidates: Vec<Candidate> = kept
        .into_iter()
        .filter(|one| one.record.acting_as == *acting_as)
        .filter(|one| !is_in_hand(one.record.image.as_str()))
        .map(|mut kept| {
            let of_image = |one: &&ListedUpload| is_of(one, kept.record.image.as_str());
            let known = listed.iter().find(of_image);
            // The page may have gone before it heard of the address.
            if let (ResumeWay::Tus(address @ None), Some(known)) = (&mut kept.record.way, known) {
                *address = own_upload_path(&known.location).map(TusAddress);
            }
            Candidate {
                image: kept.record.image.clone(),
                size: kept.record.size,
                arrived: known.map(|one| one.report.offset),
                expires_at: known.map(expires_at),
                source: OfferSource::ThisBrowser(Box::new(kept)),
            }
        })
        .collect();
    for one in listed {
        let is_new = !candidates
            .iter()
            .any(|known| is_of(one, known.image.as_str()));
        // What has arrived as a whole the gateway brings to Glance by itself.
        let is_receiving = one.report.state == UploadState::Receiving;
        let is_here = one.report.region == acting_as.region;
        let (Ok(image), Some(path)) = (
            one.report.image_id.parse::<ImageId>(),
            own_upload_path(&one.location),
        ) else {
            continue;
        };
        if is_new && is_receiving && is_here && !is_in_hand(image.as_str()) {
            candidates.push(Candidate {
                image,
                size: one.report.length,
                arrived: Some(one.report.offset),
                expires_at: Some(expires_at(one)),
                source: OfferSource::Elsewhere(TusAddress(path)),
            });
        }
    }
    candidates
}

fn expires_at(upload: &ListedUpload) -> Timestamp {
    Timestamp::from_text(upload.report.expires_at.as_str())
}

fn is_of(upload: &ListedUpload, image: &str) -> bool {
    upload.report.image_id.eq_ignore_ascii_case(image)
}

impl Candidate {
    /// An offer, now that the image is known; `None` when there is nothing left to go on with.
    #[must_use]
    pub fn beside(self, image: Box<Image>, acting_as: &ActingAs) -> Option<ResumeOffer> {
        let is_kept = matches!(self.source, OfferSource::ThisBrowser(_));
        let is_open = match &image.status {
            Status::Queued | Status::Saving | Status::Uploading => true,
            // What is stored can still be compared with the file.
            status => is_kept && status.has_data(),
        };
        is_open.then_some(ResumeOffer {
            image,
            size: self.size,
            arrived: self.arrived,
            expires_at: self.expires_at,
            acting_as: acting_as.clone(),
            source: self.source,
        })
    }
}
