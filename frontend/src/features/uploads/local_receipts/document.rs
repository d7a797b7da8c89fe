//! A receipt as a file: for whoever has to show later what was uploaded, from where, and that it arrived.

use gaze_shared::digest::{Verdict, compare};
use gaze_shared::glance::image::Image;
use gaze_shared::ids::ProjectId;
use gaze_shared::time::unix_millis::UnixMillis;
use serde_json::{Map, Value, json};

use crate::features::uploads::engine::conversion::Conversion;

use super::receipt::{LocalReceipt, Passage, ReceiptOwner};

/// The version of the document. What is added to it does not change it.
const VERSION: u32 = 1;

/// The receipt beside the image as Glance shows it now, as JSON that is made to be read. The verdict is of now,
/// too: it is no promise of what Glance gives out tomorrow.
#[must_use]
pub fn document(receipt: &LocalReceipt, image: &Image) -> String {
    let digests = receipt.digests.iter().map(|(algorithm, digest)| {
        let digest = Value::String(digest.as_str().to_owned());
        (algorithm.as_str().to_owned(), digest)
    });
    let expected = receipt.expected.as_ref().map(|expected| {
        json!({
            "algorithm": expected.algorithm.as_str(),
            "digest": expected.digest.as_str(),
            "held": receipt.held(),
        })
    });
    let owner = |of: fn(&ReceiptOwner) -> &str| receipt.by.as_ref().map(of);
    let document = json!({
        "gaze_receipt": VERSION,
        "verdict": verdict(&compare(image, &receipt.local_digests())),
        "file": {
            "name": receipt.file_name.as_str(),
            "unpacked_from": match receipt.conversion {
                Conversion::Unpacked(compression) => Some(compression.as_str()),
                Conversion::None | Conversion::Qcow2 => None,
            },
            "sent_as": match receipt.conversion {
                Conversion::Qcow2 => receipt.conversion.as_str(),
                Conversion::None | Conversion::Unpacked(_) => None,
            },
            "size": receipt.size.0,
            "digests": digests.collect::<Map<String, Value>>(),
            "expected": expected,
        },
        "image": {
            "id": image.id.as_str(),
            "name": image.name.as_deref(),
            "status": image.status.as_str(),
            "size": image.size.map(|size| size.0),
            "checksum": image.checksum.as_deref(),
            "os_hash_algo": image.os_hash_algo.as_deref(),
            "os_hash_value": image.os_hash_value.as_deref(),
            "owner": image.owner.as_ref().map(ProjectId::as_str),
            "created_at": image.created_at.as_str(),
            "updated_at": image.updated_at.as_str(),
        },
        "region": owner(|by| &by.region),
        "project_id": owner(|by| &by.project_id),
        "user_id": owner(|by| &by.user_id),
        "begun_at": receipt.begun_at.map(instant),
        "compared_at": instant(receipt.computed_at),
        "already_here": receipt.passage == Passage::AlreadyHere,
        "request_ids": receipt.requests_to_json(),
    });
    // Two spaces, and a line for each field: a person opens it, too.
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

const fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Verified(_) => "verified",
        Verdict::Mismatch(_) => "mismatch",
        Verdict::NothingToCompare(_) => "not_compared",
    }
}

/// In UTC.
fn instant(unix_seconds: i64) -> String {
    let millis = u64::try_from(unix_seconds).unwrap_or_default();
    UnixMillis(millis.saturating_mul(1000)).rfc3339()
}

#[cfg(test)]
mod tests {
    use super::super::receipt::tests::receipt;
    use super::*;

    fn image(checksum: &str) -> Image {
        serde_json::from_value(json!({
            "id": receipt(1).image.as_str(), "name": "debian-13", "status": "active",
            "visibility": "private", "size": 7, "checksum": checksum, "owner": "p",
            "created_at": "2026-11-21T17:38:45Z", "updated_at": "2026-11-21T17:38:46Z",
        }))
        .unwrap()
    }

    #[test]
    fn a_receipt_holds_digests_sizes_ids_times_and_requests() {
        let text = document(&receipt(1), &image("aa"));
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["verdict"], "verified");
        assert_eq!(json["file"]["digests"]["md5"], "aa");
        assert_eq!(json["file"]["size"], 7);
        assert_eq!(json["file"]["unpacked_from"], "xz");
        assert_eq!(json["image"]["id"], receipt(1).image.as_str());
        assert_eq!(json["image"]["checksum"], "aa");
        assert_eq!(json["project_id"], "p");
        assert_eq!(json["begun_at"], "2026-11-21T17:38:20.000Z");
        assert_eq!(json["request_ids"]["data"], "req-1");
    }

    #[test]
    fn a_receipt_of_other_bytes_says_so() {
        let text = document(&receipt(1), &image("bb"));
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["verdict"], "mismatch");
    }

    #[test]
    fn what_earlier_versions_did_not_keep_is_not_made_up() {
        let old = LocalReceipt {
            begun_at: None,
            by: None,
            requests: std::collections::BTreeMap::new(),
            ..receipt(1)
        };
        let json: Value = serde_json::from_str(&document(&old, &image("aa"))).unwrap();
        assert!(json["begun_at"].is_null() && json["user_id"].is_null());
    }
}
