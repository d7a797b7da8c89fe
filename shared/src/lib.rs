//! Models and rules of the OpenStack Image API (Glance), used by both sides of Gaze.
//!
//! Nothing here does I/O, reads a clock or knows JavaScript: bytes, answers and times come in as
//! arguments, decisions go out as values. The crate builds for the host and for `wasm32`, so the
//! form in the browser and the gateway at the edge apply the same rule by the same function.
//!
//! What Glance does was read in and measured on Glance 33.0.0 (2026.2); links go to its source.
//!
//! # The objects of the API
//!
//! | Object | Module |
//! |---|---|
//! | images, their lists, formats, states, locations | [`image`] |
//! | members | [`member`] |
//! | imports: methods and the request | [`import`] |
//! | stores | [`store`] |
//! | tasks | [`task`] |
//! | quotas as Glance tells them | [`usage`] |
//! | schema documents | [`schema`] |
//! | metadata definitions | [`metadef`] |
//! | versions | [`version`] |
//! | the image cache | [`cache`] |
//! | refusals | [`glance_error`] |
//!
//! Every object that Glance sends can be read and written again without loss: words that this build
//! does not know stay what they were ([`image::Status::Other`] and its like), keys that it does not
//! know are kept beside the others ([`sent::Other`]), where `null` and nothing are not the same,
//! [`sent::Sent`] keeps them apart, and one odd element of a list hides no other
//! ([`listed::Listed`]). `shared/tests/answers/` holds the answers that this is tried on.
//!
//! # The rules
//!
//! | Question | Module |
//! |---|---|
//! | What would Glance refuse in a request, and with which status? | [`validate`] |
//! | What does a patch change, and which patch brings a change about? | [`patch`] |
//! | Which images does a list show, and what is its next page? | [`list_query`] |
//! | Who may do what with an image, in which state? | [`image_can`] |
//! | Does it fit into the project's quota? | [`quota`] |
//! | What is a file, and will Glance take it? | [`inspect`] |
//! | Are the stored bytes those that were sent? | [`digest`] |
//! | What do the headers of a resumable upload say? | [`tus`] |
//! | What do the edge and the dashboard say to each other? | [`gateway`] |
//!
//! # Units
//!
//! Sizes are [`units::Bytes`]; `min_disk` is in GiB ([`units::Gibibytes`]) and `min_ram` in MiB
//! ([`units::Mebibytes`]), which the API calls GB and MB. Lengths of text are in characters, as JSON
//! schema counts them. Times of Glance stay the text that they came as ([`timestamp::Timestamp`]);
//! those of this machine are milliseconds since 1970 ([`unix_time::UnixMillis`]).

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod iso8601;
mod open_enum;

pub mod cache;
pub mod digest;
pub mod fields;
pub mod gateway;
pub mod glance_error;
pub mod ids;
pub mod image;
pub mod image_can;
pub mod import;
pub mod inspect;
pub mod list_query;
pub mod listed;
pub mod member;
pub mod metadef;
pub mod patch;
pub mod quota;
pub mod schema;
pub mod sent;
pub mod store;
pub mod task;
#[cfg(test)]
mod test_images;
pub mod timestamp;
pub mod tus;
pub mod units;
pub mod unix_time;
pub mod usage;
pub mod validate;
pub mod version;
