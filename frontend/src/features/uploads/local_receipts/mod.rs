//! This browser's digests of the files that it uploaded, kept for the images' pages.
//!
//! A receipt is no verdict: one is kept whether or not the digests were found equal, and the image's page
//! compares anew with what Glance holds then.
//!
//! Digests are no secret, so local storage is good enough; it is bounded, and losing it loses only
//! the comparison on the image's page.

mod document;
mod receipt;

pub use document::document;
pub use receipt::{LocalReceipt, Passage, ReceiptOwner, RequestKind};

use gaze_shared::glance::image::ImageId;
use gaze_shared::units::Bytes;
use serde_json::Value;

use crate::ui::storage;

const STORAGE_KEY: &str = "gaze.receipts";

/// About 400 bytes each, so 80 KB of the 5 MB that a browser gives an origin.
const KEPT: usize = 200;

/// What this browser computed for an image, if it did and still knows.
#[must_use]
pub fn for_image(id: &ImageId) -> Option<LocalReceipt> {
    load().into_iter().find(|receipt| receipt.image == *id)
}

/// What this browser computed for a file of this name, length and date, the last time.
#[must_use]
pub fn of_file(name: &str, size: Bytes, modified_at: i64) -> Option<LocalReceipt> {
    load().into_iter().find(|receipt| {
        receipt.file_name == name
            && receipt.size == size
            && receipt.modified_at == Some(modified_at)
    })
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
    use super::receipt::tests::receipt;
    use super::*;

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
}
