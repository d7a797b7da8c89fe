//! Digests of image data, and what they say beside the ones that Glance stored.

#[cfg(any(test, all(target_arch = "wasm32", target_feature = "simd128")))]
mod sha512;
pub mod sums;
mod verdict;

pub use verdict::{Comparison, LocalDigests, Verdict, compare, compared_algorithm};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use sha2::Sha512;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use sha512::Sha512;

/// A digest algorithm that Gaze computes. Glance always stores MD5 as `checksum`, and one more of
/// the operator's choice as `os_hash_value` (`[DEFAULT] hashing_algorithm`, by default `sha512`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// RFC 1321. Not collision resistant: it finds accidents, not attackers.
    Md5,
    /// FIPS 180-4.
    Sha256,
    /// FIPS 180-4.
    Sha512,
}

impl Algorithm {
    /// The name as OpenStack writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The length of a digest in bytes.
    #[must_use]
    pub const fn digest_bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

/// A name that is none of the algorithms that Gaze computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected md5, sha256 or sha512")]
pub struct UnknownAlgorithm(());

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::Md5, Self::Sha256, Self::Sha512]
            .into_iter()
            .find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(name))
            .ok_or(UnknownAlgorithm(()))
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A digest in lower-case hexadecimal.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HexDigest(Box<str>);

impl HexDigest {
    /// Takes over a digest that another program wrote, in either case.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.trim().to_ascii_lowercase().into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
        let text: String = bytes
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)])
            .collect();
        Self(text.into())
    }
}

impl fmt::Display for HexDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A digest in the making.
#[derive(Clone)]
pub enum Hasher {
    Md5(md5::Md5),
    Sha256(sha2::Sha256),
    Sha512(Sha512),
}

impl Hasher {
    /// Starts a digest of no bytes.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Md5 => Self::Md5(md5::Md5::new()),
            Algorithm::Sha256 => Self::Sha256(sha2::Sha256::new()),
            Algorithm::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    /// Takes in the next bytes. How the data is split does not matter.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(state) => state.update(bytes),
            Self::Sha256(state) => state.update(bytes),
            Self::Sha512(state) => state.update(bytes),
        }
    }

    /// The digest of all bytes taken in.
    #[must_use]
    pub fn finish(self) -> HexDigest {
        match self {
            Self::Md5(state) => HexDigest::from_bytes(&state.finalize()),
            Self::Sha256(state) => HexDigest::from_bytes(&state.finalize()),
            Self::Sha512(state) => HexDigest::from_bytes(&state.finalize()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digest(algorithm: Algorithm, bytes: &[u8]) -> String {
        let mut hasher = Hasher::new(algorithm);
        hasher.update(bytes);
        hasher.finish().to_string()
    }

    #[test]
    fn the_published_vectors_hold() {
        // RFC 1321 appendix A.5 and FIPS 180-4 examples.
        assert_eq!(
            digest(Algorithm::Md5, b"abc"),
            "900150983cd24fb0d6963f7d28e17f72"
        );
        assert_eq!(
            digest(Algorithm::Md5, b""),
            "d41d8cd98f00b204e9800998ecf8427e"
        );
        assert_eq!(
            digest(Algorithm::Sha256, b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            digest(Algorithm::Sha512, b"abc"),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        );
    }

    #[test]
    fn names_read_in_either_case_and_others_are_refused() {
        assert_eq!("SHA512".parse(), Ok(Algorithm::Sha512));
        assert!("sha3-512".parse::<Algorithm>().is_err());
    }

    proptest! {
        #[test]
        fn any_split_of_the_data_gives_the_same_digest(
            bytes in prop::collection::vec(any::<u8>(), 0..2000),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.sort_unstable();
            for algorithm in [Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512] {
                let mut hasher = Hasher::new(algorithm);
                let mut start = 0;
                for cut in cuts.iter().copied().chain([bytes.len()]) {
                    hasher.update(&bytes[start..cut]);
                    start = cut;
                }
                prop_assert_eq!(hasher.finish().to_string(), digest(algorithm, &bytes));
            }
        }
    }
}
