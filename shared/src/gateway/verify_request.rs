//! The body of `POST /api/images/{id}/verify`: by what an image's data is hashed, and what it should be.

use serde::{Deserialize, Serialize};

use crate::digest::HexDigest;
use crate::glance::image::Image;

/// What the gateway can hash by: the digests of its platform
/// (<https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#supported-algorithms>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerifyAlgorithm {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl VerifyAlgorithm {
    /// The weakest first.
    pub const ALL: [Self; 5] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    /// The name on the wire, Glance's own.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The name for people, and for the Web Crypto API.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// How many hexadecimal digits its digests have.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str().eq_ignore_ascii_case(name))
    }

    /// The digest by this algorithm that Glance stored with an image, where it stored one.
    #[must_use]
    pub fn stored_of(self, image: &Image) -> Option<HexDigest> {
        let of_hash = image.os_hash_algo.as_deref().and_then(Self::named);
        let value = if of_hash == Some(self) {
            image.os_hash_value.as_deref()
        } else if self == Self::Md5 {
            image.checksum.as_deref()
        } else {
            None
        };
        value.map(HexDigest::from_text)
    }

    /// What an image's data is best hashed by: what Glance stored a digest by, the strongest where it stored none
    /// that can be computed here.
    #[must_use]
    pub fn best_for(image: &Image) -> Self {
        let of_hash = image.os_hash_algo.as_deref().and_then(Self::named);
        of_hash
            .into_iter()
            .chain([Self::Md5])
            .find(|algorithm| algorithm.stored_of(image).is_some())
            .unwrap_or(Self::Sha512)
    }
}

/// The body of a `POST`. All of it may be left out, and so may the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyRequest {
    /// By what to hash; without it, by what Glance stored a digest by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<VerifyAlgorithm>,
    /// The digest that the data should have, in hexadecimal, such as a publisher's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// Text that is no digest in hexadecimal by the algorithm that was named, or by any where none was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a digest in hexadecimal")]
pub struct NotADigest(pub Option<VerifyAlgorithm>);

impl VerifyRequest {
    /// By what to hash an image's data, and what is expected of it. Where only a digest was given, its length
    /// tells the algorithm.
    ///
    /// # Errors
    /// What is expected is no digest.
    pub fn resolve(
        &self,
        image: &Image,
    ) -> Result<(VerifyAlgorithm, Option<HexDigest>), NotADigest> {
        let Some(expected) = self.expected.as_deref().map(str::trim) else {
            let algorithm = self.algorithm;
            return Ok((
                algorithm.unwrap_or_else(|| VerifyAlgorithm::best_for(image)),
                None,
            ));
        };
        let fits = |algorithm: &VerifyAlgorithm| algorithm.digits() == expected.len();
        let algorithm = match self.algorithm {
            Some(named) => Some(named).filter(fits),
            None => VerifyAlgorithm::ALL.into_iter().find(fits),
        };
        match algorithm {
            Some(algorithm) if expected.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                Ok((algorithm, Some(HexDigest::from_text(expected))))
            }
            _ => Err(NotADigest(self.algorithm)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glance::test_images::active_image;

    #[test]
    fn data_is_hashed_by_what_glance_stored_of_it() {
        let mut image = active_image();
        image.os_hash_algo = Some("sha384".into());
        image.os_hash_value = Some("AB".into());
        image.checksum = Some("cd".into());
        assert_eq!(VerifyAlgorithm::best_for(&image), VerifyAlgorithm::Sha384);
        let stored = VerifyAlgorithm::Sha384.stored_of(&image);
        assert_eq!(stored, Some(HexDigest::from_text("ab")));
        // What no platform computes leaves the MD5.
        image.os_hash_algo = Some("blake2b".into());
        assert_eq!(VerifyAlgorithm::best_for(&image), VerifyAlgorithm::Md5);
        image.checksum = None;
        assert_eq!(VerifyAlgorithm::best_for(&image), VerifyAlgorithm::Sha512);
        assert_eq!(VerifyAlgorithm::Sha512.stored_of(&image), None);
    }

    #[test]
    fn an_expected_digest_tells_its_algorithm_and_has_to_be_one() {
        let image = active_image();
        let sha256 = "A".repeat(64);
        let resolve = |algorithm, expected: &str| {
            let expected = Some(expected.to_owned());
            let request = VerifyRequest {
                algorithm,
                expected,
            };
            request.resolve(&image)
        };
        let (algorithm, expected) = resolve(None, &format!(" {sha256}\n")).unwrap();
        assert_eq!(algorithm, VerifyAlgorithm::Sha256);
        assert_eq!(expected, Some(HexDigest::from_text(&sha256)));
        for (algorithm, text) in [
            (None, "abc"),
            (None, ""),
            (Some(VerifyAlgorithm::Sha512), sha256.as_str()),
            (None, &"g".repeat(64)),
            (None, &"ä".repeat(32)),
        ] {
            assert_eq!(
                resolve(algorithm, text),
                Err(NotADigest(algorithm)),
                "{text}"
            );
        }
        let none = VerifyRequest::default().resolve(&image).unwrap();
        assert_eq!(none, (VerifyAlgorithm::best_for(&image), None));
    }
}
