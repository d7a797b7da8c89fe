//! The files that a file names.

/// As many characters of a name as are told: what a file system takes as a path at most
/// (`PATH_MAX`), and a bound for what a file can put on the screen.
const NAME_CHARACTERS: usize = 1024;

/// A file that an image names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub role: ReferenceRole,
    /// Its name as it stands in the image, which can say anything.
    pub name: Box<str>,
}

/// What a named file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceRole {
    /// It has what this image does not: a qcow2's backing file.
    Backing,
    /// The same of a VMDK or VHD.
    Parent,
    /// It has the data of a qcow2.
    Data,
    /// An extent line of a VMDK.
    Extent,
    /// A member of an archive.
    Member,
}

impl Reference {
    /// A file of this name, of which no more than a path's length is kept.
    #[must_use]
    pub fn new(role: ReferenceRole, name: Box<str>) -> Self {
        let name = match name.char_indices().nth(NAME_CHARACTERS) {
            Some((end, _)) => name.get(..end).unwrap_or_default().into(),
            None => name,
        };
        Self { role, name }
    }
}
