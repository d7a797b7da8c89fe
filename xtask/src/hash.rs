//! Content hashes: what decides whether something has to be made again.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest, Sha256};

/// A SHA-256 in hexadecimal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ContentHash(String);

impl ContentHash {
    /// Enough to name a folder.
    pub(crate) fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Collects parts, each with its length, so that moving a byte from one part to the next changes
/// the hash.
#[derive(Default)]
pub(crate) struct Hasher(Sha256);

impl Hasher {
    pub(crate) fn part(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds the name and the content of every file below `path`, or of the file itself. `skip`
    /// sees the path of each file and folder.
    pub(crate) fn tree(&mut self, path: &Path, skip: &impl Fn(&Path) -> bool) -> Result<()> {
        let cannot_read = || format!("Cannot read {}", path.display());
        let kind = fs::symlink_metadata(path)
            .with_context(cannot_read)?
            .file_type();
        if skip(path) || kind.is_symlink() {
            return Ok(());
        }
        if kind.is_dir() {
            let entries = fs::read_dir(path).with_context(cannot_read)?;
            let mut children: Vec<PathBuf> = entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?;
            children.sort();
            children.iter().try_for_each(|child| self.tree(child, skip))
        } else {
            self.part(path.as_os_str().as_encoded_bytes());
            self.part(&fs::read(path).with_context(cannot_read)?);
            Ok(())
        }
    }

    pub(crate) fn finish(self) -> ContentHash {
        let mut text = String::new();
        for byte in self.0.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        ContentHash(text)
    }
}

/// The hash of the contents alone: the same in every checkout.
pub(crate) fn of_files(paths: &[PathBuf]) -> Result<ContentHash> {
    let mut hasher = Hasher::default();
    for path in paths {
        hasher.part(&fs::read(path).with_context(|| format!("Cannot read {}", path.display()))?);
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree_hash(dir: &Path) -> ContentHash {
        let mut hasher = Hasher::default();
        hasher
            .tree(dir, &|path| path.ends_with("node_modules"))
            .unwrap();
        hasher.finish()
    }

    #[test]
    fn a_tree_changes_with_names_and_contents_but_not_with_what_is_skipped() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("src")).unwrap();
        fs::write(dir.path().join("src/a"), "1").unwrap();
        let first = tree_hash(dir.path());
        fs::create_dir(dir.path().join("node_modules")).unwrap();
        fs::write(dir.path().join("node_modules/b"), "1").unwrap();
        assert_eq!(tree_hash(dir.path()), first);
        fs::write(dir.path().join("src/a"), "2").unwrap();
        let second = tree_hash(dir.path());
        assert_ne!(second, first);
        fs::rename(dir.path().join("src/a"), dir.path().join("src/b")).unwrap();
        assert_ne!(tree_hash(dir.path()), second);
    }
}
