//! Comparing what Glance stored with what this browser computed.

use gaze_shared::digest::{Verdict, compare, compared_algorithm};
use gaze_shared::glance::image::Status;

use super::cause::Cause;
use super::effect::Effect;
use super::event::RequestEvent;
use super::expected::Expectation;
use super::failure::Failure;
use super::hashing::Lanes;
use super::image_poll::PollReason;
use super::stage::{NotCompared, UploadOutcome, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};
use crate::transfer::backoff::pause_after;
use crate::workers::protocol::ReadFailure;

impl UploadTask {
    pub(super) fn on_verify(
        &mut self,
        tries: u32,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Seen(image) => {
                let status = image.status.clone();
                let algorithm = compared_algorithm(&image);
                self.image = Some(image);
                match status {
                    Status::Deleted | Status::PendingDelete => self.image_gone(context),
                    Status::Queued => {
                        if let Some(id) = self.remote.image() {
                            self.remote = RemoteImage::HalfMade(id.clone());
                        }
                        let cause = Cause::Unintelligible;
                        self.poll(
                            PollReason::AfterLoss {
                                cause,
                                sent: self.file.size,
                            },
                            context,
                        )
                    }
                    _ if status.has_data() => {
                        let mut effects = self.hashing.start(Lanes::NeverFailed);
                        effects.extend(
                            algorithm
                                .map(|one| self.hashing.also(one))
                                .into_iter()
                                .flatten(),
                        );
                        effects.extend(self.conclude_when_ready(context));
                        effects
                    }
                    _ => self.verify_later(tries, None),
                }
            }
            RequestEvent::WaitOver => self.enter(
                UploadStage::Verifying {
                    tries,
                    trouble: None,
                },
                context,
            ),
            RequestEvent::Failed(cause) => match cause.status() {
                Some(401) => {
                    self.pause(UploadStage::Verifying {
                        tries,
                        trouble: None,
                    });
                    vec![Effect::AskToSignIn]
                }
                Some(404) => self.image_gone(context),
                _ => self.verify_later(tries, Some(cause)),
            },
            _ => Vec::new(),
        }
    }

    fn verify_later(&mut self, tries: u32, trouble: Option<Cause>) -> Vec<Effect> {
        self.wait(
            UploadStage::Verifying {
                tries: tries + 1,
                trouble,
            },
            pause_after(tries),
        )
    }

    /// Why it is not known whether the file is the one that was expected, although every lane has come to its end.
    fn expected_unknown(&self) -> Option<NotCompared> {
        let is_open = self.expectation() == Expectation::Open;
        let algorithm = self.expected.as_ref().filter(|_| is_open)?.algorithm;
        let why = self.hashing.failure_of(algorithm)?.clone();
        Some(NotCompared::ExpectedUnknown(algorithm, why))
    }

    /// Whether nothing can be compared, or not what was expected, by the digests that are known.
    fn needs_file_to_conclude(&self) -> bool {
        let verdict = self
            .image
            .as_deref()
            .map(|image| compare(image, &self.hashing.digests()));
        match verdict {
            Some(Verdict::Verified(_)) => self.expected_unknown().is_some(),
            Some(Verdict::NothingToCompare(_)) => true,
            Some(Verdict::Mismatch(_)) | None => false,
        }
    }

    /// Compares once Glance's values and all of this browser's are there.
    pub(super) fn conclude_when_ready(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let Some(image) = self
            .image
            .as_deref()
            .filter(|image| image.status.has_data())
        else {
            return Vec::new();
        };
        if !matches!(self.stage, UploadStage::Verifying { .. }) || !self.hashing.is_settled() {
            return Vec::new();
        }
        // What is missing can be had from the file, which a person can choose.
        if self.hashing.failure() == Some(&ReadFailure::NotHere) && self.needs_file_to_conclude() {
            return self.enter(UploadStage::Failed(Failure::FileNeeded), context);
        }
        let receipt = Effect::SaveLocalReceipt(image.id.clone());
        let verdict = compare(image, &self.hashing.digests());
        if let (Verdict::Verified(_), Some(unknown)) = (&verdict, self.expected_unknown()) {
            let mut effects = vec![receipt];
            let outcome = UploadOutcome::NotCompared(unknown);
            effects.extend(self.enter(UploadStage::Finished(outcome), context));
            return effects;
        }
        match (self.hashing.failure(), verdict) {
            (Some(why), Verdict::NothingToCompare(_)) => {
                let outcome = UploadOutcome::NotCompared(NotCompared::NoDigests(why.clone()));
                self.enter(UploadStage::Finished(outcome), context)
            }
            (_, verdict) => {
                let mut effects = vec![receipt];
                effects.extend(self.enter(
                    UploadStage::Finished(UploadOutcome::Compared(verdict)),
                    context,
                ));
                effects
            }
        }
    }
}
