//! The directory of the uploads that are under way: one upload for an image, and everybody's own.
//!
//! It is a book of claims, and no more: an upload's own object says whether it goes on. So nothing is lost
//! when a line outlives its upload, because whoever comes upon it asks, and takes it over or strikes it out.

use std::time::Duration;

use gaze_shared::time::unix_millis::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::core::uploads::call::Uploader;

/// The most uploads of one caller that are told at once.
pub const LISTED_AT_MOST: usize = 100;

/// How long a creation may take that has claimed its image: a reservation is waited for at most half of it.
const CREATED_WITHIN: Duration = Duration::from_secs(60);

/// A line of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub upload_id: String,
    /// The region of its image.
    pub region: String,
    /// The image that it is the data of, in lower case: to some databases the case makes no difference.
    pub image_id: String,
    pub by: Uploader,
    /// When it was claimed.
    pub at: UnixMillis,
}

impl Claim {
    /// Whether its upload may still be on the way to being made.
    #[must_use]
    pub fn is_young(&self, now: UnixMillis) -> bool {
        now < self.at.after(CREATED_WITHIN)
    }
}

/// What the directory is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryCall {
    /// An upload is about to be made. Answers [`DirectoryAnswer::Held`]: by whom its image is claimed now.
    Claim {
        claim: Claim,
        /// The id of the upload in whose place it comes, which was seen to have ended.
        instead_of: Option<String>,
    },
    /// An upload has ended, or was not made. Answers [`DirectoryAnswer::Released`].
    Release { upload_id: String },
    /// Who has claimed an image? Answers [`DirectoryAnswer::Held`].
    OfImage {
        /// The region of the image.
        region: String,
        image_id: String,
    },
    /// What has somebody claimed? Answers [`DirectoryAnswer::Claims`], the newest first.
    Of(Uploader),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryAnswer {
    /// Who has the image.
    Held(Option<Claim>),
    /// The line is struck out.
    Released,
    /// The newest first.
    Claims(Vec<Claim>),
}

/// Who has an image after a claim. The one that was there before stays, unless it is the one that was seen to
/// have ended: meanwhile another creation may have come first.
#[must_use]
pub fn holder(before: Option<Claim>, claim: Claim, instead_of: Option<&str>) -> Claim {
    match before {
        Some(before) if instead_of != Some(before.upload_id.as_str()) => before,
        _ => claim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(upload_id: &str) -> Claim {
        Claim {
            upload_id: upload_id.to_owned(),
            region: "RegionOne".to_owned(),
            image_id: "i1".to_owned(),
            by: Uploader::new("u1", "p1"),
            at: UnixMillis(1_000),
        }
    }

    #[test]
    fn an_image_is_claimed_once_until_its_upload_was_seen_to_have_ended() {
        for (before, instead_of, held_by) in [
            (None, None, "b"),
            (None, Some("a"), "b"),
            (Some("a"), None, "a"),
            (Some("a"), Some("a"), "b"),
            // Another creation was faster.
            (Some("c"), Some("a"), "c"),
        ] {
            let held = holder(before.map(claim), claim("b"), instead_of);
            assert_eq!(held, claim(held_by), "{before:?} {instead_of:?}");
        }
    }

    #[test]
    fn a_claim_counts_without_its_upload_for_as_long_as_a_creation_takes() {
        assert!(claim("a").is_young(UnixMillis(60_999)));
        assert!(!claim("a").is_young(UnixMillis(61_000)));
    }
}
