//! The digests that a manifest may use.

use std::str::FromStr;

use sha1::Digest as _;

use crate::digest::{Algorithm, Hasher, HexDigest};

/// DSP0243 1 has SHA-1, and 2 has SHA-256 and SHA-512.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestAlgorithm {
    /// Finds accidents, not attackers.
    Sha1,
    Sha256,
    Sha512,
}

/// A name that is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownManifestAlgorithm;

impl FromStr for ManifestAlgorithm {
    type Err = UnknownManifestAlgorithm;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.to_ascii_uppercase().as_str() {
            "SHA1" => Ok(Self::Sha1),
            "SHA256" => Ok(Self::Sha256),
            "SHA512" => Ok(Self::Sha512),
            _ => Err(UnknownManifestAlgorithm),
        }
    }
}

/// The digest of a member in the making.
pub enum MemberHasher {
    Sha1(sha1::Sha1),
    Sha2(Hasher),
}

impl MemberHasher {
    /// Starts a digest of no bytes.
    #[must_use]
    pub fn new(algorithm: ManifestAlgorithm) -> Self {
        match algorithm {
            ManifestAlgorithm::Sha1 => Self::Sha1(sha1::Sha1::new()),
            ManifestAlgorithm::Sha256 => Self::Sha2(Hasher::new(Algorithm::Sha256)),
            ManifestAlgorithm::Sha512 => Self::Sha2(Hasher::new(Algorithm::Sha512)),
        }
    }

    /// Takes in the next bytes. How the data is split does not matter.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(state) => state.update(bytes),
            Self::Sha2(state) => state.update(bytes),
        }
    }

    /// The digest of all bytes taken in.
    #[must_use]
    pub fn finish(self) -> HexDigest {
        match self {
            Self::Sha1(state) => HexDigest::from_bytes(&state.finalize()),
            Self::Sha2(state) => state.finish(),
        }
    }
}
