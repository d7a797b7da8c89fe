//! Holding a file to what a person expects of it: one that is another is not sent to its end, and not kept.

use super::conversion::Conversion;
use super::effect::Effect;
use super::expected::{Expectation, Unexpected};
use super::failure::Failure;
use super::image_poll::PollReason;
use super::stage::{AfterCleanUp, CleanUpScope, OpeningStep, UploadOutcome, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

impl UploadTask {
    /// Whether the file is the one that was expected, as far as it is hashed.
    #[must_use]
    pub fn expectation(&self) -> Expectation {
        match &self.expected {
            None => Expectation::None,
            // It is the chosen file's, and was compared before anything was made of that.
            Some(_) if self.file.conversion != Conversion::None => Expectation::Held,
            Some(expected) => expected.beside(&self.hashing.digests().digests),
        }
    }

    pub(super) fn unexpected(&self) -> Option<Unexpected> {
        match self.expectation() {
            Expectation::Broken(unexpected) => Some(unexpected),
            Expectation::None | Expectation::Open | Expectation::Held => None,
        }
    }

    /// Ends an upload as soon as its file is hashed to something else than was expected.
    pub(super) fn stop_when_unexpected(&mut self, context: &Context<'_>) -> Option<Vec<Effect>> {
        let unexpected = self.unexpected()?;
        let stage = match &self.stage {
            UploadStage::Paused { resume } => &**resume,
            stage => stage,
        };
        match stage {
            // The answer says what there is to clean up, and the next stage is refused.
            UploadStage::Creating(_) | UploadStage::Opening(_) if *stage == self.stage => None,
            UploadStage::Sending | UploadStage::Storing => {
                let mut effects = vec![Effect::AbortSending];
                effects.extend(self.end_unexpected(unexpected, context));
                Some(effects)
            }
            stage if is_bound_to_store(stage) => Some(self.end_unexpected(unexpected, context)),
            _ => None,
        }
    }

    /// What follows in the place of a stage that would bring the image its data, where the file is not the one
    /// that was expected.
    pub(super) fn refuse_unexpected(
        &mut self,
        stage: &UploadStage,
        context: &Context<'_>,
    ) -> Option<Vec<Effect>> {
        let unexpected = self.unexpected().filter(|_| is_bound_to_store(stage))?;
        Some(self.end_unexpected(unexpected, context))
    }

    /// Deletes an image that this upload made, also a whole one: nobody wants what is in it. Of one that was
    /// there before it is asked whether it has got the data after all.
    fn end_unexpected(&mut self, unexpected: Unexpected, context: &Context<'_>) -> Vec<Effect> {
        let is_new = self.target.is_new();
        let has_transfer = self.transport.address().is_some();
        let then = |unexpected| AfterCleanUp::Failed(Failure::NotExpected(unexpected));
        match &self.remote {
            RemoteImage::Nothing | RemoteImage::Gone(_) if !has_transfer => {
                let failure = Failure::NotExpected(unexpected);
                self.enter(UploadStage::Failed(failure), context)
            }
            RemoteImage::Asked(_) | RemoteImage::HalfMade(_) | RemoteImage::Whole(_) if is_new => {
                self.clean_up_in(CleanUpScope::Image, then(unexpected), context)
            }
            RemoteImage::Whole(id) => {
                let mut effects = vec![Effect::SaveLocalReceipt(id.clone())];
                effects.extend(self.hashing.stop());
                let outcome = UploadOutcome::NotExpected(unexpected);
                effects.extend(self.enter(UploadStage::Finished(outcome), context));
                effects
            }
            _ if has_transfer => {
                self.clean_up_in(CleanUpScope::Transfer, then(unexpected), context)
            }
            _ => self.poll(PollReason::NotExpected(unexpected), context),
        }
    }
}

/// Whether a stage leads to an image with the data. To find what the gateway may keep is no step there.
fn is_bound_to_store(stage: &UploadStage) -> bool {
    match stage {
        UploadStage::Polling(poll) => !matches!(poll.why, PollReason::NotExpected(_)),
        UploadStage::Opening(opening) => opening.step == OpeningStep::Create,
        UploadStage::Waiting
        | UploadStage::Deferred { .. }
        | UploadStage::Creating(_)
        | UploadStage::Sending
        | UploadStage::ComparingPrefix(_)
        | UploadStage::Locating(_)
        | UploadStage::Storing
        | UploadStage::Delivering(_)
        | UploadStage::Verifying { .. } => true,
        UploadStage::CleaningUp(_)
        | UploadStage::Paused { .. }
        | UploadStage::Failed(_)
        | UploadStage::CleanUpFailed { .. }
        | UploadStage::Cancelled
        | UploadStage::Left
        | UploadStage::Finished(_) => false,
    }
}
