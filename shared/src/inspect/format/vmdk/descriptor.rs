//! The descriptor of a VMDK: lines of text that say how the disk is stored.

use crate::inspect::details::{Reference, ReferenceRole};
use crate::inspect::finding::FindingCode;

const CREATE_TYPE: &str = "createtype=\"";
/// oslo.utils takes no name of this length or longer.
const CREATE_TYPE_LIMIT: usize = 64;
/// The word that oslo.utils has for a `createType` that is not there.
const NOT_FOUND: &str = "formatnotfound";
const SINGLE_FILE_TYPES: [&str; 2] = ["monolithicSparse", "streamOptimized"];
const ACCESS_MODES: [&str; 3] = ["rw", "rdonly", "noaccess"];
/// Lines of the disk database begin so.
const DATABASE: &str = "ddb";
/// As many extents as are told to a person.
const REFERENCES: usize = 8;

/// A descriptor, whose words can be in either case.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Descriptor<'text> {
    text: &'text str,
}

impl<'text> Descriptor<'text> {
    /// `None` when it is not ASCII.
    pub(super) fn parse(bytes: &'text [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        text.is_ascii().then_some(Self { text })
    }

    /// How the disk is stored, as oslo.utils reads it: a quote that is not closed leaves out the
    /// last character, however long the rest is.
    pub(super) fn create_type(&self) -> Option<&'text str> {
        // ASCII has the same length in lower case.
        let start = self.text.to_ascii_lowercase().find(CREATE_TYPE)? + CREATE_TYPE.len();
        let rest = self.text.get(start..)?;
        let name = match rest.split_once('"') {
            Some((name, _)) if name.len() >= CREATE_TYPE_LIMIT => return None,
            Some((name, _)) => name,
            None => rest.get(..rest.len().saturating_sub(1))?,
        };
        (!name.eq_ignore_ascii_case(NOT_FOUND)).then_some(name)
    }

    /// Whether all of the disk is in one file with a sparse header.
    pub(super) fn is_single_file(&self) -> bool {
        self.create_type().is_some_and(|name| {
            SINGLE_FILE_TYPES
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
    }

    /// The first fault, in the order in which oslo.utils looks for them.
    pub(super) fn check(&self) -> Option<FindingCode> {
        if self.text.is_empty() {
            return Some(FindingCode::VmdkDescriptor);
        }
        if !self.is_single_file() {
            return Some(FindingCode::VmdkSubformat);
        }
        if self.lines().any(|line| line == Line::Unknown) {
            return Some(FindingCode::VmdkDescriptorLine);
        }
        if self.extents().any(|extent| extent.contains('/')) {
            return Some(FindingCode::VmdkExtentPath);
        }
        self.extents()
            .next()
            .is_none()
            .then_some(FindingCode::VmdkNoExtents)
    }

    /// The files that its extents name.
    pub(super) fn references(&self) -> Vec<Reference> {
        let names = self.extents().filter_map(|extent| extent.split('"').nth(1));
        names
            .take(REFERENCES)
            .map(|name| Reference {
                role: ReferenceRole::Extent,
                name: name.into(),
            })
            .collect()
    }

    fn extents(&self) -> impl Iterator<Item = &'text str> {
        self.lines().filter_map(|line| match line {
            Line::Extent(extent) => Some(extent),
            Line::Ignored | Line::Unknown => None,
        })
    }

    fn lines(&self) -> impl Iterator<Item = Line<'text>> {
        self.text
            .split('\n')
            .map(|line| Line::of(line.trim_matches(is_python_space)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'text> {
    /// Blank, a comment, a field of the header or of the disk database.
    Ignored,
    Extent(&'text str),
    Unknown,
}

impl<'text> Line<'text> {
    fn of(line: &'text str) -> Self {
        let is_field = line
            .split_once('=')
            .is_some_and(|(key, _)| !key.contains(' '));
        let first_word = line.split(' ').next().unwrap_or_default();
        let is_database = line
            .get(..DATABASE.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(DATABASE));
        let is_extent = ACCESS_MODES
            .iter()
            .any(|mode| first_word.eq_ignore_ascii_case(mode));
        if line.is_empty() || line.starts_with('#') || is_database || is_field {
            Self::Ignored
        } else if is_extent {
            Self::Extent(line)
        } else {
            Self::Unknown
        }
    }
}

/// What Python's `strip` takes off ASCII: more than Rust's white space.
const fn is_python_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descriptor(text: &str) -> Descriptor<'_> {
        Descriptor::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_type_is_read_as_oslo_utils_reads_it() {
        for (text, create_type) in [
            (
                "version=1\ncreateType=\"StreamOptimized\"\n",
                Some("StreamOptimized"),
            ),
            ("createType=\"\"", Some("")),
            ("createType=\"unclosed", Some("unclose")),
            ("createType=\"", Some("")),
            ("createType=\"formatnotfound\"", None),
            ("createType = \"custom\"", None),
            ("", None),
        ] {
            assert_eq!(descriptor(text).create_type(), create_type, "{text}");
        }
        let long = format!("createType=\"{}\"", "x".repeat(64));
        assert_eq!(descriptor(&long).create_type(), None);
    }

    #[test]
    fn extents_are_told_as_they_are_written() {
        let references = descriptor("rw 1 SPARSE \"Disk-s001.vmdk\"\nDDB.x = \"1\"\n").references();
        assert_eq!(references.len(), 1);
        assert_eq!(&*references[0].name, "Disk-s001.vmdk");
    }

    #[test]
    fn faults_are_found_in_the_order_of_oslo_utils() {
        let sparse = "createType=\"monolithicSparse\"\n";
        for (text, fault) in [
            ("", Some(FindingCode::VmdkDescriptor)),
            ("# nothing\n", Some(FindingCode::VmdkSubformat)),
            (
                "RW 1 SPARSE \"a\"\nwhat is this\n",
                Some(FindingCode::VmdkDescriptorLine),
            ),
            (
                "RW 1 SPARSE \"/etc/passwd\"\n",
                Some(FindingCode::VmdkExtentPath),
            ),
            ("ddb.x = \"/\"\n", Some(FindingCode::VmdkNoExtents)),
            ("\x1c RW 1 SPARSE \"a\" \x0b\n", None),
        ] {
            let text = if text.len() < 12 {
                text.to_owned()
            } else {
                format!("{sparse}{text}")
            };
            assert_eq!(descriptor(&text).check(), fault, "{text}");
        }
    }
}
