//! Why a patch cannot be read, with the status that Glance gives.

use super::pointer::BadPointer;

/// A patch that cannot be read, because of one of its operations or of the whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct PatchRefusal {
    /// Which operation, counted from 0; `None` when it is the body or the whole.
    pub operation: Option<usize>,
    /// Why, as a sentence for a person.
    pub cause: RefusalCause,
}

/// Why a patch cannot be read
/// (<https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>,
/// `RequestDeserializer.update`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusalCause {
    /// The `Content-Type` is none of the two of [`super::Dialect`]: 415, with `Accept-Patch`.
    #[error(
        "A change of an image is sent as one of these types: {}.",
        super::ACCEPT_PATCH
    )]
    MediaType,
    /// The body is no JSON: 400.
    #[error("The change is not valid JSON.")]
    NotJson,
    /// The body is no list: 400.
    #[error("A change is a list of operations.")]
    NotAList,
    /// An operation is no object: 400.
    #[error("An operation is an object.")]
    NotAnObject,
    /// The operation is missing, or none of the three: 400.
    #[error("An operation is one of add, remove and replace.")]
    Operation,
    /// A v2.0 operation has two names at once: 400.
    #[error("An operation has only one of the members add, remove and replace.")]
    SeveralOperations,
    /// There is no path: 400.
    #[error("An operation needs a path.")]
    NoPath,
    /// The path is no text: 400 here, where Glance ends in a 500.
    #[error("The path of an operation is a text.")]
    PathNotText,
    /// The path cannot be read: 400.
    #[error("{0}")]
    Pointer(BadPointer),
    /// The path has too many or too few parts: 400. A tag cannot be set alone; send the whole list.
    #[error("The path /{0} does not name a field of an image. Set the field as a whole.")]
    Depth(String),
    /// There is no value: 400.
    #[error("The operation on {0} needs a value.")]
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
