//! What can be wrong with one key of an object.

/// A key whose value is missing or not of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key {0} is missing or has a value of another type")]
pub struct WrongField(pub(crate) &'static str);
