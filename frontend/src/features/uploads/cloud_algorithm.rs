//! What each region's Glance was last seen to store of an image's data, so that the next file is hashed
//! in that way while it travels. Where the guess is wrong, the file is read once more at the end.

use gaze_shared::digest::{Algorithm, compared_algorithm};
use gaze_shared::glance::image::Image;

use super::engine::hashing::USUAL_ALGORITHM;
use crate::ui::storage;

fn storage_key(region: &str) -> String {
    format!("gaze.compared_algorithm.{region}")
}

/// What to hash of a file for a region.
#[must_use]
pub fn of_region(region: &str) -> Algorithm {
    storage::read(&storage_key(region))
        .and_then(|name| name.parse().ok())
        .unwrap_or(USUAL_ALGORITHM)
}

/// Learns from an image that has data.
pub fn learn(region: &str, image: &Image) {
    if let Some(algorithm) = compared_algorithm(image)
        && algorithm != of_region(region)
    {
        storage::write(&storage_key(region), algorithm.as_str());
    }
}
