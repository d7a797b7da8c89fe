//! The download engine: one pure state machine for each image that is written to the disk.
//!
//! Nothing here knows a browser. Events come in ([`event`]), effects go out ([`effect`]), and time and identity are
//! told with each event ([`task::Context`]). The states are drawn in `docs/downloads.md`.
//!
//! **Invariants**, each held by a property test in `tests/`:
//! no file is put in its place unless it is as long as the image, and none whose digest is another than Glance's;
//! nothing is called verified without equal digests;
//! every download ends, or says what it waits for.

mod answer;
mod commands;
pub mod effect;
mod ending;
pub mod event;
mod failing;
pub mod stage;
pub mod task;

#[cfg(test)]
mod tests;
