//! What a list of checksums says of a file.

use super::algorithm::{NamedAlgorithm, OtherAlgorithm};
use super::file_name::base_name;
use super::list::ListedFile;
use crate::digest::{Algorithm, HexDigest};
use crate::units::Bytes;

/// The file whose checksum is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoughtFile<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its size, where it is known.
    pub size: Option<Bytes>,
    /// The name of what is in it, where a compressor made it and its content counts too: publishers list either.
    pub content_name: Option<&'a str>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// This is what the file must have.
    Found(Expected),
    /// The file is in the list, and cannot be compared with what it says.
    Unusable(Unusable<'a>),
    /// It is for a person to say which of these the file is, if any; there is at least one. The answer
    /// goes to [`ListedFile::chosen`].
    Ambiguous {
        question: Question,
        candidates: Vec<&'a ListedFile>,
    },
    /// The list is about other files.
    NotListed,
}

/// Why a listed file gives nothing to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable<'a> {
    /// The list has checksums of it, by algorithms that Gaze does not compute.
    NotComputed(&'a ListedFile),
    /// The list has two different checksums of it by the same algorithm.
    Contradiction {
        file: &'a ListedFile,
        algorithm: NamedAlgorithm,
    },
}

/// Why it is not certain which file of the list the sought one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// Several have its name, in different folders.
    SameName,
    /// Several have its name, but for capital and small letters.
    LetterCase,
    /// Its name looks like that of a copy of this one: `disk (1).qcow2`.
    RenamedCopy,
    /// None has its name, and several its size.
    SameSize,
    /// The list has one file, of another name.
    OtherName,
    /// None has its name, and there are digests without one.
    Nameless,
}

/// How the file was found in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoundBy {
    Name,
    /// By its name at the end of a path.
    BaseName,
    /// By its name, but for capital and small letters.
    NameIgnoringCase,
    /// By the name of what is in it.
    ContentName,
    /// By its size alone.
    Size,
    /// There is one digest, and no name beside it.
    OnlyEntry,
    /// A person chose it.
    Choice,
}

/// The size that the list tells, beside that of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListedSize {
    /// One of the two is not known.
    Unknown,
    Equal,
    /// The list tells another size than the file has: the file cannot be the one that is listed.
    Other(Bytes),
}

/// What a file must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The strongest algorithm of the list that Gaze computes: the one to compare by.
    pub algorithm: Algorithm,
    /// Its value.
    pub digest: HexDigest,
    /// Weaker ones that Gaze computes too, the strongest first.
    pub weaker: Vec<(Algorithm, HexDigest)>,
    /// What else the list has, which Gaze does not compute.
    pub not_computed: Vec<OtherAlgorithm>,
    /// The name in the list.
    pub name: Option<Box<str>>,
    pub size: ListedSize,
    pub found_by: FoundBy,
}

impl ListedFile {
    /// What the sought file must have, when a person has said that it is this one.
    ///
    /// # Errors
    /// Why it gives nothing to compare with.
    pub fn chosen(&self, sought: &SoughtFile<'_>) -> Result<Expected, Unusable<'_>> {
        self.expected(sought, FoundBy::Choice)
    }

    pub(super) fn expected(
        &self,
        sought: &SoughtFile<'_>,
        found_by: FoundBy,
    ) -> Result<Expected, Unusable<'_>> {
        // Equal ones have been dropped, and the same algorithm stands side by side.
        let twice = self.sums.windows(2).find_map(|pair| match pair {
            [(one, _), (other, _)] if one == other => Some(*one),
            _ => None,
        });
        if let Some(algorithm) = twice {
            let file = self;
            return Err(Unusable::Contradiction { file, algorithm });
        }
        let mut computed = Vec::new();
        let mut not_computed = Vec::new();
        for (algorithm, digest) in &self.sums {
            match algorithm {
                NamedAlgorithm::Computed(algorithm) => computed.push((*algorithm, digest.clone())),
                NamedAlgorithm::NotComputed(other) => not_computed.push(*other),
            }
        }
        let mut computed = computed.into_iter();
        let (algorithm, digest) = computed.next().ok_or(Unusable::NotComputed(self))?;
        Ok(Expected {
            algorithm,
            digest,
            weaker: computed.collect(),
            not_computed,
            name: self.name.clone(),
            size: self.size_beside(sought),
            found_by,
        })
    }

    pub(super) fn size_beside(&self, sought: &SoughtFile<'_>) -> ListedSize {
        // That of the content says nothing of the file.
        let size = sought.size.filter(|_| !self.is_content_of(sought));
        match (self.size, size) {
            (Some(listed), Some(size)) if listed == size => ListedSize::Equal,
            (Some(listed), Some(_)) => ListedSize::Other(listed),
            _ => ListedSize::Unknown,
        }
    }
    /// Whether this is what is in the sought file, by its name.
    fn is_content_of(&self, sought: &SoughtFile<'_>) -> bool {
        let is = |name: &str| {
            let listed = self.name.as_deref().map(base_name);
            listed.is_some_and(|listed| listed.to_lowercase() == base_name(name).to_lowercase())
        };
        sought.content_name.is_some_and(is) && !is(sought.name)
    }
}
