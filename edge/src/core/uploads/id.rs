//! The name of an upload.

use std::fmt;

/// 128 random bits in hexadecimal: nobody guesses the address of another one's upload. Knowing it is not
/// enough all the same: only who made it may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadId(String);

/// The letters of an id.
const LENGTH: usize = 32;

impl UploadId {
    /// A new one.
    #[must_use]
    pub fn generate(random: [u8; LENGTH / 2]) -> Self {
        Self(random.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// One that [`Self::generate`] may have made.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = text.len() == LENGTH
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        is_id.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_the_one_spelling_in_which_it_is_written() {
        let id = UploadId::generate([0xab; 16]);
        assert_eq!(UploadId::parse(id.as_str()), Some(id.clone()));
        for text in ["", "ab", &id.as_str().to_uppercase(), &format!("{id}0")] {
            assert_eq!(UploadId::parse(text), None, "{text}");
        }
        assert_eq!(UploadId::parse("../../ab../../ab../../ab../../ab"), None);
    }
}
