//! What a person can ask of an upload, and what follows.

use gaze_shared::digest::Verdict;
use gaze_shared::glance::image::DiskFormat;

use super::effect::Effect;
use super::event::Wish;
use super::failure::Failure;
use super::poll::LookFor;
use super::refusal::BytesRefusal;
use super::stage::{AfterCleanUp, AfterCreating, NotCompared, Outcome, Stage};
use super::target::Footing;
use super::task::{Surroundings, Upload};

impl Upload {
    /// The ways out of a halt, the most promising first. Empty while the upload moves.
    #[must_use]
    pub fn remedies(&self) -> Vec<Wish> {
        let mut remedies = Vec::new();
        match &self.stage {
            Stage::Failed(failure) => {
                match failure {
                    Failure::BytesRefused {
                        refusal, declared, ..
                    } => remedies.extend(
                        self.format_to_try(refusal, declared.as_ref())
                            .map(Wish::UploadAs),
                    ),
                    Failure::StuckSaving(_) => remedies.push(Wish::LookNow),
                    Failure::TakenByOther(_) if self.footing.half_made().is_none() => {}
                    // The browser does not let go of a changed file: it must be chosen again.
                    Failure::FileChanged => {}
                    Failure::ImageGone if !self.target.is_new() => {}
                    _ => remedies.push(Wish::TryAgain),
                }
                if self.footing.half_made().is_some() {
                    remedies.extend([Wish::DeleteImage, Wish::LeaveImage]);
                }
            }
            Stage::CleanUpFailed { .. } => remedies.extend([Wish::DeleteImage, Wish::LeaveImage]),
            Stage::Finished(Outcome::Compared(Verdict::Mismatch(_))) => {
                remedies.push(Wish::DeleteImage);
            }
            _ => {}
        }
        remedies
    }

    /// Whether the upload may be taken off the list: it moves no more, and no image that it made
    /// is left incomplete without the person having said so.
    #[must_use]
    pub fn is_dismissible(&self) -> bool {
        match self.stage {
            Stage::CleanUpFailed { .. } => false,
            Stage::Failed(_) => !self.target.is_new() || self.footing.half_made().is_none(),
            _ => !self.stage.is_moving(),
        }
    }

    /// Whether `wish` can be granted now.
    #[must_use]
    pub fn accepts(&self, wish: &Wish) -> bool {
        match wish {
            Wish::Cancel => self.is_cancellable(),
            Wish::LookNow if matches!(self.stage, Stage::Looking(_)) => true,
            Wish::UploadAs(_) => {
                matches!(self.stage, Stage::Failed(Failure::BytesRefused { .. }))
            }
            wish => self.remedies().contains(wish),
        }
    }

    fn is_cancellable(&self) -> bool {
        match &self.stage {
            Stage::CleaningUp(clean_up) => clean_up.then != AfterCleanUp::Cancelled,
            Stage::Creating(AfterCreating::CleanUp) => false,
            Stage::Failed(_) | Stage::CleanUpFailed { .. } => !self.is_dismissible(),
            stage => stage.is_moving(),
        }
    }

    pub(super) fn grant(&mut self, wish: Wish, around: &Surroundings<'_>) -> Vec<Effect> {
        match wish {
            Wish::Cancel => self.cancel(around),
            Wish::TryAgain => match self.footing {
                Footing::Nothing | Footing::Gone(_) => self.enter(Stage::Waiting, around),
                _ => self.look(LookFor::ToSend, around),
            },
            Wish::UploadAs(format) => {
                self.target = self.target.anew_as(format);
                match self.footing.half_made() {
                    Some(_) => self.clean_up(AfterCleanUp::Anew, around),
                    None => self.enter(Stage::Waiting, around),
                }
            }
            Wish::LookNow => {
                let why = match &self.stage {
                    Stage::Looking(look) => look.why.clone(),
                    Stage::Failed(Failure::StuckSaving(why)) => why.clone(),
                    _ => LookFor::ToSend,
                };
                self.look(why, around)
            }
            Wish::DeleteImage => {
                let then = match &self.stage {
                    Stage::CleanUpFailed { then, .. } => then.clone(),
                    _ => AfterCleanUp::Cancelled,
                };
                self.clean_up(then, around)
            }
            Wish::LeaveImage => self.enter(Stage::Left, around),
        }
    }

    fn cancel(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Creating(then) => {
                // The request cannot be taken back; its answer says whether there is an image.
                *then = AfterCreating::CleanUp;
                Vec::new()
            }
            Stage::CleaningUp(clean_up) => {
                clean_up.then = AfterCleanUp::Cancelled;
                Vec::new()
            }
            Stage::Sending | Stage::Storing => {
                let mut effects = vec![Effect::AbortSending];
                effects.extend(self.give_up(around));
                effects
            }
            Stage::Verifying { .. } => self.stop_comparing(around),
            Stage::Paused { resume } if matches!(**resume, Stage::Verifying { .. }) => {
                self.stop_comparing(around)
            }
            _ => self.give_up(around),
        }
    }

    fn stop_comparing(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        let mut effects = self.hashing.stop();
        let outcome = Outcome::NotCompared(NotCompared::Stopped);
        effects.extend(self.enter(Stage::Finished(outcome), around));
        effects
    }

    /// Ends the upload and leaves nothing behind that it made.
    pub(super) fn give_up(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        if self.target.is_new() && self.footing.half_made().is_some() {
            self.clean_up(AfterCleanUp::Cancelled, around)
        } else {
            self.enter(Stage::Cancelled, around)
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
        found
            .or(self.file.detected.as_ref())
            .filter(|format| Some(*format) != declared)
            .cloned()
    }
}
