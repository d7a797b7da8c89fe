//! `GET` and `POST /api/images/{id}/verify`: the data that Glance has of an image, read and hashed at the gateway.

use serde::{Deserialize, Serialize};

use crate::digest::HexDigest;
use crate::gateway::GatewayError;
use crate::glance::image::Image;
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::units::Bytes;

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

/// What came of reading an image's data once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Verification {
    pub image_id: String,
    pub algorithm: VerifyAlgorithm,
    /// What the data has.
    pub digest: HexDigest,
    /// How long the data is.
    pub size: Bytes,
    /// What Glance stored by the same algorithm, when the data was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<HexDigest>,
    /// What the caller expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<HexDigest>,
    pub verdict: VerificationVerdict,
    /// When the data had been read, in UTC.
    pub verified_at: String,
}

/// What the digest of an image's data says beside those that it should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationVerdict {
    /// It is every one of them.
    Same,
    /// It is not one of them.
    Other,
    /// There was none to compare it with.
    NotCompared,
}

impl VerificationVerdict {
    /// The verdict on a digest.
    #[must_use]
    pub fn on(
        digest: &HexDigest,
        stored: Option<&HexDigest>,
        expected: Option<&HexDigest>,
    ) -> Self {
        let mut wanted = stored.into_iter().chain(expected).peekable();
        if wanted.peek().is_none() {
            Self::NotCompared
        } else if wanted.all(|wanted| wanted == digest) {
            Self::Same
        } else {
            Self::Other
        }
    }
}

impl TryFrom<Other> for Verification {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        let digest = |text: String| HexDigest::from_text(&text);
        Ok(Self {
            image_id: fields.demanded("image_id")?,
            algorithm: fields.known("algorithm").ok_or(WrongField("algorithm"))?,
            digest: fields.demanded("digest").map(digest)?,
            size: fields.whole("size")?.map(Bytes).ok_or(WrongField("size"))?,
            stored: fields.text("stored")?.map(digest),
            expected: fields.text("expected")?.map(digest),
            verdict: fields.known("verdict").ok_or(WrongField("verdict"))?,
            verified_at: fields.demanded("verified_at")?,
        })
    }
}

/// The answer to a `GET`: what the caller's project knows of the image's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct VerificationReport {
    /// What came of the last time that it was read to its end.
    pub verification: Option<Verification>,
    /// Whether it is being read now.
    pub state: VerificationState,
}

/// Whether an image's data is being read at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationState {
    Idle,
    UnderWay,
}

impl TryFrom<Other> for VerificationReport {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        Ok(Self {
            verification: fields.one("verification")?,
            state: fields.known("state").ok_or(WrongField("state"))?,
        })
    }
}

/// The media type of the answer to a `POST`: a [`VerificationLine`] on each line.
pub const VERIFICATION_LINES: &str = "application/x-ndjson";

/// A line of the answer to a `POST`. The last one is no progress; an answer without such a line has broken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other", rename_all = "snake_case")]
pub enum VerificationLine {
    /// How much has been read.
    Progress {
        /// So far.
        bytes: Bytes,
        /// Of how much.
        of: Bytes,
    },
    /// It was read to its end.
    Verification(Verification),
    /// It could not be read to its end.
    Failure(GatewayError),
}

impl TryFrom<Other> for VerificationLine {
    type Error = WrongField;

    fn try_from(object: Other) -> Result<Self, WrongField> {
        let mut fields = ObjectReader::of(object);
        if let Some(progress) = fields.object("progress")? {
            let mut progress = ObjectReader::of(progress);
            let mut bytes = |key| progress.whole(key)?.map(Bytes).ok_or(WrongField(key));
            return Ok(Self::Progress {
                bytes: bytes("bytes")?,
                of: bytes("of")?,
            });
        }
        if let Some(verification) = fields.one("verification")? {
            return Ok(Self::Verification(verification));
        }
        let failure = fields.one("failure")?;
        failure.map(Self::Failure).ok_or(WrongField("failure"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::{ErrorBody, ErrorKind};
    use crate::glance::test_images::active_image;

    fn verification() -> Verification {
        let digest = HexDigest::from_text("900150983cd24fb0d6963f7d28e17f72");
        Verification {
            image_id: "i".into(),
            algorithm: VerifyAlgorithm::Md5,
            digest: digest.clone(),
            size: Bytes(3),
            stored: Some(digest),
            expected: None,
            verdict: VerificationVerdict::Same,
            verified_at: "2026-11-30T00:00:00.000Z".into(),
        }
    }

    #[test]
    fn each_line_reads_as_it_was_written() {
        let failure = GatewayError {
            error: ErrorBody {
                code: 503,
                kind: ErrorKind::ImageServiceUnreachable,
                message: "The image service does not answer.".into(),
                details: String::new(),
                over: Vec::new(),
            },
            request_id: "req-1".into(),
            receipt: None,
        };
        for line in [
            VerificationLine::Progress {
                bytes: Bytes(1),
                of: Bytes(3),
            },
            VerificationLine::Verification(verification()),
            VerificationLine::Failure(failure),
        ] {
            let text = serde_json::to_string(&line).unwrap();
            assert_eq!(
                serde_json::from_str::<VerificationLine>(&text).unwrap(),
                line,
                "{text}"
            );
        }
        assert!(serde_json::from_str::<VerificationLine>("{}").is_err());
    }

    #[test]
    fn a_report_reads_as_it_was_written_with_and_without_a_verification() {
        for known in [None, Some(verification())] {
            let report = VerificationReport {
                verification: known,
                state: VerificationState::UnderWay,
            };
            let written = serde_json::to_value(&report).unwrap();
            assert_eq!(
                serde_json::from_value::<VerificationReport>(written).unwrap(),
                report
            );
        }
    }

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

    #[test]
    fn one_digest_that_differs_is_enough() {
        let [one, two] = ["11", "22"].map(HexDigest::from_text);
        for (stored, expected, verdict) in [
            (None, None, VerificationVerdict::NotCompared),
            (Some(&one), None, VerificationVerdict::Same),
            (None, Some(&one), VerificationVerdict::Same),
            (Some(&one), Some(&one), VerificationVerdict::Same),
            (Some(&two), None, VerificationVerdict::Other),
            (Some(&one), Some(&two), VerificationVerdict::Other),
            (Some(&two), Some(&one), VerificationVerdict::Other),
        ] {
            assert_eq!(
                VerificationVerdict::on(&one, stored, expected),
                verdict,
                "{stored:?} {expected:?}"
            );
        }
    }
}
