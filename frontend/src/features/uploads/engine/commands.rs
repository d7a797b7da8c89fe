//! What a person can ask of an upload, and what follows.

use gaze_shared::digest::{Algorithm, Verdict, compare};
use gaze_shared::glance::image::DiskFormat;

use super::earlier::FileAccess;
use super::effect::Effect;
use super::event::Command;
use super::expected::Expectation;
use super::failure::Failure;
use super::image_poll::PollReason;
use super::refusal::BytesRefusal;
use super::stage::{
    AfterCleanUp, AfterCreating, AfterOpening, CleanUpScope, NotCompared, Retries, UploadOutcome,
    UploadStage,
};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

impl UploadTask {
    /// The ways out of a halt, the most promising first. Empty while the upload moves.
    #[must_use]
    pub fn remedies(&self) -> Vec<Command> {
        let mut remedies = Vec::new();
        match &self.stage {
            UploadStage::Failed(failure) => {
                match failure {
                    Failure::BytesRefused {
                        refusal, declared, ..
                    } => remedies.extend(
                        self.format_to_try(refusal, declared.as_ref())
                            .map(Command::UploadAs),
                    ),
                    Failure::StuckSaving(_) => remedies.push(Command::PollNow),
                    Failure::TakenByOther(_) if self.remote.half_made().is_none() => {}
                    // The browser does not let go of a changed file: it must be chosen again. One that is not
                    // the expected one is that the next time, too.
                    Failure::FileChanged | Failure::NotExpected(_) => {}
                    // What helps is the file, which is chosen and not commanded.
                    Failure::OtherFile | Failure::FileNeeded => {}
                    Failure::ImageGone if !self.target.is_new() => {}
                    _ => remedies.push(Command::TryAgain),
                }
                if self.remote.half_made().is_some() {
                    remedies.extend([Command::DeleteImage, Command::LeaveImage]);
                }
            }
            UploadStage::CleanUpFailed { scope, .. } => {
                let again = match scope {
                    CleanUpScope::Transfer => Command::TryAgain,
                    CleanUpScope::Image => Command::DeleteImage,
                };
                remedies.extend([again, Command::LeaveImage]);
            }
            UploadStage::Finished(UploadOutcome::NotExpected(_)) => {
                remedies.push(Command::DeleteImage);
            }
            UploadStage::Finished(UploadOutcome::NotCompared(NotCompared::ExpectedUnknown(
                algorithm,
                _,
            ))) => remedies.extend(self.by_reading(*algorithm)),
            UploadStage::Finished(UploadOutcome::Compared(verdict)) => {
                let is_mismatch = matches!(verdict, Verdict::Mismatch(_));
                remedies.extend(is_mismatch.then_some(Command::DeleteImage));
                let uncompared = verdict
                    .comparisons()
                    .iter()
                    .filter(|pair| pair.stored.is_some() && pair.computed.is_none());
                remedies.extend(uncompared.filter_map(|pair| self.by_reading(pair.algorithm)));
            }
            _ => {}
        }
        remedies
    }

    /// Comparing by one more digest, where the file is here to be read for it.
    fn by_reading(&self, algorithm: Algorithm) -> Option<Command> {
        (self.file_access == FileAccess::Here).then_some(Command::AlsoCompare(algorithm))
    }

    /// Whether the upload may be taken off the list: it moves no more, and no image that it made
    /// is left incomplete without the person having said so.
    #[must_use]
    pub fn is_dismissible(&self) -> bool {
        match self.stage {
            UploadStage::CleanUpFailed { .. } => false,
            UploadStage::Failed(_) => !self.leaves_something(),
            _ => !self.stage.is_moving(),
        }
    }

    /// Whether `command` can be carried out now.
    #[must_use]
    pub fn accepts(&self, command: &Command) -> bool {
        match command {
            Command::Cancel => self.is_cancellable(),
            Command::PollNow if self.stage.asks_again_by_itself() => true,
            Command::UploadAs(_) => {
                matches!(
                    self.stage,
                    UploadStage::Failed(Failure::BytesRefused { .. })
                )
            }
            command => self.remedies().contains(command),
        }
    }

    fn is_cancellable(&self) -> bool {
        match &self.stage {
            UploadStage::CleaningUp(clean_up) => clean_up.then != AfterCleanUp::Cancelled,
            UploadStage::Creating(AfterCreating::CleanUp) => false,
            UploadStage::Opening(opening) => opening.then == AfterOpening::Send,
            UploadStage::Failed(_) | UploadStage::CleanUpFailed { .. } => !self.is_dismissible(),
            stage => stage.is_moving(),
        }
    }

