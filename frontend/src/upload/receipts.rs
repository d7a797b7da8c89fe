//! What this browser computed over the files that it uploaded, kept for the images' pages.
//!
//! Digests are no secret, so local storage is good enough; it is bounded, and losing it loses only
//! the comparison on the image's page.

use gaze_shared::digest::{Algorithm, HexDigest, LocalDigests};
use gaze_shared::image::ImageId;
use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

use crate::ui::storage;

const STORAGE_KEY: &str = "gaze.receipts";

/// About 400 bytes each, so 80 KB of the 5 MB that a browser gives an origin.
const KEPT: usize = 200;

/// What this browser computed over a file while it uploaded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The image that the file became.
    pub image: ImageId,
    /// The file's name on the person's disk.
    pub file_name: String,
    /// The file's size.
    pub size: Bytes,
    /// The digests, the strongest first.
    pub digests: Vec<(Algorithm, HexDigest)>,
    /// When, in seconds since the Unix epoch.
    pub computed_at: i64,
}

impl Receipt {
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
pub fn for_image(id: &ImageId) -> Option<Receipt> {
    load().into_iter().find(|receipt| receipt.image == *id)
}

/// Keeps a receipt.
pub fn save(receipt: Receipt) {
    if let Ok(text) = serde_json::to_string(&added(load(), receipt)) {
        storage::write(STORAGE_KEY, &text);
    }
}

/// Storage that another version of this page, or a person, has written is treated as empty.
fn load() -> Vec<Receipt> {
    storage::read(STORAGE_KEY)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// The newest first, one per image, the oldest forgotten.
fn added(mut receipts: Vec<Receipt>, receipt: Receipt) -> Vec<Receipt> {
    receipts.retain(|other| other.image != receipt.image);
    receipts.insert(0, receipt);
    receipts.truncate(KEPT);
    receipts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(number: usize) -> Receipt {
        Receipt {
            image: format!("00000000-0000-4000-8000-{number:012}")
                .parse()
                .unwrap(),
            file_name: "debian-13.qcow2".into(),
            size: Bytes(7),
            digests: vec![(Algorithm::Md5, HexDigest::from_text("aa"))],
            computed_at: 1_795_282_725,
        }
    }

    #[test]
    fn a_newer_receipt_of_an_image_takes_the_place_of_the_older() {
        let newer = Receipt {
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
        let text = serde_json::to_string(&receipt(3)).unwrap();
        assert_eq!(serde_json::from_str::<Receipt>(&text).unwrap(), receipt(3));
    }
}
