//! Deleting an image that is of no use.

use super::effect::Effect;
use super::event::RequestEvent;
use super::stage::{AfterCleanUp, CleanUp, UploadStage};
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
        let CleanUp { then, tries, .. } = clean_up;
        match event {
            RequestEvent::Deleted => self.deleted(then, context),
            RequestEvent::WaitOver => self.enter(
                UploadStage::CleaningUp(CleanUp {
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
                            then,
                            tries,
                            trouble: None,
                        }));
                        vec![Effect::AskToSignIn]
                    }
                    (Some(404 | 410), _) if !may_still_appear => self.deleted(then, context),
                    (None | Some(404 | 408 | 409 | 410 | 429 | 500..), Some(pause)) => {
                        let trouble = Some(cause);
                        let later = CleanUp {
                            then,
                            tries: tries + 1,
                            trouble,
                        };
                        self.wait(UploadStage::CleaningUp(later), pause)
                    }
                    _ => self.enter(UploadStage::CleanUpFailed { cause, then }, context),
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
        match then {
            AfterCleanUp::Cancelled => self.enter(UploadStage::Cancelled, context),
            AfterCleanUp::Failed(failure) => self.enter(UploadStage::Failed(failure), context),
            AfterCleanUp::Anew => self.enter(UploadStage::Waiting, context),
        }
    }

    pub(super) fn clean_up(&mut self, then: AfterCleanUp, context: &Context<'_>) -> Vec<Effect> {
        self.enter(
            UploadStage::CleaningUp(CleanUp {
                then,
                tries: 0,
                trouble: None,
            }),
            context,
        )
    }
}
