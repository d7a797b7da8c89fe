//! How an upload can fail as a whole, and what a refusal means for it.

use gaze_shared::gateway::OverQuota;
use gaze_shared::glance::image::{DiskFormat, Status};
use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::expected::Unexpected;
use super::image_poll::PollReason;
use super::refusal::{BytesRefusal, exceeded_at_glance};

/// Why an upload came to a halt. Each has its own words and its own ways out.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The image could not be registered; there is none.
    NotRegistered(Cause),
    /// A quota is exceeded (413).
    OverQuota {
        /// The exceeded limits, when somebody named them.
        over: Vec<OverQuota>,
        /// What Glance said.
        text: String,
    },
    /// Glance refused the bytes after it had read them (415).
    BytesRefused {
        /// The format that the image declares.
        declared: Option<DiskFormat>,
        refusal: BytesRefusal,
        /// What Glance said.
        text: String,
    },
    /// Glance refused the data for another reason that trying again does not mend by itself.
    DataRefused(Cause),
    /// The transfer broke off.
    Interrupted {
        /// What broke it.
        cause: Cause,
        /// How far it had come.
        sent: Bytes,
    },
    /// The transfer broke off and Glance still shows the image as `saving` long after.
    StuckSaving(PollReason),
    /// The image was deleted while the upload was under way.
    ImageGone,
    /// Somebody else has given the image data, or is doing so.
    TakenByOther(Status),
    /// The file changed on disk since it was chosen.
    FileChanged,
    /// The file is not the one that was expected.
    NotExpected(Unexpected),
    /// An earlier page has sent a part of another file.
    OtherFile,
    /// What is missing can be sent only from the file, which this page does not have.
    FileNeeded,
}

/// What an unsuccessful answer to the data itself means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SendVerdict {
    /// The session has ended: sign in, look at the image, send again.
    SignInFirst,
    /// Nobody knows what became of the image: look.
    Poll,
    /// The image no longer exists.
    Gone,
    /// Sending these bytes to this image cannot work; the image is of no use.
    Hopeless(Failure),
}

impl SendVerdict {
    /// Classifies a failed `PUT /v2/images/{id}/file`
    /// (`glance/api/v2/image_data.py`, `ImageDataController.upload`).
    pub(super) fn of(cause: Cause, declared: Option<DiskFormat>) -> Self {
        match (&cause, cause.status()) {
            (Cause::FileUnreadable, _) => Self::Hopeless(Failure::FileChanged),
            (_, Some(401)) => Self::SignInFirst,
            (_, Some(404 | 410)) => Self::Gone,
            // 400 is "Size mismatch": the connection was cut between this browser and Glance.
            // 409 is "transition from … to saving": an earlier attempt or somebody else.
            (_, None | Some(400 | 408 | 409 | 429 | 500..)) => Self::Poll,
            (_, Some(415)) => Self::Hopeless(Failure::BytesRefused {
                declared,
                refusal: BytesRefusal::parse(cause.text()),
                text: cause.text().to_owned(),
            }),
            _ => Self::Hopeless(over_quota(&cause).unwrap_or(Failure::DataRefused(cause))),
        }
    }
}

/// What a definite refusal of `POST /v2/images` means.
pub(super) fn not_registered(cause: Cause) -> Failure {
    over_quota(&cause).unwrap_or(Failure::NotRegistered(cause))
}

