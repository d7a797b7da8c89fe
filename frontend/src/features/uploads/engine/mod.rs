//! The upload engine: one pure state machine per file, and the queue that they stand in.
//!
//! Nothing here knows a browser. Events come in ([`event`]), effects go out ([`effect`]), and time,
//! identity and randomness are told with each event ([`task::Context`]). So every order of
//! events can be tried natively. The data goes by one `PUT` or by tus ([`transport`]). The states are
//! drawn in `docs/uploads.md`.
//!
//! **Invariants**, each held by a property test in `tests/`:
//! an image that an upload made and that has no complete data is never forgotten;
//! nothing is called verified without equal digests, nor where a person expects another file;
//! nothing is asked of Glance while the page acts as somebody else.

pub mod cause;
mod chunk_size;
mod cleaning_up;
mod commands;
pub mod conversion;
mod creating;
mod delivering;
pub mod earlier;
pub mod effect;
pub mod event;
pub mod expected;
mod expecting;
pub mod failure;
pub mod hashing;
pub mod image_poll;
mod locating;
mod opening;
mod polling;
pub mod queue;
pub mod refusal;
mod requests;
mod resuming;
mod sending;
mod sending_chunks;
pub mod stage;
pub mod target;
pub mod task;
pub mod timeline;
pub mod transport;
mod verifying;

#[cfg(test)]
mod tests;
