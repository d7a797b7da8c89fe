//! How workers read what they hash.

/// How much a worker asks the browser for at a time. Measured in Chromium: see `docs/uploads.md`.
pub const CHUNK_BYTES: u32 = 1 << 20;
