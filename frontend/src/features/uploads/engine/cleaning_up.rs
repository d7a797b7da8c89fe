//! Deleting what an upload leaves that is of no use: an image, and what the gateway keeps of its data.

use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::Failure;
use super::image_poll::PollReason;
use super::stage::{AfterCleanUp, CleanUp, CleanUpScope, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

/// Pauses between attempts to delete an image, in milliseconds; after the last one it is given up.
/// Glance answers 409 while its own end of a broken transfer still holds the image.
const CLEAN_UP_PAUSES: [u64; 8] = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000];

impl UploadTask {
    pub(super) fn on_clean_up(
        &mut self,
        clean_up: CleanUp,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let CleanUp {
            scope, then, tries, ..
        } = clean_up;
        match event {
            RequestEvent::Deleted => self.deleted(then, context),
            RequestEvent::Ended => self.tus_upload_ended(scope, then, context),
            RequestEvent::WaitOver => self.enter(
                UploadStage::CleaningUp(CleanUp {
                    scope,
                    then,
                    tries,
                    trouble: None,
                }),
                context,
            ),
            RequestEvent::Failed(cause) => {
                let may_still_appear = matches!(self.remote, RemoteImage::Asked(_)) && tries == 0;
                let pause = CLEAN_UP_PAUSES.get(tries as usize).copied();
                match (cause.status(), pause) {
                    (Some(401), _) => {
                        self.pause(UploadStage::CleaningUp(CleanUp {
                            scope,
                            then,
                            tries,
                            trouble: None,
                        }));
                        vec![Effect::AskToSignIn]
                    }
                    (Some(404 | 410), _) if self.transport.address().is_some() => {
                        self.tus_upload_ended(scope, then, context)
                    }
                    (Some(404 | 410), _) if !may_still_appear => self.deleted(then, context),
                    (None | Some(404 | 408 | 409 | 410 | 429 | 500..), Some(pause)) => {
                        let trouble = Some(cause);
                        let later = CleanUp {
                            scope,
                            then,
                            tries: tries + 1,
                            trouble,
                        };
                        self.wait(UploadStage::CleaningUp(later), pause)
                    }
                    _ => self.enter(UploadStage::CleanUpFailed { scope, cause, then }, context),
                }
            }
            _ => Vec::new(),
        }
    }

    fn deleted(&mut self, then: AfterCleanUp, context: &Context<'_>) -> Vec<Effect> {
        if let Some(id) = self.remote.image() {
            self.remote = RemoteImage::Gone(id.clone());
        }
        self.image = None;
        self.cleaned_up(then, context)
    }

    /// The gateway's part is gone; an image that this upload made follows.
    fn tus_upload_ended(
        &mut self,
        scope: CleanUpScope,
        then: AfterCleanUp,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        self.transport.forget_address();
        match scope {
            CleanUpScope::Image => self.clean_up_in(scope, then, context),
            CleanUpScope::Transfer => self.cleaned_up(then, context),
        }
    }

    /// Whether ending here leaves something behind that this upload made: an image that is of no use, or room in
    /// the quota that the gateway keeps for the rest.
    #[must_use]
    pub fn leaves_something(&self) -> bool {
        self.leaves_image() || self.transport.address().is_some()
    }

    /// An image of this upload's own that has no complete data, or data that is not what was expected.
    pub(super) fn leaves_image(&self) -> bool {
        let is_of_no_use = match &self.remote {
            RemoteImage::Asked(_) | RemoteImage::HalfMade(_) => true,
            RemoteImage::Whole(_) => self.unexpected().is_some(),
            RemoteImage::Nothing | RemoteImage::Gone(_) => false,
        };
        self.target.is_new() && is_of_no_use
    }

    fn cleaned_up(&mut self, then: AfterCleanUp, context: &Context<'_>) -> Vec<Effect> {
        match then {
            AfterCleanUp::Cancelled => self.enter(UploadStage::Cancelled, context),
            AfterCleanUp::Left => self.enter(UploadStage::Left, context),
            // The gateway may have brought the data there before it was told to end.
            AfterCleanUp::Failed(Failure::NotExpected(unexpected))
                if self.remote.half_made().is_some() =>
            {
                self.poll(PollReason::NotExpected(unexpected), context)
            }
            AfterCleanUp::Failed(failure) => self.enter(UploadStage::Failed(failure), context),
            AfterCleanUp::Anew => self.enter(UploadStage::Waiting, context),
        }
    }

    /// Deletes what this upload made: never an image that was there before.
    pub(super) fn clean_up(&mut self, then: AfterCleanUp, context: &Context<'_>) -> Vec<Effect> {
        let scope = if self.leaves_image() {
            CleanUpScope::Image
        } else {
            CleanUpScope::Transfer
        };
        self.clean_up_in(scope, then, context)
    }

    pub(super) fn clean_up_in(
        &mut self,
        scope: CleanUpScope,
        then: AfterCleanUp,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        self.enter(
            UploadStage::CleaningUp(CleanUp {
                scope,
                then,
                tries: 0,
                trouble: None,
            }),
            context,
        )
    }
}
