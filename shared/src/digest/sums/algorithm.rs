//! The algorithms by the names that publishers write.

use crate::digest::Algorithm;

/// An algorithm that Gaze knows by name and does not compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OtherAlgorithm {
    Sha1,
    Sha224,
    Sha384,
    /// SHA-512 with initial values of its own, cut to 256 bits (FIPS 180-4, 5.3.6).
    Sha512To256,
    /// FIPS 202, of any length.
    Sha3,
    /// RFC 7693, of any length.
    Blake2b,
    /// RFC 7693, of any length.
    Blake2s,
    Blake3,
    Ripemd160,
    Sm3,
    Whirlpool,
}

/// An algorithm that a list of checksums names. What Gaze computes is greater than what it does not,
/// and the stronger of two that it computes is the greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedAlgorithm {
    NotComputed(OtherAlgorithm),
    Computed(Algorithm),
}

impl OtherAlgorithm {
    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha384 => "SHA-384",
            Self::Sha512To256 => "SHA-512/256",
            Self::Sha3 => "SHA-3",
            Self::Blake2b => "BLAKE2b",
            Self::Blake2s => "BLAKE2s",
            Self::Blake3 => "BLAKE3",
            Self::Ripemd160 => "RIPEMD-160",
            Self::Sm3 => "SM3",
            Self::Whirlpool => "Whirlpool",
        }
    }

    fn fits(self, digits: usize) -> bool {
        match self {
            Self::Sha1 | Self::Ripemd160 => digits == 40,
            Self::Sha224 => digits == 56,
            Self::Sha384 => digits == 96,
            Self::Sha512To256 | Self::Blake3 | Self::Sm3 => digits == 64,
            Self::Sha3 => [56, 64, 96, 128].contains(&digits),
            // Of 8 bits at least, as `b2sum --length` has it.
            Self::Blake2b => (2..=128).contains(&digits) && digits.is_multiple_of(2),
            Self::Blake2s => (2..=64).contains(&digits) && digits.is_multiple_of(2),
            Self::Whirlpool => digits == 128,
        }
    }
}

/// What tools and publishers append to the name of an algorithm. The longer one is looked for first.
const SUFFIXES: [&str; 7] = [
    "checksums",
    "checksum",
    "digests",
    "digest",
    "sums",
    "sum",
    "hash",
];
/// No name is longer, blanks and hyphens included.
const NAME_BYTES: usize = 24;

