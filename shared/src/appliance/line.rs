//! What came of looking at a manifest as one line of text, for who looks at it elsewhere than it is shown.

use super::{ManifestFault, ManifestVerdict};

impl ManifestVerdict {
    /// The verdict in a line.
    #[must_use]
    pub fn to_line(&self) -> String {
        match self {
            Self::Absent => "absent".to_owned(),
            Self::Holds(files) => format!("holds {files}"),
            Self::Faulty(ManifestFault::Unreadable) => "unreadable".to_owned(),
            Self::Faulty(ManifestFault::Missing(file)) => format!("missing {file}"),
            Self::Faulty(ManifestFault::Differs(file)) => format!("differs {file}"),
        }
    }

    /// What a line says; `None` for one that [`Self::to_line`] does not write.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let fault = match line.split_once(' ') {
            None if line == "absent" => return Some(Self::Absent),
            Some(("holds", files)) => return Some(Self::Holds(files.parse().ok()?)),
            None if line == "unreadable" => ManifestFault::Unreadable,
            Some(("missing", file)) => ManifestFault::Missing(file.into()),
            Some(("differs", file)) => ManifestFault::Differs(file.into()),
            _ => return None,
        };
        Some(Self::Faulty(fault))
    }
}
