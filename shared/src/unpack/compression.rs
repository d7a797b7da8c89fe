//! The compressors whose streams can be unpacked.

use std::fmt;
use std::str::FromStr;

use crate::inspect::Detected;

/// The format of a compressed stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// RFC 1952.
    Gzip,
    /// The XZ file format.
    Xz,
    /// RFC 8878.
    Zstd,
    /// What bzip2 writes.
    Bzip2,
}

impl Compression {
    const ALL: [Self; 4] = [Self::Gzip, Self::Xz, Self::Zstd, Self::Bzip2];

    /// What an inspection found; `None` for what is no such stream.
    #[must_use]
    pub const fn of(detected: Detected) -> Option<Self> {
        match detected {
            Detected::Gzip => Some(Self::Gzip),
            Detected::Xz => Some(Self::Xz),
            Detected::Zstd => Some(Self::Zstd),
            Detected::Bzip2 => Some(Self::Bzip2),
            _ => None,
        }
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
        }
    }

    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Gzip => &[".gz", ".gzip"],
            Self::Xz => &[".xz"],
            Self::Zstd => &[".zst", ".zstd"],
            Self::Bzip2 => &[".bz2", ".bzip2"],
        }
    }

    /// The name of what is in a file of this name: without the extension that the compressor adds.
    #[must_use]
    pub fn content_name(self, file_name: &str) -> &str {
        let without = |extension: &&str| {
            let at = file_name.len().checked_sub(extension.len())?;
            let (stem, ending) = file_name.split_at_checked(at)?;
            (ending.eq_ignore_ascii_case(extension) && !stem.is_empty()).then_some(stem)
        };
        let mut stems = self.extensions().iter().filter_map(without);
        stems.next().unwrap_or(file_name)
    }
}

/// A name that is none of these formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected gzip, xz, zstd or bzip2")]
pub struct UnknownCompression(());

impl FromStr for Compression {
    type Err = UnknownCompression;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|compression| compression.as_str() == name)
            .ok_or(UnknownCompression(()))
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_content_is_that_of_the_file_without_the_compressors_extension() {
        for (compression, file, content) in [
            (Compression::Xz, "debian-13.raw.xz", "debian-13.raw"),
            (Compression::Gzip, "DISK.IMG.GZ", "DISK.IMG"),
            (Compression::Zstd, "käse.zst", "käse"),
            (Compression::Bzip2, "disk.qcow2", "disk.qcow2"),
            (Compression::Gzip, ".gz", ".gz"),
            (Compression::Xz, "ä", "ä"),
        ] {
            assert_eq!(compression.content_name(file), content);
        }
    }
}
