//! Going on with uploads that an earlier page has begun: [`finding`] looks for them, [`view`] shows them, and
//! [`going_on`] takes one up. What is known of them is in `keeping`.

pub mod finding;
mod going_on;
pub(super) mod view;
