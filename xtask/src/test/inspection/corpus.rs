//! The files of the corpus: a base each, and what is changed in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use gaze_shared::inspect::ByteRange;
use serde::Deserialize;

#[derive(Debug)]
pub(super) struct Corpus {
    bases: BTreeMap<String, Vec<u8>>,
    files: Vec<CorpusFile>,
}

/// One line of `expected.jsonl`.
#[derive(Debug, Deserialize)]
pub(super) struct CorpusFile {
    pub(super) base: String,
    /// What was done to the base, for people.
    pub(super) recipe: String,
    pub(super) size: u64,
    changes: Vec<Change>,
    /// The formats that oslo.utils finds, sorted; none when it fails to say.
    pub(super) formats: Option<Vec<String>>,
    /// Why its safety checks fail.
    pub(super) reasons: Vec<String>,
    /// Glance's verdict by declared disk format.
    pub(super) verdicts: BTreeMap<String, GlanceVerdict>,
}

/// An offset, and the bytes there in hexadecimal.
#[derive(Debug, Deserialize)]
struct Change(u64, String);

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct GlanceVerdict {
    /// The answer with status 415.
    pub(super) refused: Option<String>,
    /// What is recorded. Python's integers have no end, and can be negative.
    pub(super) virtual_size: Option<i128>,
}

impl Corpus {
    pub(super) fn read(dir: &Path) -> Result<Self> {
        let path = dir.join("expected.jsonl");
        let lines =
            fs::read_to_string(&path).with_context(|| format!("Cannot read {}", path.display()))?;
        let files: Vec<CorpusFile> = lines
            .lines()
            .map(|line| serde_json::from_str(line).with_context(|| format!("Not expected: {line}")))
            .collect::<Result<_>>()?;
        let mut bases = BTreeMap::new();
        for file in &files {
            if !bases.contains_key(&file.base) {
                let path = dir.join("bases").join(&file.base);
                let bytes =
                    fs::read(&path).with_context(|| format!("Cannot read {}", path.display()))?;
                bases.insert(file.base.clone(), bytes);
            }
        }
        Ok(Self { bases, files })
    }

    /// The files by the test that they belong to: all that are made from one base, or from the
    /// numbered ones of a kind ("vhdx-random#7").
    pub(super) fn by_test(&self) -> BTreeMap<&str, Vec<&CorpusFile>> {
        let mut by_test: BTreeMap<&str, Vec<&CorpusFile>> = BTreeMap::new();
        for file in &self.files {
            let test = file.base.split('#').next().unwrap_or(&file.base);
            by_test.entry(test).or_default().push(file);
        }
        by_test
    }

    /// A part of a file, as it would be on disk.
    pub(super) fn bytes(&self, file: &CorpusFile, range: ByteRange) -> Result<Vec<u8>> {
        let base = self.bases.get(&file.base).context("A base is missing")?;
        let end = range.end.min(file.size);
        let index = |offset: u64| usize::try_from(offset.min(base.len() as u64));
        let mut bytes = base[index(range.start)?..index(end)?].to_vec();
        // A file that is longer than its base goes on with zeros.
        bytes.resize(usize::try_from(end.saturating_sub(range.start))?, 0);
        for Change(start, hex) in &file.changes {
            for (offset, pair) in (*start..).zip(hex.as_bytes().chunks_exact(2)) {
                if (range.start..end).contains(&offset) {
                    let value = u8::from_str_radix(std::str::from_utf8(pair)?, 16)?;
                    bytes[usize::try_from(offset - range.start)?] = value;
                }
            }
        }
        Ok(bytes)
    }
}
