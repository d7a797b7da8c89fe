//! What a manifest says, and whether the archive is so.

use std::collections::BTreeSet;

use super::ManifestAlgorithm;
use crate::digest::HexDigest;
use crate::inspect::TarMember;

/// A manifest: one entry a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    pub entries: Vec<ManifestEntry>,
}

/// What a file of the archive must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestEntry {
    pub algorithm: ManifestAlgorithm,
    pub file: Box<str>,
    pub digest: HexDigest,
}

/// Why an archive is not as its manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestFault {
    /// It is no list of digests, or uses one that nobody computes here.
    Unreadable,
    /// The archive does not have this file.
    Missing(Box<str>),
    /// This file has other bytes.
    Differs(Box<str>),
}

/// What came of looking at an archive's manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestVerdict {
    /// There is none, which is allowed.
    Absent,
    /// So many files have the digests that it gives.
    Holds(usize),
    Faulty(ManifestFault),
}

impl Manifest {
    /// Reads lines like `SHA256(disk.vmdk)= 9f86…`. Blanks and empty lines count for nothing.
    ///
    /// # Errors
    /// A line is another one, or there is none at all.
    pub fn read(text: &str) -> Result<Self, ManifestFault> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let entries: Option<Vec<ManifestEntry>> =
            lines.filter(|line| !line.is_empty()).map(entry).collect();
        match entries {
            Some(entries) if !entries.is_empty() && names_each_once(&entries) => {
                Ok(Self { entries })
            }
            _ => Err(ManifestFault::Unreadable),
        }
    }
}

/// A file that is named over and over would be hashed as often.
fn names_each_once(entries: &[ManifestEntry]) -> bool {
    let mut named = BTreeSet::new();
    entries.iter().all(|entry| named.insert(&*entry.file))
}

fn entry(line: &str) -> Option<ManifestEntry> {
    let (algorithm, rest) = line.split_once('(')?;
    // A name may have brackets of its own.
    let (file, digest) = rest.rsplit_once('=')?;
    let digest = digest.trim();
    let is_hex = !digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then_some(ManifestEntry {
        algorithm: algorithm.trim().parse().ok()?,
        file: file.trim_end().strip_suffix(')')?.into(),
        digest: HexDigest::from_text(digest),
    })
}

impl ManifestEntry {
    /// The member that is this file.
    ///
    /// # Errors
    /// The archive does not have it, or has several of its name.
    pub fn member<'a>(&self, members: &'a [TarMember]) -> Result<&'a TarMember, ManifestFault> {
        let is_it = |member: &&TarMember| {
            let name = &*member.name;
            name.strip_prefix("./").unwrap_or(name) == &*self.file
        };
        let mut named = members.iter().filter(is_it);
        match (named.next(), named.next()) {
            (Some(member), None) => Ok(member),
            // Who unpacks the archive has the last one, and others the first.
            (Some(_), Some(_)) => Err(ManifestFault::Differs(self.file.clone())),
            (None, _) => Err(ManifestFault::Missing(self.file.clone())),
        }
    }

    /// Whether the file has what it must have.
    ///
    /// # Errors
    /// It has other bytes.
    pub fn compare(&self, computed: &HexDigest) -> Result<(), ManifestFault> {
        if *computed == self.digest {
            Ok(())
        } else {
            Err(ManifestFault::Differs(self.file.clone()))
        }
    }
}
