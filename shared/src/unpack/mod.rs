//! What a compressor made of an image, and the image again.
//!
//! Publishers ship images as `.gz`, `.xz`, `.zst` and `.bz2`, and Glance stores such a stream as raw data that no
//! machine boots from. [`Compression`] says which of them a file is; [`Unpacked`], of the feature `unpack`, reads what
//! is in it. The decoders are libraries; here is what they have in common: several streams in one file, as each of the
//! formats allows, one word for each way to fail, and a bound.

mod compression;

#[cfg(feature = "unpack")]
mod bound;
#[cfg(feature = "unpack")]
mod members;
#[cfg(feature = "unpack")]
mod unpacked;
#[cfg(feature = "unpack")]
mod zstd_frames;

#[cfg(feature = "unpack")]
pub use bound::most_content;
pub use compression::Compression;
#[cfg(feature = "unpack")]
pub use unpacked::{UnpackError, Unpacked};

#[cfg(feature = "unpack")]
#[cfg(test)]
mod tests;
