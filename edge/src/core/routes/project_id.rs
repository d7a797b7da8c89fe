//! The ids of projects.

/// Whether text has the form of a project's id: Keystone makes them of hexadecimal digits, and some clouds
/// chose words.
#[must_use]
pub fn is_project_id(text: &str) -> bool {
    let is_of_id = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(is_of_id)
}
