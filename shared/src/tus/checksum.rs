//! `Upload-Checksum` and the algorithms of `Tus-Checksum-Algorithm`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::TusError;
use super::header::UPLOAD_CHECKSUM;

/// An algorithm of a checksum, by the protocol's names for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChecksumAlgorithm {
    /// FIPS 180-4. The protocol wants every server with the extension to know it. It finds
    /// accidents, not attackers, and so does MD5.
    Sha1,
    /// RFC 1321.
    Md5,
    /// FIPS 180-4.
    Sha256,
    /// FIPS 180-4.
    Sha512,
}

impl ChecksumAlgorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sha1, Self::Md5, Self::Sha256, Self::Sha512];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Md5 => "md5",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The length of a digest in bytes.
    #[must_use]
    pub const fn digest_bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Md5 => 16,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

impl fmt::Display for ChecksumAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ChecksumAlgorithm {
    type Err = TusError;

    fn from_str(name: &str) -> Result<Self, TusError> {
        Self::ALL
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| TusError::UnknownAlgorithm(name.to_owned()))
    }
}

/// The digest of the bytes of one request: on the wire the algorithm, a space, and Base64.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checksum {
    algorithm: ChecksumAlgorithm,
    digest: Vec<u8>,
}

impl Checksum {
    /// Of a digest that was computed; `None` when it has not the length of the algorithm's digests.
    #[must_use]
    pub fn new(algorithm: ChecksumAlgorithm, digest: impl Into<Vec<u8>>) -> Option<Self> {
        let digest = digest.into();
        (digest.len() == algorithm.digest_bytes()).then_some(Self { algorithm, digest })
    }

    /// The algorithm to compute with.
    #[must_use]
    pub const fn algorithm(&self) -> ChecksumAlgorithm {
        self.algorithm
    }

    /// The digest that the bytes should have.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// Compares with the digest of the bytes that arrived.
    ///
    /// # Errors
    /// 460 when they differ.
    pub fn verify(&self, digest: &[u8]) -> Result<(), TusError> {
        if self.digest == digest {
            Ok(())
        } else {
            Err(TusError::ChecksumMismatch)
        }
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm, STANDARD.encode(&self.digest))
    }
}

impl FromStr for Checksum {
    type Err = TusError;

    /// Reads the header's value.
    ///
    /// # Errors
    /// 400 for an algorithm that is not known, for what is no Base64, and for a digest of the wrong
    /// length.
    fn from_str(text: &str) -> Result<Self, TusError> {
        let malformed = || TusError::Malformed(UPLOAD_CHECKSUM);
        let (algorithm, digest) = text.trim().split_once(' ').ok_or_else(malformed)?;
        let algorithm = algorithm.parse()?;
        let digest = STANDARD.decode(digest.trim()).map_err(|_| malformed())?;
        Self::new(algorithm, digest).ok_or_else(malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_protocol_is_read_and_written() {
        let text = "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
        let checksum: Checksum = text.parse().unwrap();
        assert_eq!(checksum.algorithm(), ChecksumAlgorithm::Sha1);
        assert_eq!(checksum.to_string(), text);
        assert_eq!(checksum.verify(checksum.digest()), Ok(()));
        assert_eq!(checksum.verify(&[0; 20]).unwrap_err().status(), 460);
    }

    #[test]
    fn an_unknown_algorithm_and_a_digest_of_the_wrong_length_are_400() {
        let cause = |text: &str| text.parse::<Checksum>().unwrap_err();
        assert_eq!(
            cause("crc32 AAAA"),
            TusError::UnknownAlgorithm("crc32".into())
        );
        for text in [
            "",
            "sha1",
            "md5 AAAA",
            "sha1 !",
            "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
        ] {
            assert_eq!(cause(text), TusError::Malformed(UPLOAD_CHECKSUM), "{text}");
            assert_eq!(cause(text).status(), 400);
        }
    }
}