impl NamedAlgorithm {
    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotComputed(other) => other.label(),
            Self::Computed(algorithm) => algorithm.label(),
        }
    }

    /// Reads a name in either case, with or without hyphens: `SHA256`, `SHA2-256` as OpenSSL has it,
    /// `BLAKE2b-256` as `cksum` has it.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        if name.len() > NAME_BYTES {
            return None;
        }
        let letters = name
            .chars()
            .filter(|letter| !matches!(letter, '-' | '_'))
            .map(|letter| letter.to_ascii_lowercase());
        let name: String = letters.collect();
        Some(match name.as_str() {
            "md5" => Self::Computed(Algorithm::Md5),
            "sha256" | "sha2256" => Self::Computed(Algorithm::Sha256),
            "sha512" | "sha2512" => Self::Computed(Algorithm::Sha512),
            "sha1" => Self::NotComputed(OtherAlgorithm::Sha1),
            "sha224" | "sha2224" => Self::NotComputed(OtherAlgorithm::Sha224),
            "sha384" | "sha2384" => Self::NotComputed(OtherAlgorithm::Sha384),
            // The last is that of FreeBSD's command.
            "sha512/256" | "sha2512/256" | "sha512256" | "sha512t256" => {
                Self::NotComputed(OtherAlgorithm::Sha512To256)
            }
            "sha3" | "sha3224" | "sha3256" | "sha3384" | "sha3512" => {
                Self::NotComputed(OtherAlgorithm::Sha3)
            }
            "b2" => Self::NotComputed(OtherAlgorithm::Blake2b),
            "b3" | "blake3" => Self::NotComputed(OtherAlgorithm::Blake3),
            "rmd160" | "ripemd160" => Self::NotComputed(OtherAlgorithm::Ripemd160),
            "sm3" => Self::NotComputed(OtherAlgorithm::Sm3),
            "whirlpool" => Self::NotComputed(OtherAlgorithm::Whirlpool),
            longer if longer.starts_with("blake2b") => Self::NotComputed(OtherAlgorithm::Blake2b),
            longer if longer.starts_with("blake2s") => Self::NotComputed(OtherAlgorithm::Blake2s),
            _ => return None,
        })
    }

    /// Reads a name that can be part of another word: `SHA256SUMS`, `md5sum`, `SHA1-Hash`.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::from_name(word).or_else(|| {
            let stem = SUFFIXES.iter().find_map(|suffix| {
                let (stem, end) = word.split_at_checked(word.len().checked_sub(suffix.len())?)?;
                end.eq_ignore_ascii_case(suffix).then_some(stem)
            });
            Self::from_name(stem?)
        })
    }

    /// The usual algorithm of a digest of so many hexadecimal digits.
    pub(super) const fn from_digits(digits: usize) -> Option<Self> {
        Some(match digits {
            32 => Self::Computed(Algorithm::Md5),
            40 => Self::NotComputed(OtherAlgorithm::Sha1),
            56 => Self::NotComputed(OtherAlgorithm::Sha224),
            64 => Self::Computed(Algorithm::Sha256),
            96 => Self::NotComputed(OtherAlgorithm::Sha384),
            128 => Self::Computed(Algorithm::Sha512),
            _ => return None,
        })
    }

    /// Whether a digest can have so many hexadecimal digits.
    pub(super) fn fits(self, digits: usize) -> bool {
        match self {
            Self::Computed(algorithm) => digits == 2 * algorithm.digest_bytes(),
            Self::NotComputed(other) => other.fits(digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_each_tool_writes_it() {
        use NamedAlgorithm::{Computed, NotComputed};
        for (name, algorithm) in [
            ("MD5", Computed(Algorithm::Md5)),
            ("sha-256", Computed(Algorithm::Sha256)),
            ("SHA2-512", Computed(Algorithm::Sha512)),
            ("SHA2-512/256", NotComputed(OtherAlgorithm::Sha512To256)),
            ("SHA512t256", NotComputed(OtherAlgorithm::Sha512To256)),
            ("SHA3-256", NotComputed(OtherAlgorithm::Sha3)),
            ("BLAKE2b-256", NotComputed(OtherAlgorithm::Blake2b)),
            ("RMD160", NotComputed(OtherAlgorithm::Ripemd160)),
        ] {
            assert_eq!(NamedAlgorithm::from_name(name), Some(algorithm), "{name}");
        }
        for word in ["SHA256SUMS", "sha256sum", "SHA256-Hash", "sha256Checksum"] {
            let algorithm = Some(Computed(Algorithm::Sha256));
            assert_eq!(NamedAlgorithm::from_word(word), algorithm, "{word}");
        }
        for word in ["", "sum", "sha", "sha257", "crc32", "päsum"] {
            assert_eq!(NamedAlgorithm::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn the_strongest_that_is_computed_is_the_greatest() {
        let mut algorithms: Vec<NamedAlgorithm> = [32, 40, 56, 64, 96, 128]
            .into_iter()
            .filter_map(NamedAlgorithm::from_digits)
            .collect();
        algorithms.sort_by_key(|algorithm| std::cmp::Reverse(*algorithm));
        let labels: Vec<&str> = algorithms.into_iter().map(NamedAlgorithm::label).collect();
        assert_eq!(labels[..3], ["SHA-512", "SHA-256", "MD5"]);
    }
}
