//! Points in time: Glance's, which stay the text that they came as, and those of this machine's clock.

pub(crate) mod civil;
pub(crate) mod iso8601;

pub mod timestamp;
pub mod unix_millis;
