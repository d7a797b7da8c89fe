//! What is offered to whom, and what needs the file for it.

use gaze_shared::digest::{Algorithm, HexDigest};
use gaze_shared::gateway::{ListedUpload, TusReport, UploadState};
use gaze_shared::glance::image::{Image, ImageId};
use gaze_shared::units::Bytes;
use serde_json::json;

use super::candidates::{Candidate, candidates};
use super::offers::{KeptFile, KeptUpload, OfferSource};
use super::record::{ImageOrigin, ResumeRecord, ResumeWay};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::earlier::PrefixDigest;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::engine::transport::TusAddress;

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
            size_on_disk: SIZE,
            conversion: Conversion::None,
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
    let needs_no_file = |one: KeptUpload| {
        let found = candidates(vec![one], &[], &[], &acting_as("p"));
        let candidate = found.into_iter().next().unwrap();
        let offer = candidate.beside(image(&id("a"), "active"), &acting_as("p"));
        offer.unwrap().needs_no_file()
    };
    assert!(!needs_no_file(one.clone()), "another digest is expected");
    // That of the chosen file was compared before anything was made of it.
    one.record.conversion = Conversion::Qcow2;
    assert!(needs_no_file(one));
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
