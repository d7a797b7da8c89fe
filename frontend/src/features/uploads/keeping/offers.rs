//! What a person is offered to go on with: what this browser has kept, and what else the gateway keeps for them.

use gaze_shared::digest::compared_algorithm;
use gaze_shared::gateway::{ListedUpload, UploadState};
use gaze_shared::glance::image::{Image, ImageId, Status};
use gaze_shared::units::Bytes;

use super::record::{ImageOrigin, ResumeRecord, ResumeWay};
use crate::api::own_upload_path;
use crate::features::uploads::engine::earlier::{EarlierUpload, PrefixDigest};
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::engine::transport::TusAddress;

/// An upload that can be gone on with.
#[derive(Clone, Debug, PartialEq)]
pub struct ResumeOffer {
    /// The image as Glance shows it.
    pub image: Box<Image>,
    pub size: Bytes,
    /// How much of it the gateway has, where it has said so.
    pub arrived: Option<Bytes>,
    /// When the gateway forgets it, in UTC.
    pub expires_at: Option<String>,
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

/// An upload to be offered, before its image has been looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub image: ImageId,
    pub size: Bytes,
    pub arrived: Option<Bytes>,
    pub expires_at: Option<String>,
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
                expires_at: known.map(|one| one.report.expires_at.clone()),
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
                expires_at: Some(one.report.expires_at.clone()),
                source: OfferSource::Elsewhere(TusAddress(path)),
            });
        }
    }
    candidates
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
            .is_none_or(|expected| expected.algorithm == record.algorithm);
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

#[cfg(test)]
mod tests {
    use gaze_shared::digest::{Algorithm, HexDigest};
    use gaze_shared::gateway::TusReport;
    use serde_json::json;

    use super::*;
    use crate::features::uploads::engine::expected::ExpectedDigest;

    const SIZE: Bytes = Bytes(100);

    fn id(letter: &str) -> ImageId {
        format!("00000000-0000-4000-8000-{}", letter.repeat(12))
            .parse()
            .unwrap()
    }

    fn acting_as(project: &str) -> ActingAs {
        ActingAs {
            user_id: "u".into(),
            project_id: project.into(),
            project_name: project.into(),
            region: "RegionOne".into(),
        }
    }

    fn kept(image: ImageId, project: &str) -> KeptUpload {
        KeptUpload {
            record: ResumeRecord {
                image,
                origin: ImageOrigin::MadeByUpload,
                way: ResumeWay::Tus(None),
                acting_as: acting_as(project),
                begun_at: 1_795_282_725,
                file_name: "debian-13.qcow2".into(),
                size: SIZE,
                algorithm: Algorithm::Sha512,
                expected: None,
            },
            prefixes: Vec::new(),
            file: KeptFile::MustBeChosen,
        }
    }

    fn listed(image: &ImageId, state: UploadState, offset: u64) -> ListedUpload {
        ListedUpload {
            location: "https://inside.example/api/uploads/x".into(),
            report: TusReport {
                image_id: image.as_str().to_uppercase(),
                region: "RegionOne".into(),
                length: SIZE,
                offset: Bytes(offset),
                state,
                deliveries: 0,
                expires_at: "2026-11-30T00:00:00Z".into(),
                failure: None,
                reason: None,
            },
        }
    }

    fn image(id: &ImageId, status: &str) -> Box<Image> {
        serde_json::from_value(json!({
            "id": id.as_str(), "status": status, "name": null, "visibility": "private",
            "os_hash_algo": "sha512", "os_hash_value": "aa",
            "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:38:45Z",
        }))
        .unwrap()
    }

