//! Models and rules of the OpenStack Image API (Glance), used by both sides of Gaze.
//!
//! Nothing here does I/O, reads a clock or knows JavaScript: bytes, answers and times come in as
//! arguments, decisions go out as values. The crate builds for the host and for `wasm32`, so the
//! form in the browser and the gateway at the edge apply the same rule by the same function.
//!
//! What Glance does was read in and measured on Glance 33.0.0 (2026.2); links go to its source.
//!
//! | Question | Module |
//! |---|---|
//! | What does the Image API say, and what does Glance allow? | [`glance`] |
//! | What would Glance refuse in a request, and with which status? | [`glance::validate`] |
//! | What does a patch change, and which patch brings a change about? | [`glance::patch`] |
//! | Which images does a list show, and what is its next page? | [`glance::list`] |
//! | Who may do what with an image, in which state? | [`glance::can`] |
//! | Does it fit into the project's quota? | [`quota`] |
//! | What is a file, and will Glance take it? | [`inspect`] |
//! | How is a raw disk sent as qcow2 without its empty clusters? | [`qcow2`] |
//! | What is in a file that a compressor made? | [`unpack`] |
//! | Is a virtual appliance as its manifest says? | [`appliance`] |
//! | Are the stored bytes those that were sent? | [`digest`] |
//! | Which checksum does a publisher give for a file? | [`digest::sums`] |
//! | What do the headers of a resumable upload say? | [`tus`] |
//! | What do the edge and the dashboard say to each other? | [`gateway`] |
//! | How is JSON read that another service wrote? | [`json`] |
//!
//! # Units
//!
//! Sizes are [`units::Bytes`]; `min_disk` is in GiB ([`units::Gibibytes`]) and `min_ram` in MiB
//! ([`units::Mebibytes`]), which the API calls GB and MB. Lengths of text are in characters, as JSON
//! schema counts them. Times of Glance stay the text that they came as ([`time::timestamp::Timestamp`]);
//! those of this machine are milliseconds since 1970 ([`time::unix_millis::UnixMillis`]).

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

pub mod appliance;
pub mod digest;
pub mod gateway;
pub mod glance;
pub mod ids;
pub mod inspect;
pub mod json;
pub mod qcow2;
pub mod quota;
pub mod time;
pub mod tus;
pub mod units;
pub mod unpack;
