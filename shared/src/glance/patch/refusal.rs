//! Why a patch cannot be read, with the status that Glance gives.

use super::pointer::BadPointer;

/// A patch that cannot be read, because of one of its operations or of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchRefusal {
    /// Which operation, counted from 0; `None` when it is the body or the whole.
    pub operation: Option<usize>,
    pub cause: RefusalCause,
}

/// Why a patch cannot be read
/// (<https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>,
/// `RequestDeserializer.update`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalCause {
    /// The `Content-Type` is none of the two of [`super::Dialect`]: 415, with `Accept-Patch`.
    MediaType,
    /// The body is no JSON: 400.
    NotJson,
    /// The body is no list: 400.
    NotAList,
    /// An operation is no object: 400.
    NotAnObject,
    /// The operation is missing, or none of the three: 400.
    Operation,
    /// A v2.0 operation has two names at once: 400.
    SeveralOperations,
    /// There is no path: 400.
    NoPath,
    /// The path is no text: 400 here, where Glance ends in a 500.
    PathNotText,
    /// The path cannot be read: 400.
    Pointer(BadPointer),
    /// The path has too many or too few parts: 400. A tag cannot be set alone; send the whole list.
    Depth(String),
    /// There is no value: 400.
    NoValue(String),
}

impl PatchRefusal {
    pub(super) fn of_body(cause: RefusalCause) -> Self {
        Self {
            operation: None,
            cause,
        }
    }

    pub(super) fn of_operation(index: usize, cause: RefusalCause) -> Self {
        Self {
            operation: Some(index),
            cause,
        }
    }

    /// The HTTP status with which Glance refuses it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self.cause {
            RefusalCause::MediaType => 415,
            _ => 400,
        }
    }
}