/// The quota that a refusal tells of. Whoever else refuses by a 413, a store that is full or a limit of
/// requests on the way, has nothing to do with one.
fn over_quota(cause: &Cause) -> Option<Failure> {
    let over = match cause {
        Cause::TooMuch { over } => over.clone(),
        // The numbers are in a line of their own, which need not be the last.
        Cause::Glance { error, .. } if error.status == 413 => {
            let over = exceeded_at_glance(&error.message);
            // `user_storage_quota` has no numbers of that form (`glance/api/common.py`, `check_quota`).
            if over.is_empty() && !error.message.contains("quota") {
                return None;
            }
            over
        }
        _ => return None,
    };
    Some(Failure::OverQuota {
        over,
        text: cause.text().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::{LimitSource, QuotaResource, QuotaUnit};
    use gaze_shared::glance::error::GlanceError;

    use super::super::cause::Absent;
    use super::*;
    use crate::api::ApiError;

    fn glance(status: u16, message: &str) -> Cause {
        Cause::Glance {
            error: GlanceError {
                status,
                message: message.to_owned(),
            },
            retry_after: None,
        }
    }

    #[test]
    fn refused_bytes_make_the_image_useless() {
        let text = "The request media type application/octet-stream is not supported by this \
                    server.\nImage disk_format qcow2 does not match stream data raw";
        let verdict = SendVerdict::of(glance(415, text), Some(DiskFormat::Qcow2));
        let SendVerdict::Hopeless(Failure::BytesRefused {
            declared,
            refusal,
            text,
        }) = verdict
        else {
            panic!("{verdict:?}");
        };
        assert_eq!(declared, Some(DiskFormat::Qcow2));
        assert_eq!(
            refusal,
            BytesRefusal::OtherFormat {
                found: Some(DiskFormat::Raw)
            }
        );
        assert_eq!(
            text,
            "Image disk_format qcow2 does not match stream data raw"
        );
    }

    #[test]
    fn an_exceeded_quota_is_told_with_its_numbers() {
        let text = "The request returned a 413 Request Entity Too Large.\n\nThe response body:\n\
                    Project p is over a limit for [Resource image_size_total is over limit of 64 \
                    due to current usage 0 and delta 66]";
        let SendVerdict::Hopeless(Failure::OverQuota { over, .. }) =
            SendVerdict::of(glance(413, text), None)
        else {
            panic!("a 413 is over quota");
        };
        let OverQuota {
            limit,
            usage,
            asked,
            ..
        } = over[0];
        assert_eq!((limit, usage, asked), (64 << 20, 0, 66 << 20));
    }

    #[test]
    fn a_limit_that_is_no_quota_s_is_not_told_as_one() {
        let body = r#"{"error":{"code":413,"kind":"body_too_large","message":"Too large."},"request_id":"req-1"}"#;
        let gateway = Cause::from(ApiError::from_refusal(413, None, None, body));
        for cause in [
            glance(413, ""),
            glance(413, "Image storage media is full"),
            gateway,
        ] {
            let refused = SendVerdict::Hopeless(Failure::DataRefused(cause.clone()));
            assert_eq!(SendVerdict::of(cause.clone(), None), refused);
            assert_eq!(not_registered(cause.clone()), Failure::NotRegistered(cause));
        }
    }

    #[test]
    fn an_exceeded_quota_without_words_keeps_the_numbers_that_were_looked_up() {
        let over = vec![OverQuota {
            resource: QuotaResource::ImageSizeTotal,
            limit: 64 << 20,
            usage: 0,
            reserved: 0,
            asked: 67 << 20,
            unit: QuotaUnit::Bytes,
            source: LimitSource::Cloud,
        }];
        let cause = Cause::TooMuch { over: over.clone() };
        let expected = Failure::OverQuota {
            over,
            text: String::new(),
        };
        assert_eq!(
            SendVerdict::of(cause, None),
            SendVerdict::Hopeless(expected)
        );
    }

    #[test]
    fn what_leaves_doubt_is_looked_at_and_not_guessed() {
        for cause in [
            Cause::Unreachable(Absent::Gateway),
            Cause::Unreachable(Absent::ImageService),
            Cause::Unintelligible,
            glance(500, "The server has either erred or is incapable"),
            glance(503, "Error in store configuration"),
            glance(
                409,
                "Image status transition from saving to saving is not allowed",
            ),
            glance(400, "Size mismatch: expected 7 bytes, got 6 bytes"),
        ] {
            assert_eq!(
                SendVerdict::of(cause.clone(), None),
                SendVerdict::Poll,
                "{cause:?}"
            );
        }
    }

    #[test]
    fn a_deleted_image_and_an_ended_session_are_told_apart() {
        assert_eq!(SendVerdict::of(glance(410, ""), None), SendVerdict::Gone);
        assert_eq!(SendVerdict::of(glance(404, ""), None), SendVerdict::Gone);
        assert_eq!(
            SendVerdict::of(Cause::SignedOut, None),
            SendVerdict::SignInFirst
        );
    }
}
