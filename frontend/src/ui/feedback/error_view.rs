//! An error as a person is told it.

/// What stands in an [`crate::ui::feedback::error_panel::ErrorPanel`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorView {
    /// What happened.
    pub headline: String,
    /// What to do about it; empty when the headline says it all.
    pub advice: String,
    /// The id to give to whoever runs the cloud.
    pub request_id: Option<String>,
    /// Whether the answer may still come: then nothing has failed.
    pub is_awaited: bool,
}

impl ErrorView {
    /// What happened and what to do, one after the other.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        format!("{} {}", self.headline, self.advice)
            .trim_end()
            .to_owned()
    }
}
