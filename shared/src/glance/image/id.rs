//! Image ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The id of an image: a UUID in its hyphenated form.
///
/// The case is kept, because Glance on SQLite looks ids up case-sensitively.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ImageId(Box<str>);

/// Text that is not a UUID in the form 8-4-4-4-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an image id of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")]
pub struct NotAnImageId(());

crate::json::object::demanded!(ImageId);

impl ImageId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ImageId {
    type Err = NotAnImageId;

    /// Accepts what the image schema's pattern accepts
    /// (`^([0-9a-fA-F]){8}-…$`, `glance/api/v2/images.py`).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
        let mut groups = text.split('-');
        let all_match = GROUPS.into_iter().all(|length| {
            groups.next().is_some_and(|group| {
                group.len() == length && group.bytes().all(|b| b.is_ascii_hexdigit())
            })
        });
        if all_match && groups.next().is_none() {
            Ok(Self(text.into()))
        } else {
            Err(NotAnImageId(()))
        }
    }
}

impl TryFrom<String> for ImageId {
    type Error = NotAnImageId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ImageId> for String {
    fn from(id: ImageId) -> Self {
        id.0.into()
    }
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_of_either_case_is_an_id_and_keeps_its_case() {
        for text in [
            "71c675ab-d94f-49cd-a114-e12490b328d9",
            "71C675AB-D94F-49cd-a114-e12490b328d9",
        ] {
            assert_eq!(text.parse::<ImageId>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "71c675ab",
            "71c675abd94f49cda114e12490b328d9",
            "71c675ab-d94f-49cd-a114-e12490b328d",
            "71c675ab-d94f-49cd-a114-e12490b328d9-",
            "71c675ab-d94f-49cd-a114-e12490b328dg",
            "../../../../../../../../../v3/users/a",
            "71c675ab-d94f-49cd-a114-e12490b328d9/file",
        ] {
            assert!(text.parse::<ImageId>().is_err(), "{text}");
        }
    }
}
