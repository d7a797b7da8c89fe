//! What is wrong with a field.

use gaze_shared::glance::validate::{Field, Violation};

/// What is wrong with a field, as one text.
#[must_use]
pub fn message_for(violations: &[Violation], field: &Field) -> Option<String> {
    let messages: Vec<&str> = violations
        .iter()
        .filter(|violation| violation.field == *field)
        .map(|violation| violation.message.as_str())
        .collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}

/// What is wrong with any of the tags, as one text.
#[must_use]
pub fn message_for_tags(violations: &[Violation]) -> Option<String> {
    let messages: Vec<&str> = violations
        .iter()
        .filter(|violation| matches!(violation.field, Field::Tag(_)))
        .map(|violation| violation.message.as_str())
        .collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}
