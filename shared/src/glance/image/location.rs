//! The places where stores keep an image's data.

use crate::json::nullable::{Nullable, Other};
use crate::json::object::object;

object! {
    /// One place where a store keeps an image's data: an element of `GET /v2/images/{id}/locations`
    /// (since API 2.17, for services and administrators) and, on a cloud that shows them, of
    /// [`super::Image::locations`].
    pub struct Location {
        /// The store's own URL, at most 255 characters.
        pub url: Nullable<String> = "url",
        /// What the store noted about it; `store` is its id on a cloud with several.
        pub metadata: Nullable<Other> = "metadata",
    }
}
