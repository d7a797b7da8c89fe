//! The upload engine: one pure state machine per file, and the queue that they stand in.
//!
//! Nothing here knows a browser. Events come in ([`event`]), effects go out ([`effect`]), and time,
//! identity and randomness are told with each event ([`task::Context`]). So every order of
//! events can be tried natively, and a further lane for the data (resumable parts) is a further
//! executor of [`effect::Request::Send`], not another engine. The states are drawn in
//! `docs/uploads.md`.
//!
//! **Invariants**, each held by a property test in `tests/`:
//! an image that an upload made and that has no complete data is never forgotten;
//! nothing is called verified without equal digests;
//! nothing is asked of Glance while the page acts as somebody else.

pub mod cause;
mod cleaning_up;
mod commands;
mod creating;
pub mod effect;
pub mod event;
pub mod failure;
pub mod hashing;
pub mod image_poll;
pub mod meter;
pub mod moment;
mod polling;
pub mod queue;
pub mod refusal;
mod sending;
pub mod stage;
pub mod target;
pub mod task;
pub mod timeline;

mod verifying;

#[cfg(test)]
mod tests;
