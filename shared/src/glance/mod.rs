//! The objects of the Image API, and what Glance allows.
//!
//! Every object that Glance sends can be read and written again without loss: words that this build
//! does not know stay what they were ([`image::Status::Other`] and its like), keys that it does not
//! know are kept beside the others ([`crate::json::nullable::Other`]), where `null` and nothing are not the same,
//! [`crate::json::nullable::Nullable`] keeps them apart, and one odd element of a list hides no other
//! ([`crate::json::lenient_vec::LenientVec`]). `shared/tests/answers/` holds the answers that this is tried on.

pub mod apply_patch;
pub mod can;
pub mod error;
pub mod image;
pub mod import;
pub mod list;
pub mod member;
pub mod metadef;
pub mod patch;
pub mod schema;
pub mod store;
pub mod task;
#[cfg(test)]
pub(crate) mod test_images;
pub mod usage;
pub mod validate;
pub mod version;
