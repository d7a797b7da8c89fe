//! The ids of projects.

use std::fmt;

/// Text that has the form of a project's id: Keystone makes them of hexadecimal digits, and some clouds chose
/// words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectIdInPath(Box<str>);

impl ProjectIdInPath {
    /// Reads what may be one, by its letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_of_id =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_id = (1..=64).contains(&text.len()) && text.bytes().all(is_of_id);
        is_id.then(|| Self(text.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectIdInPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
