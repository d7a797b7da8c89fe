//! The files of a list, each with its checksums.

use std::collections::BTreeMap;

use super::algorithm::NamedAlgorithm;
use super::armour::Signature;
use super::error::SumsError;
use super::file_name::{self, without_here};
use super::reader::{self, Entry};
use super::text;
use crate::digest::HexDigest;
use crate::units::Bytes;

/// Where a list of checksums comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// A field of a form.
    Pasted,
    /// A file, whose name can tell the algorithm and what it is about: `disk.qcow2.sha256`.
    File { name: &'a str },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// As the list has it, which can be a path; `None` for a digest without a name.
    pub name: Option<Box<str>>,
    /// The size that the list tells, if it does.
    pub size: Option<Bytes>,
    /// The strongest that Gaze computes first, the others last. Two different ones of the same
    /// algorithm stand here both.
    pub sums: Vec<(NamedAlgorithm, HexDigest)>,
}

impl ListedFile {
    const fn new(name: Option<Box<str>>) -> Self {
        Self {
            name,
            size: None,
            sums: Vec::new(),
        }
    }
}

/// A list of checksums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    files: Vec<ListedFile>,
    signature: Option<Signature>,
    unread_lines: usize,
}

impl Sums {
    /// Reads a list, in time and memory proportional to its length (but for sorting).
    ///
    /// # Errors
    /// Why it is none. A list with one checksum is one, whatever else is in it.
    pub fn read(source: Source<'_>, bytes: &[u8]) -> Result<Self, SumsError> {
        let text = text::decode(bytes)?;
        let hint = match source {
            Source::Pasted => None,
            Source::File { name } => file_name::sums_name(name),
        };
        let contents = reader::read(&text, hint.and_then(|hint| hint.algorithm));
        if contents.entries.is_empty() {
            return Err(SumsError::NoChecksum(contents.fault));
        }
        let mut files = group(contents.entries);
        if let [ListedFile { name, .. }] = files.as_mut_slice()
            && name.is_none()
        {
            *name = hint.and_then(|hint| hint.described).map(Box::from);
        }
        for file in &mut files {
            let name = file.name.as_deref().map(without_here);
            file.size = name.and_then(|name| contents.sizes.get(name).copied().flatten());
        }
        Ok(Self {
            files,
            signature: contents.signature,
            unread_lines: contents.unread_lines,
        })
    }

    /// The files, in the order of the list; those without a name come last.
    #[must_use]
    pub fn files(&self) -> &[ListedFile] {
        &self.files
    }

    /// The signature that the text has. It is not checked.
    #[must_use]
    pub const fn signature(&self) -> Option<Signature> {
        self.signature
    }

    /// The number of lines that say something, and were not understood or are not in the signed part.
    #[must_use]
    pub const fn unread_lines(&self) -> usize {
        self.unread_lines
    }
}

type NamedDigest = (NamedAlgorithm, HexDigest);

/// Brings together the checksums of each file, and drops what is there twice.
fn group(entries: Vec<Entry>) -> Vec<ListedFile> {
    let mut indices: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: Vec<ListedFile> = Vec::new();
    let mut nameless: Vec<NamedDigest> = Vec::new();
    for entry in entries {
        let digest = (entry.algorithm, entry.digest);
        let Some(name) = entry.name else {
            nameless.push(digest);
            continue;
        };
        let key = without_here(&name).to_owned();
        let index = *indices.entry(key).or_insert_with(|| {
            files.push(ListedFile::new(Some(name.into_boxed_str())));
            files.len() - 1
        });
        if let Some(file) = files.get_mut(index) {
            file.sums.push(digest);
        }
    }
    for file in &mut files {
        order(&mut file.sums);
    }
    order(&mut nameless);
    files.extend(nameless_files(nameless));
    files
}

fn order(sums: &mut Vec<NamedDigest>) {
    sums.sort_unstable_by(|one, other| {
        let strongest_first = other.0.cmp(&one.0);
        strongest_first.then_with(|| one.1.as_str().cmp(other.1.as_str()))
    });
    sums.dedup();
}

/// Digests without a name are of one file where each is of another algorithm, and of one each where
/// two are of the same.
fn nameless_files(sums: Vec<NamedDigest>) -> Vec<ListedFile> {
    let is_one_file = sums
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one.0 != other.0));
    let mut files: Vec<ListedFile> = Vec::new();
    for digest in sums {
        match files.last_mut() {
            Some(file) if is_one_file => file.sums.push(digest),
            _ => {
                let mut file = ListedFile::new(None);
                file.sums.push(digest);
                files.push(file);
            }
        }
    }
    files
}