    #[test]
    fn what_is_kept_here_is_offered_once_with_what_the_gateway_says_of_it() {
        let own = id("a");
        let list = [listed(&own, UploadState::Receiving, 40)];
        let found = candidates(vec![kept(own.clone(), "p")], &list, &[], &acting_as("p"));
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].image, found[0].arrived), (&own, Some(Bytes(40))));
        assert!(matches!(found[0].source, OfferSource::ThisBrowser(_)));
    }

    #[test]
    fn what_another_program_began_is_offered_as_long_as_something_is_missing() {
        let list = [
            listed(&id("a"), UploadState::Receiving, 40),
            listed(&id("b"), UploadState::Delivering, 100),
        ];
        let found = candidates(Vec::new(), &list, &[], &acting_as("p"));
        assert_eq!(found.len(), 1);
        let address = TusAddress("/api/uploads/x".into());
        assert_eq!(found[0].source, OfferSource::Elsewhere(address));
    }

    #[test]
    fn nobody_is_offered_what_another_tab_sends_or_another_project_began() {
        let list = [listed(&id("a"), UploadState::Receiving, 40)];
        let all = || vec![kept(id("a"), "p"), kept(id("b"), "other")];
        assert_eq!(candidates(all(), &list, &[id("a")], &acting_as("p")), []);
        assert_eq!(candidates(all(), &list, &[], &acting_as("p")).len(), 1);
    }

    #[test]
    fn only_what_has_left_the_page_as_a_whole_needs_no_file() {
        let whole = PrefixDigest {
            end: SIZE,
            algorithm: Algorithm::Sha512,
            digest: HexDigest::from_text("aa"),
        };
        let mut one = kept(id("a"), "p");
        one.prefixes.push(whole);
        for (arrived, status, needs_none) in [
            (Some(SIZE), "queued", true),
            (Some(Bytes(40)), "queued", false),
            (None, "queued", false),
            (None, "active", true),
        ] {
            let list: Vec<_> = arrived
                .map(|at| listed(&id("a"), UploadState::Receiving, at.0))
                .into_iter()
                .collect();
            let found = candidates(vec![one.clone()], &list, &[], &acting_as("p"));
            let candidate = found.into_iter().next().unwrap();
            let offer = candidate
                .beside(image(&id("a"), status), &acting_as("p"))
                .unwrap();
            assert_eq!(offer.needs_no_file(), needs_none, "{arrived:?} {status}");
        }
    }

    #[test]
    fn a_digest_that_is_no_help_does_not_spare_the_file() {
        let whole = PrefixDigest {
            end: SIZE,
            algorithm: Algorithm::Sha512,
            digest: HexDigest::from_text("aa"),
        };
        let mut one = kept(id("a"), "p");
        one.prefixes.push(whole);
        one.record.expected = Some(ExpectedDigest {
            algorithm: Algorithm::Sha256,
            digest: HexDigest::from_text("bb"),
        });
        let found = candidates(vec![one], &[], &[], &acting_as("p"));
        let candidate = found.into_iter().next().unwrap();
        let offer = candidate.beside(image(&id("a"), "active"), &acting_as("p"));
        assert!(
            !offer.unwrap().needs_no_file(),
            "another digest is expected"
        );
    }

    #[test]
    fn an_address_that_the_earlier_page_never_heard_of_is_the_gateway_s() {
        let list = [listed(&id("a"), UploadState::Receiving, 0)];
        let found = candidates(vec![kept(id("a"), "p")], &list, &[], &acting_as("p"));
        let OfferSource::ThisBrowser(kept) = &found[0].source else {
            panic!("{found:?}");
        };
        let address = TusAddress("/api/uploads/x".into());
        assert_eq!(kept.record.address(), Some(&address));
    }

    #[test]
    fn an_image_that_takes_no_data_any_more_is_nothing_to_go_on_with() {
        let find = |source| Candidate {
            image: id("a"),
            size: SIZE,
            arrived: None,
            expires_at: None,
            source,
        };
        let own = || OfferSource::ThisBrowser(Box::new(kept(id("a"), "p")));
        let other = OfferSource::Elsewhere(TusAddress("/api/uploads/x".into()));
        assert!(
            find(own())
                .beside(image(&id("a"), "deleted"), &acting_as("p"))
                .is_none()
        );
        assert!(
            find(other)
                .beside(image(&id("a"), "active"), &acting_as("p"))
                .is_none()
        );
        let named = find(own())
            .beside(image(&id("a"), "active"), &acting_as("p"))
            .unwrap();
        assert_eq!(named.name(), "debian-13.qcow2");
    }
}