    pub(super) fn grant(&mut self, command: Command, context: &Context<'_>) -> Vec<Effect> {
        match command {
            Command::Cancel => self.cancel(context),
            Command::TryAgain => {
                self.forget_tries();
                self.try_again(context)
            }
            Command::UploadAs(format) => {
                self.target = self.target.anew_as(format);
                match self.remote.half_made() {
                    Some(_) => self.clean_up(AfterCleanUp::Anew, context),
                    None => self.enter(UploadStage::Waiting, context),
                }
            }
            Command::PollNow => {
                self.forget_tries();
                let why = match &self.stage {
                    UploadStage::Deferred { .. } => {
                        return self.enter(UploadStage::Waiting, context);
                    }
                    UploadStage::Locating(_) => return self.locate(Retries::default(), context),
                    UploadStage::Delivering(delivery) => {
                        let delivery = delivery.clone();
                        return self.enter(UploadStage::Delivering(delivery), context);
                    }
                    UploadStage::Polling(poll) => poll.why.clone(),
                    UploadStage::Failed(Failure::StuckSaving(why)) => why.clone(),
                    _ => PollReason::ToSend,
                };
                self.poll(why, context)
            }
            Command::DeleteImage => {
                let then = match &self.stage {
                    UploadStage::CleanUpFailed { then, .. } => then.clone(),
                    _ => AfterCleanUp::Cancelled,
                };
                self.clean_up_in(CleanUpScope::Image, then, context)
            }
            Command::AlsoCompare(algorithm) => {
                let mut effects = self.hashing.once_more(algorithm);
                let stage = UploadStage::Verifying {
                    tries: 0,
                    trouble: None,
                };
                effects.extend(self.enter(stage, context));
                effects
            }
            Command::LeaveImage => match (&self.stage, self.transport.address()) {
                (UploadStage::CleanUpFailed { .. }, _) | (_, None) => {
                    self.enter(UploadStage::Left, context)
                }
                (_, Some(_)) => {
                    self.clean_up_in(CleanUpScope::Transfer, AfterCleanUp::Left, context)
                }
            },
        }
    }

    fn try_again(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match (&self.stage, &self.remote) {
            (UploadStage::CleanUpFailed { scope, then, .. }, _) => {
                let (scope, then) = (*scope, then.clone());
                self.clean_up_in(scope, then, context)
            }
            // The gateway's report says what has become of the image, too.
            _ if self.transport.address().is_some() => self.enter(UploadStage::Waiting, context),
            (_, RemoteImage::Nothing | RemoteImage::Gone(_)) => {
                self.enter(UploadStage::Waiting, context)
            }
            _ => self.poll(PollReason::ToSend, context),
        }
    }

    /// A person has looked at it: what was in vain before counts no more.
    fn forget_tries(&mut self) {
        self.deferrals = 0;
        if let Some(transfer) = self.transport.tus_mut() {
            transfer.losses = 0;
        }
    }

    fn cancel(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let leaves_image = self.leaves_image();
        match &mut self.stage {
            UploadStage::Opening(opening) => {
                // Its answer says whether there is an upload to end.
                opening.then = AfterOpening::CleanUp;
                Vec::new()
            }
            UploadStage::Creating(then) => {
                // The request cannot be taken back; its answer says whether there is an image.
                *then = AfterCreating::CleanUp;
                Vec::new()
            }
            UploadStage::CleaningUp(clean_up) => {
                clean_up.then = AfterCleanUp::Cancelled;
                if leaves_image {
                    clean_up.scope = CleanUpScope::Image;
                }
                Vec::new()
            }
            UploadStage::Sending | UploadStage::Storing => {
                let mut effects = vec![Effect::AbortSending];
                effects.extend(self.give_up(context));
                effects
            }
            UploadStage::Verifying { .. } => self.stop_comparing(context),
            UploadStage::Paused { resume } if matches!(**resume, UploadStage::Verifying { .. }) => {
                self.stop_comparing(context)
            }
            _ => self.give_up(context),
        }
    }

    /// What the digests that are done say stands, whatever else was to be compared.
    fn stop_comparing(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let mut effects = self.hashing.stop();
        let verdict = self
            .image
            .as_deref()
            .filter(|image| image.status.has_data());
        let verdict = verdict.map(|image| compare(image, &self.hashing.digests()));
        let outcome = match verdict {
            Some(verdict @ Verdict::Mismatch(_)) => UploadOutcome::Compared(verdict),
            Some(verdict @ Verdict::Verified(_)) if self.expectation() != Expectation::Open => {
                UploadOutcome::Compared(verdict)
            }
            _ => UploadOutcome::NotCompared(NotCompared::Stopped),
        };
        effects.extend(self.enter(UploadStage::Finished(outcome), context));
        effects
    }

    /// Ends the upload and leaves nothing behind that it made.
    pub(super) fn give_up(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if self.leaves_something() {
            self.clean_up(AfterCleanUp::Cancelled, context)
        } else {
            self.enter(UploadStage::Cancelled, context)
        }
    }

    /// The format that refused bytes are more likely to be accepted as: what Glance found, else what
    /// this browser found.
    fn format_to_try(
        &self,
        refusal: &BytesRefusal,
        declared: Option<&DiskFormat>,
    ) -> Option<DiskFormat> {
        let found = match refusal {
            BytesRefusal::OtherFormat { found } => found.as_ref(),
            BytesRefusal::Unsafe => return None,
        };
        let seen = self.file.seen.as_ref().map(|seen| &seen.format);
        let may_help = |format: &&DiskFormat| Some(*format) != declared && self.file.may_be(format);
        found
            .filter(may_help)
            .or_else(|| seen.filter(may_help))
            .cloned()
    }
}
