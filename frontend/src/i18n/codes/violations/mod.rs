//! What is wrong with a request, before it is sent.

mod image;
mod import;
mod member;
mod patch;
mod query;
mod schema;

use gaze_shared::glance::validate::{Violation, ViolationCause};

/// What is wrong, in a sentence that says what is allowed.
#[must_use]
pub(crate) fn violation(violation: &Violation) -> String {
    match &violation.cause {
        ViolationCause::Schema(fault) => schema::fault(fault),
        ViolationCause::Image(cause) => image::cause(cause),
        ViolationCause::Patch(cause) => patch::cause(cause),
        ViolationCause::Import(cause) => import::cause(cause),
        ViolationCause::Member(cause) => member::cause(cause),
        ViolationCause::Query(cause) => query::cause(cause),
    }
}
