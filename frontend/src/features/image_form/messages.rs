//! What is wrong with a field.

use gaze_shared::glance::validate::{Field, Violation};

use crate::i18n::codes::violations::violation;

/// What is wrong with a field, as one text.
#[must_use]
pub fn message_for(violations: &[Violation], field: &Field) -> Option<String> {
    let messages: Vec<String> = violations
        .iter()
        .filter(|one| one.field == *field)
        .map(violation)
        .collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}

/// What is wrong with any of the tags, as one text.
#[must_use]
pub fn message_for_tags(violations: &[Violation]) -> Option<String> {
    let messages: Vec<String> = violations
        .iter()
        .filter(|one| matches!(one.field, Field::Tag(_)))
        .map(violation)
        .collect();
    (!messages.is_empty()).then(|| messages.join(" "))
}
