//! Why a patch is refused, with the status that Glance gives.

use super::pointer::BadPointer;
use crate::image_can::Reason;

/// A patch that changes nothing, because of one of its operations or of its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct PatchRefusal {
    /// Which operation, counted from 0; `None` when it is the body or the whole.
    pub operation: Option<usize>,
    /// Why, as a sentence for a person.
    pub cause: RefusalCause,
}

/// Why a patch is refused
/// (<https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>,
/// `RequestDeserializer.update`, `_do_add`, `_do_remove`, `_do_replace`).
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
    /// The value is not one that the field takes: 400.
    #[error("{key} cannot have this value. {expected}")]
    Value {
        /// The field.
        key: String,
        /// What it takes, as a sentence.
        expected: &'static str,
    },
    /// No request sets this: 403.
    #[error("{0} is read-only.")]
    ReadOnly(String),
    /// The name is Glance's own: 403.
    #[error("The name {0} is reserved by Glance.")]
    Reserved(String),
    /// One of Glance's own fields was to be removed: 403.
    #[error("{0} is part of every image and cannot be removed.")]
    NotRemovable(String),
    /// A format of an image that has its data: 403.
    #[error("{0} can be changed only before the image has data.")]
    NotQueued(String),
    /// The places of the data are not the client's to change: 403.
    #[error("The locations of an image cannot be changed on this cloud.")]
    Locations,
    /// The caller may not: 403.
    #[error("{0}")]
    NotPermitted(Reason),
    /// The property to replace or remove is not there: 409.
    #[error("There is no property {0}.")]
    DoesNotExist(String),
    /// The property to add is there, which v2.0 refuses: 409.
    #[error("There is a property {0} already.")]
    AlreadyPresent(String),
    /// There would be more custom properties than the cloud takes: 413.
    #[error("An image has at most {maximum} properties; this would make {attempted}.")]
    TooManyProperties {
        /// How many there would be.
        attempted: usize,
        /// How many there may be.
        maximum: usize,
    },
    /// There would be more tags than the cloud takes: 413.
    #[error("An image has at most {maximum} tags; this would make {attempted}.")]
    TooManyTags {
        /// How many there would be.
        attempted: usize,
        /// How many there may be.
        maximum: usize,
    },
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
            RefusalCause::NotJson
            | RefusalCause::NotAList
            | RefusalCause::NotAnObject
            | RefusalCause::Operation
            | RefusalCause::SeveralOperations
            | RefusalCause::NoPath
            | RefusalCause::PathNotText
            | RefusalCause::Pointer(_)
            | RefusalCause::Depth(_)
            | RefusalCause::NoValue(_)
            | RefusalCause::Value { .. } => 400,
            RefusalCause::ReadOnly(_)
            | RefusalCause::Reserved(_)
            | RefusalCause::NotRemovable(_)
            | RefusalCause::NotQueued(_)
            | RefusalCause::Locations
            | RefusalCause::NotPermitted(_) => 403,
            RefusalCause::DoesNotExist(_) | RefusalCause::AlreadyPresent(_) => 409,
            RefusalCause::TooManyProperties { .. } | RefusalCause::TooManyTags { .. } => 413,
        }
    }
}
