//! Registering the image.

use gaze_shared::units::Bytes;

use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::not_registered;
use super::image_poll::PollReason;
use super::stage::{AfterCreating, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

impl UploadTask {
    pub(super) fn on_create(
        &mut self,
        then: AfterCreating,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match (event, then) {
            (RequestEvent::Created(image), then) => {
                self.remote = RemoteImage::HalfMade(image.id.clone());
                self.image = Some(image);
                match then {
                    AfterCreating::Send => self.send_data(context),
                    AfterCreating::CleanUp => self.give_up(context),
                }
            }
            // The id is this upload's own: an earlier request took effect and its answer was lost.
            (RequestEvent::Failed(cause), _) if cause.status() == Some(409) => match then {
                AfterCreating::Send => self.poll(PollReason::ToSend, context),
                AfterCreating::CleanUp => self.give_up(context),
            },
            (RequestEvent::Failed(cause), AfterCreating::Send) if cause.leaves_doubt() => self
                .poll(
                    PollReason::AfterLoss {
                        cause,
                        sent: Bytes::ZERO,
                    },
                    context,
                ),
            (RequestEvent::Failed(cause), AfterCreating::CleanUp) if cause.leaves_doubt() => {
                self.give_up(context)
            }
            (RequestEvent::Failed(cause), then) => {
                self.remote = RemoteImage::Nothing;
                match (then, cause.status()) {
                    (AfterCreating::CleanUp, _) => self.enter(UploadStage::Cancelled, context),
                    (AfterCreating::Send, Some(401)) => {
                        self.pause(UploadStage::Waiting);
                        vec![Effect::AskToSignIn]
                    }
                    (AfterCreating::Send, _) if self.may_defer(&cause, Bytes::ZERO) => {
                        self.defer(cause)
                    }
                    (AfterCreating::Send, _) => {
                        self.enter(UploadStage::Failed(not_registered(cause)), context)
                    }
                }
            }
            _ => Vec::new(),
        }
    }
}
