//! The descriptor of a VMDK: lines of text that say how the disk is stored.

use crate::inspect::finding::FindingCode;
use crate::inspect::reference::{Reference, ReferenceRole};

const CREATE_TYPE: &str = "createtype=\"";
/// oslo.utils takes no name of this length or longer.
const CREATE_TYPE_LIMIT: usize = 64;
/// The word that oslo.utils has for a `createType` that is not there.
const NOT_FOUND: &str = "formatnotfound";
const SINGLE_FILE_TYPES: [&str; 2] = ["monolithicSparse", "streamOptimized"];
const ACCESS_MODES: [&str; 3] = ["rw", "rdonly", "noaccess"];
/// The fields that a delta of another disk has, and what stands in the first of them where there is
/// no other disk.
const PARENT_ID: &str = "parentCID";
const PARENT_NAME: &str = "parentFileNameHint";
const NO_PARENT: &str = "ffffffff";
/// How writers begin a descriptor.
pub(in crate::inspect::format) const FIRST_LINE: &[u8] = b"# Disk DescriptorFile";
/// Lines of the disk database begin so.
const DATABASE: &str = "ddb";
/// As many extents as are told to a person.
const REFERENCES: usize = 8;

/// A descriptor, whose words can be in either case.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Descriptor<'text> {
    text: &'text str,
    create_type: Option<&'text str>,
}

impl<'text> Descriptor<'text> {
    /// `None` when it is not ASCII.
    pub(super) fn parse(bytes: &'text [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        text.is_ascii().then(|| Self {
            text,
            create_type: create_type(text),
        })
    }

    /// One that need not be ASCII: what it names is told, and no more asked of it.
    pub(super) const fn of_text(text: &'text str) -> Self {
        Self {
            text,
            create_type: None,
        }
    }

    /// How the disk is stored.
    pub(super) const fn create_type(&self) -> Option<&'text str> {
        self.create_type
    }

    /// Whether all of the disk is in one file with a sparse header.
    pub(super) fn is_single_file(&self) -> bool {
        self.create_type.is_some_and(|name| {
            SINGLE_FILE_TYPES
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        })
    }

    /// What its lines say. They are gone through once, as there can be nearly as many as bytes.
    pub(super) fn contents(&self) -> Contents {
        let (mut has_unknown, mut has_extent, mut has_path) = (false, false, false);
        let mut has_parent = false;
        let mut references = Vec::new();
        for line in self.lines() {
            match line {
                DescriptorLine::Ignored => {}
                DescriptorLine::Field(name, value) if name.eq_ignore_ascii_case(PARENT_ID) => {
                    has_parent = !value.eq_ignore_ascii_case(NO_PARENT);
                }
                DescriptorLine::Field(name, value) if name.eq_ignore_ascii_case(PARENT_NAME) => {
                    references.push(Reference::new(ReferenceRole::Parent, value.into()));
                    references.truncate(REFERENCES);
                }
                DescriptorLine::Field(..) => {}
                DescriptorLine::Unknown => has_unknown = true,
                DescriptorLine::Extent(extent) => {
                    has_extent = true;
                    has_path = has_path || extent.contains('/');
                    if references.len() < REFERENCES {
                        let name = extent.split('"').nth(1);
                        references.extend(
                            name.map(|name| Reference::new(ReferenceRole::Extent, name.into())),
                        );
                    }
                }
            }
        }
        let fault = if self.text.is_empty() {
            Some(FindingCode::VmdkDescriptor)
        } else if !self.is_single_file() {
            Some(FindingCode::VmdkSubformat)
        } else if has_unknown {
            Some(FindingCode::VmdkDescriptorLine)
        } else if has_path {
            Some(FindingCode::VmdkExtentPath)
        } else {
            (!has_extent).then_some(FindingCode::VmdkNoExtents)
        };
        Contents {
            fault,
            has_parent,
            references,
        }
    }

    fn lines(&self) -> impl Iterator<Item = DescriptorLine<'text>> {
        self.text
            .split(is_line_feed)
            .map(|line| DescriptorLine::of(line.trim_matches(is_python_space)))
    }
}

/// How the disk is stored, as oslo.utils reads it: a quote that is not closed leaves out the last
/// character, however long the rest is.
fn create_type(text: &str) -> Option<&str> {
    // ASCII has the same length in lower case.
    let start = text.to_ascii_lowercase().find(CREATE_TYPE)? + CREATE_TYPE.len();
    let rest = text.get(start..)?;
    let name = match rest.split_once('"') {
        Some((name, _)) if name.len() >= CREATE_TYPE_LIMIT => return None,
        Some((name, _)) => name,
        None => rest.get(..rest.len().saturating_sub(1))?,
    };
    (!name.eq_ignore_ascii_case(NOT_FOUND)).then_some(name)
}

/// What the lines of a descriptor say.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    /// The first fault, in the order in which oslo.utils looks for them.
    pub(super) fault: Option<FindingCode>,
    /// Whether it has only what differs from another disk.
    pub(super) has_parent: bool,
    /// The files that it names.
    pub(super) references: Vec<Reference>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DescriptorLine<'text> {
    /// Blank, a comment, or of the disk database.
    Ignored,
    /// A field of the header: its name, and its value without quotes.
    Field(&'text str, &'text str),
    Extent(&'text str),
    Unknown,
}

impl<'text> DescriptorLine<'text> {
    fn of(line: &'text str) -> Self {
        let is_database = line
            .get(..DATABASE.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(DATABASE));
        if line.is_empty() || line.starts_with('#') || is_database {
            return Self::Ignored;
        }
        // A field is what has no space before its equals sign.
        let end = line.find([' ', '=']).unwrap_or(line.len());
        let (word, rest) = line.split_at_checked(end).unwrap_or((line, ""));
        if let Some(value) = rest.strip_prefix('=') {
            Self::Field(word, value.trim_matches(['"', ' ']))
        } else if ACCESS_MODES
            .iter()
            .any(|mode| word.eq_ignore_ascii_case(mode))
        {
            Self::Extent(line)
        } else {
            Self::Unknown
        }
    }
}

/// A predicate, because lines can be as short as nothing: the search for a character that `split`
/// would begin for each costs several times a look at every character.
const fn is_line_feed(character: char) -> bool {
    character == '\n'
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
        let text = "rw 1 SPARSE \"Disk-s001.vmdk\"\nDDB.x = \"1\"\n";
        let references = descriptor(text).contents().references;
        assert_eq!(references.len(), 1);
        assert_eq!(&*references[0].name, "Disk-s001.vmdk");
    }

    #[test]
    fn a_delta_names_its_parent() {
        let whole = "parentCID=ffffffff\n";
        assert!(!descriptor(whole).contents().has_parent);
        let delta = "PARENTCID=2a3b4c5d\nparentFileNameHint=\"base.vmdk\"\n";
        let contents = descriptor(delta).contents();
        assert!(contents.has_parent);
        assert_eq!(&*contents.references[0].name, "base.vmdk");
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
            assert_eq!(descriptor(&text).contents().fault, fault, "{text}");
        }
    }
}
