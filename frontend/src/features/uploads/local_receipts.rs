//! This browser's digests of the files that it uploaded, kept for the images' pages.
//!
//! A receipt is no verdict: one is kept whether or not the digests were found equal, and the image's page
//! compares anew with what Glance holds then.
//!
//! Digests are no secret, so local storage is good enough; it is bounded, and losing it loses only
//! the comparison on the image's page.

use gaze_shared::digest::{Algorithm, HexDigest, LocalDigests};
use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use serde_json::{Value, json};

use super::engine::expected::{Expectation, ExpectedDigest};
use crate::ui::storage;

const STORAGE_KEY: &str = "gaze.receipts";

/// About 400 bytes each, so 80 KB of the 5 MB that a browser gives an origin.
const KEPT: usize = 200;

/// This browser's digests of a file, computed while it was uploaded. It says nothing of what Glance
/// stored. Called local because Keystone has receipts too, of half a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalReceipt {
    /// The image that the file became.
    pub image: ImageId,
    /// The file's name on the person's disk.
    pub file_name: String,
    pub size: Bytes,
    /// The digests, the strongest first.
    pub digests: Vec<(Algorithm, HexDigest)>,
    /// When, in seconds since the Unix epoch.
    pub computed_at: i64,
    /// What the person said that the file must have. Whether it held, the digests tell.
    pub expected: Option<ExpectedDigest>,
}

impl LocalReceipt {
    /// Written and read by hand: what would be derived is a kilobyte of the download.
    fn to_json(&self) -> Value {
        let pair =
            |algorithm: Algorithm, digest: &HexDigest| json!([algorithm.as_str(), digest.as_str()]);
        let digests = self
            .digests
            .iter()
            .map(|(algorithm, digest)| pair(*algorithm, digest));
        let expected = self.expected.as_ref();
        let expected = expected.map(|expected| pair(expected.algorithm, &expected.digest));
        json!({
            "image": self.image.as_str(),
            "file_name": self.file_name.as_str(),
            "size": self.size.0,
            "digests": digests.collect::<Vec<Value>>(),
            "computed_at": self.computed_at,
            "expected": expected,
            "held": self.held(),
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let digest = |pair: &Value| {
            let algorithm = pair.get(0)?.as_str()?.parse().ok()?;
            Some((algorithm, HexDigest::from_text(pair.get(1)?.as_str()?)))
        };
        let digests = value.get("digests")?.as_array()?;
        // Earlier versions of this page knew of none.
        let expected = value.get("expected").and_then(digest);
        Some(Self {
            image: value.get("image")?.as_str()?.parse().ok()?,
            file_name: value.get("file_name")?.as_str()?.to_owned(),
            size: Bytes(value.get("size")?.as_u64()?),
            digests: digests.iter().map(digest).collect::<Option<_>>()?,
            computed_at: value.get("computed_at")?.as_i64()?,
            expected: expected.map(|(algorithm, digest)| ExpectedDigest { algorithm, digest }),
        })
    }

    /// Whether the file was the one that was expected.
    #[must_use]
    pub fn expectation(&self) -> Expectation {
        let expected = self.expected.as_ref();
        expected.map_or(Expectation::None, |expected| expected.beside(&self.digests))
    }

    /// The same as it is written; `None` where it is not known.
    fn held(&self) -> Option<bool> {
        match self.expectation() {
            Expectation::Held => Some(true),
            Expectation::Broken(_) => Some(false),
            Expectation::None | Expectation::Open => None,
        }
    }

    /// In the form that `gaze_shared::digest::compare` takes.
    #[must_use]
    pub fn local_digests(&self) -> LocalDigests {
        LocalDigests {
            size: self.size,
            digests: self.digests.clone(),
        }
    }
}

/// What this browser computed for an image, if it did and still knows.
#[must_use]
pub fn for_image(id: &ImageId) -> Option<LocalReceipt> {
    load().into_iter().find(|receipt| receipt.image == *id)
}

pub fn save(receipt: LocalReceipt) {
    let receipts = added(load(), receipt);
    let receipts: Vec<Value> = receipts.iter().map(LocalReceipt::to_json).collect();
    storage::write(STORAGE_KEY, &Value::Array(receipts).to_string());
}

/// Storage that another version of this page, or a person, has written is treated as empty.
fn load() -> Vec<LocalReceipt> {
    let read = |text: String| -> Option<Vec<LocalReceipt>> {
        let receipts: Value = serde_json::from_str(&text).ok()?;
        receipts
            .as_array()?
            .iter()
            .map(LocalReceipt::from_json)
            .collect()
    };
    storage::read(STORAGE_KEY)
        .and_then(read)
        .unwrap_or_default()
}

/// The newest first, one per image, the oldest forgotten.
fn added(mut receipts: Vec<LocalReceipt>, receipt: LocalReceipt) -> Vec<LocalReceipt> {
    receipts.retain(|other| other.image != receipt.image);
    receipts.insert(0, receipt);
    receipts.truncate(KEPT);
    receipts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(number: usize) -> LocalReceipt {
        LocalReceipt {
            image: format!("00000000-0000-4000-8000-{number:012}")
                .parse()
                .unwrap(),
            file_name: "debian-13.qcow2".into(),
            size: Bytes(7),
            digests: vec![(Algorithm::Md5, HexDigest::from_text("aa"))],
            computed_at: 1_795_282_725,
            expected: None,
        }
    }

    #[test]
    fn a_newer_receipt_of_an_image_takes_the_place_of_the_older() {
        let newer = LocalReceipt {
            computed_at: 1_795_282_726,
            ..receipt(1)
        };
        let receipts = added(
            added(added(Vec::new(), receipt(1)), receipt(2)),
            newer.clone(),
        );
        assert_eq!(receipts, [newer, receipt(2)]);
    }

    #[test]
    fn the_oldest_receipts_are_forgotten() {
        let receipts = (0..KEPT + 5).fold(Vec::new(), |all, number| added(all, receipt(number)));
        assert_eq!(receipts.len(), KEPT);
        assert_eq!(receipts[0], receipt(KEPT + 4));
    }

    #[test]
    fn a_receipt_reads_back_as_it_was_written() {
        assert_eq!(
            LocalReceipt::from_json(&receipt(3).to_json()),
            Some(receipt(3))
        );
        for (expected, held) in [("aa", true), ("bb", false)] {
            let expecting = LocalReceipt {
                expected: Some(ExpectedDigest {
                    algorithm: Algorithm::Md5,
                    digest: HexDigest::from_text(expected),
                }),
                ..receipt(3)
            };
            let json = expecting.to_json();
            assert_eq!(json.get("held"), Some(&Value::Bool(held)));
            assert_eq!(LocalReceipt::from_json(&json), Some(expecting));
        }
        // As earlier versions of this page have written it.
        let earlier = r#"{"image":"00000000-0000-4000-8000-000000000003",
            "file_name":"debian-13.qcow2","size":7,"digests":[["md5","aa"]],
            "computed_at":1795282725}"#;
        let earlier: Value = serde_json::from_str(earlier).unwrap();
        assert_eq!(LocalReceipt::from_json(&earlier), Some(receipt(3)));
    }
}
