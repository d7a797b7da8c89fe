//! What the object of a project's verifications is asked, and what it answers.

use gaze_shared::gateway::{Verification, VerificationReport};
use gaze_shared::units::Bytes;
use serde::{Deserialize, Serialize};

use crate::core::verification::book::{NewVerification, VerificationLimits, VerificationRefusal};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerificationCall {
    /// Data is about to be read. Answers [`VerificationAnswer::Begun`] or [`VerificationAnswer::Refused`].
    Begin {
        new: NewVerification,
        limits: VerificationLimits,
    },
    /// It is still being read. Answers [`VerificationAnswer::Noted`].
    Renew { ticket: String },
    /// It is not read any more. Answers [`VerificationAnswer::Noted`].
    End {
        ticket: String,
        read: Bytes,
        /// What has come of it, where it was read to its end.
        verification: Option<Verification>,
    },
    /// What is known of an image? Answers [`VerificationAnswer::Report`].
    Report { image_id: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerificationAnswer {
    /// It may be read.
    Begun,
    /// It may not.
    Refused(VerificationRefusal),
    Noted,
    Report(VerificationReport),
}
