//! Resuming uploads that an earlier page has begun: [`finding`] looks for them, [`view`] shows them, and
//! [`resuming`] resumes one. What is known of them is in `keeping`.

pub mod finding;
mod resuming;
pub(super) mod view;
