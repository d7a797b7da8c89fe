//! Uploads by tus 1.0: an upload's life as a pure state machine, which its object stores and obeys.
//!
//! ```text
//! create ─▶ receiving ─ all bytes are here ─▶ delivering ─ Glance has them ─▶ stored
//!              │                              │    ▲  └─── Glance refuses ──▶ failed
//!              │                 no token ends ▼    │ a caller brings one
//!              │                         waiting for a token
//!              └──── terminated, or expired, from any of them ───▶ forgotten
//! ```
//!
//! Bytes wait in segments, each an object of its own in the store (docs/adr/0011-resumable-uploads.md). A
//! segment counts from the moment in which the upload's object has noted it, and not before.

pub mod call;
pub mod credentials;
pub mod delivery_rules;
pub mod directory;
pub mod events;
pub mod key;
mod segment;
pub mod space;
mod tus_upload;

pub use segment::{Segment, cut, object_key};
pub use tus_upload::{BETWEEN_RENEWALS, DataSent, Due, RESERVATION_LEASE, TusStage, TusUpload};
