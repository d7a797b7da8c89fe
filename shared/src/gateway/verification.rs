//! `GET` and `POST /api/images/{id}/verify`: the data that Glance has of an image, read and hashed at the gateway.

use serde::{Deserialize, Serialize};

use crate::digest::HexDigest;
use crate::gateway::{GatewayError, VerifyAlgorithm};
use crate::json::nullable::Other;
use crate::json::object_reader::ObjectReader;
use crate::json::wrong_field::WrongField;
use crate::units::Bytes;

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
