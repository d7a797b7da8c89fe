//! What is asked of an image's data, and what came of it.

use gaze_shared::digest::HexDigest;
use gaze_shared::gateway::{Verification, VerificationVerdict, VerifyAlgorithm, VerifyRequest};
use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;

use crate::core::errors::problem::{BadBody, Problem};
use crate::worker::isolate;

/// What is asked of an image's data.
pub(super) struct Wanted {
    pub(super) algorithm: VerifyAlgorithm,
    /// How long it should be.
    pub(super) size: Bytes,
    /// What Glance stored by the same algorithm.
    stored: Option<HexDigest>,
    /// What the caller expects.
    expected: Option<HexDigest>,
}

impl Wanted {
    pub(super) fn of(request: &VerifyRequest, image: &Image) -> Result<Self, Problem> {
        let (algorithm, expected) = request
            .resolve(image)
            .map_err(|wrong| Problem::MalformedBody(BadBody::Digest(wrong)))?;
        let size = image.size.filter(|_| image.status.has_data());
        Ok(Self {
            algorithm,
            size: size.ok_or(Problem::NoDataToVerify)?,
            stored: algorithm.stored_of(image),
            expected,
        })
    }

    /// What came of it. Data of another length is other data, whatever was there to compare it with.
    pub(super) fn verification(
        self,
        image_id: String,
        digest: HexDigest,
        size: Bytes,
    ) -> Verification {
        let verdict = if size == self.size {
            VerificationVerdict::on(&digest, self.stored.as_ref(), self.expected.as_ref())
        } else {
            VerificationVerdict::Other
        };
        Verification {
            image_id,
            algorithm: self.algorithm,
            digest,
            size,
            stored: self.stored,
            expected: self.expected,
            verdict,
            verified_at: isolate::now_millis().rfc3339(),
        }
    }
}
