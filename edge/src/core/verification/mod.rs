//! Verifying at the gateway: how much of it a project may have, and what has come of it.
//!
//! An object for each region and project keeps a [`VerificationBook`], which is decided on here, and the last
//! verification of each image. The data itself is read by the request that asks for it, and by nobody else: when
//! nobody waits for it any more, nothing is read.

mod book;
mod call;

pub use book::{LEASE, NewVerification, VerificationBook, VerificationLimits, VerificationRefusal};
pub use call::{VerificationAnswer, VerificationCall};
