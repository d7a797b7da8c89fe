//! The places where stores keep an image's data.

use serde::{Deserialize, Serialize};

use crate::json::nullable::{Nullable, Other};
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;

/// One place where a store keeps an image's data: an element of `GET /v2/images/{id}/locations`
/// (since API 2.17, for services and administrators) and, on a cloud that shows them, of
/// [`super::Image::locations`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Location {
    /// The store's own URL, at most 255 characters.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub url: Nullable<String>,
    /// What the store noted about it; `store` is its id on a cloud with several.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub metadata: Nullable<Other>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl TryFrom<Other> for Location {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            url: fields.known_or_null("url"),
            metadata: fields.known_or_null("metadata"),
            other: fields.rest(),
        })
    }
}

/// The body of `POST /v2/images/{id}/locations` (since API 2.17): data that is somewhere already.
/// Glance takes it for a queued image and looks at the data in a task
/// (`glance/api/v2/images.py`, `add_location`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationCreate {
    /// Where the data is. For a service any store's URL; for others `http` or `https`, and only on a
    /// cloud with a store of the driver `http`.
    pub url: String,
    /// The hash that the data must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_data: Option<ValidationData>,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// The hash of data that is somewhere already. The algorithm and the hash go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationData {
    /// `sha1`, `sha256`, `sha512` or `md5`.
    pub os_hash_algo: String,
    /// Hexadecimal, of the algorithm's length (400 otherwise).
    pub os_hash_value: String,
    /// What this build does not know.
    #[serde(flatten)]
    pub other: Other,
}
