//! A text, line by line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::algorithm::NamedAlgorithm;
use super::armour::{Armour, Place, Signature};
use super::entry::{Line, Sum};
use super::error::LineFault;
use super::file_name::without_here;
use super::line;
use crate::digest::HexDigest;
use crate::units::Bytes;

/// A digest of a list, with all that the lines around it say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) algorithm: NamedAlgorithm,
    pub(super) digest: HexDigest,
    pub(super) name: Option<String>,
}

/// What the lines of a text say.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) entries: Vec<Entry>,
    /// By the name without `./`; `None` where a name has more than one.
    pub(super) sizes: BTreeMap<String, Option<Bytes>>,
    pub(super) signature: Option<Signature>,
    /// The number of lines that say something and were not understood.
    pub(super) unread_lines: usize,
    /// Why the first of them was not; one with a digest of the wrong length goes before.
    pub(super) fault: LineFault,
}

/// Reads a text whose digests are, where nothing else is said, of this algorithm.
pub(super) fn read(text: &str, usual: Option<NamedAlgorithm>) -> Contents {
    let mut armour = Armour::new();
    let mut reader = Reader::new(usual);
    for line in text.lines() {
        match armour.take(line) {
            Place::Content(content) => reader.take(line::read(content)),
            Place::Opening => reader.begin_again(),
            Place::Armour => {}
            // Who signed the text did not sign this.
            Place::Outside => {
                if line::read(line) != Line::Aside {
                    reader.contents.unread_lines += 1;
                }
            }
        }
    }
    reader.contents.signature = armour.signature();
    reader.contents
}

#[derive(Debug)]
struct Reader<'a> {
    usual: Option<NamedAlgorithm>,
    section: Option<NamedAlgorithm>,
    heading: Option<(NamedAlgorithm, Option<Cow<'a, str>>)>,
    contents: Contents,
}

impl<'a> Reader<'a> {
    fn new(usual: Option<NamedAlgorithm>) -> Self {
        Self {
            usual,
            section: None,
            heading: None,
            contents: Contents {
                entries: Vec::new(),
                sizes: BTreeMap::new(),
                signature: None,
                unread_lines: 0,
                fault: LineFault::Unrecognised,
            },
        }
    }

    /// Forgets what was before a signed text, but that there was something.
    fn begin_again(&mut self) {
        if self.contents.signature.is_none() {
            let before = self.contents.entries.len() + self.contents.unread_lines;
            let usual = self.usual;
            *self = Self::new(usual);
            self.contents.unread_lines = before;
            self.contents.signature = Some(Signature::ClearSigned);
        }
    }

    fn take(&mut self, line: Line<'a>) {
        match line {
            Line::Aside => {}
            Line::Size { name, size } => self.size(name, size),
            Line::Section(algorithm) => self.section = Some(algorithm),
            Line::Heading { algorithm, name } => self.heading = Some((algorithm, name)),
            Line::Path(path) => self.path(path),
            Line::Sum(sum) => self.sum(sum),
            Line::Unread(fault) => {
                self.heading = None;
                self.contents.unread_lines += 1;
                if self.contents.fault == LineFault::Unrecognised {
                    self.contents.fault = fault;
                }
            }
        }
    }

    fn size(&mut self, name: &str, size: Bytes) {
        let name = without_here(name).to_owned();
        self.contents
            .sizes
            .entry(name)
            .and_modify(|known| *known = known.filter(|known| *known == size))
            .or_insert(Some(size));
    }

    fn path(&mut self, path: &str) {
        if let Some(last) = self.contents.entries.last_mut()
            && last.name.is_none()
        {
            last.name = Some(path.to_owned());
        }
    }

    fn sum(&mut self, sum: Sum<'a>) {
        let digits = sum.digest.as_str().len();
        let fits = |algorithm: &NamedAlgorithm| algorithm.fits(digits);
        let heading = self.heading.take().filter(|_| sum.name.is_none());
        let (introduced, name) = match heading {
            Some((algorithm, name)) if algorithm.fits(digits) => (Some(algorithm), name),
            _ => (None, None),
        };
        // What is nearest to the digest knows best; its length alone says the least.
        let algorithm = sum
            .algorithm
            .or(introduced)
            .or(self.section.filter(fits))
            .or(self.usual.filter(fits))
            .or_else(|| NamedAlgorithm::from_digits(digits));
        if let Some(algorithm) = algorithm {
            self.contents.entries.push(Entry {
                algorithm,
                digest: sum.digest,
                name: sum.name.or(name).map(Cow::into_owned),
            });
        }
    }
}
