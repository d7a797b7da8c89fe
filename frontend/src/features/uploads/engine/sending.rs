//! Sending the data.

use super::cause::Cause;
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::{Failure, SendVerdict};
use super::image_poll::{ImagePoll, PollReason};
use super::stage::{AfterCleanUp, CleanUpScope, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

impl UploadTask {
    pub(super) fn on_send(&mut self, event: RequestEvent, context: &Context<'_>) -> Vec<Effect> {
        match event {
            RequestEvent::Progress(bytes) => self.meter.record(bytes, context.now),
            RequestEvent::AllSent => {
                self.meter.record(self.file.size, context.now);
                self.stage = UploadStage::Storing;
            }
            RequestEvent::Stored => {
                self.deferrals = 0;
                self.meter.record(self.file.size, context.now);
                if let Some(id) = self.remote.image() {
                    self.remote = RemoteImage::Whole(id.clone());
                }
                return self.enter(
                    UploadStage::Verifying {
                        tries: 0,
                        trouble: None,
                    },
                    context,
                );
            }
            RequestEvent::Failed(cause) => return self.sending_failed(cause, context),
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn sending_failed(&mut self, cause: Cause, context: &Context<'_>) -> Vec<Effect> {
        let declared = self.target.disk_format().cloned();
        match SendVerdict::of(cause.clone(), declared) {
            SendVerdict::SignInFirst => {
                let why = PollReason::ToSend;
                self.pause(UploadStage::Polling(ImagePoll {
                    why,
                    since: context.now,
                    tries: 0,
                    trouble: None,
                }));
                vec![Effect::AskToSignIn]
            }
            SendVerdict::Poll => {
                let sent = self.meter.sent();
                self.poll(PollReason::AfterLoss { cause, sent }, context)
            }
            SendVerdict::Gone => self.image_gone(context),
            SendVerdict::Hopeless(failure) if self.leaves_something() => {
                self.clean_up(AfterCleanUp::Failed(failure), context)
            }
            SendVerdict::Hopeless(failure) => self.enter(UploadStage::Failed(failure), context),
        }
    }

    pub(super) fn image_gone(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if let Some(id) = self.remote.image() {
            self.remote = RemoteImage::Gone(id.clone());
        }
        self.fail_and_end_transfer(Failure::ImageGone, context)
    }

    /// A failure that leaves the image as it is, and nothing at the gateway.
    pub(super) fn fail_and_end_transfer(
        &mut self,
        failure: Failure,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        if self.transport.address().is_none() {
            return self.enter(UploadStage::Failed(failure), context);
        }
        let then = AfterCleanUp::Failed(failure);
        self.clean_up_in(CleanUpScope::Transfer, then, context)
    }
}
