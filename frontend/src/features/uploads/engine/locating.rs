//! Asking the gateway how much of the data it has.

use gaze_shared::gateway::{TusFailure, TusReport, UploadState};
use gaze_shared::glance::error::GlanceError;
use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::Failure;
use super::image_poll::PollReason;
use super::polling::pause_before;
use super::stage::{Retries, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};
use crate::transfer::backoff::MOST_TRIES;
use crate::transfer::meter::Meter;

impl UploadTask {
    pub(super) fn locate(&mut self, retries: Retries, context: &Context<'_>) -> Vec<Effect> {
        self.enter(UploadStage::Locating(retries), context)
    }

    pub(super) fn on_locate(
        &mut self,
        retries: &Retries,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Reported(report) => self.reported(&report, context),
            RequestEvent::WaitOver => self.locate(retries.clone(), context),
            RequestEvent::Failed(cause) => match cause.status() {
                Some(401) => {
                    self.pause(UploadStage::Locating(Retries::default()));
                    vec![Effect::AskToSignIn]
                }
                Some(404 | 410) => self.tus_upload_gone(cause, context),
                _ if retries.tries >= MOST_TRIES && !cause.is_silence() => {
                    let sent = self.meter.sent();
                    self.interrupted(cause, sent, context)
                }
                _ => {
                    let pause = pause_before(retries.tries, Some(&cause));
                    self.wait(UploadStage::Locating(retries.after(Some(cause))), pause)
                }
            },
            _ => Vec::new(),
        }
    }

    /// Goes on from what the gateway says of the upload.
    pub(super) fn reported(&mut self, report: &TusReport, context: &Context<'_>) -> Vec<Effect> {
        if report.length != self.file.size {
            return self.tus_upload_gone(Cause::Unintelligible, context);
        }
        match report.state {
            UploadState::Receiving => {
                if let Some(transfer) = self.transport.tus_mut() {
                    transfer.offset = report.offset;
                }
                self.meter = Meter::resume(self.file.size, report.offset, context.now);
                self.send_rest(report.offset, context)
            }
            UploadState::Delivering | UploadState::WaitingForToken => self.await_delivery(report),
            UploadState::Stored => {
                if let Some(id) = self.remote.image() {
                    self.remote = RemoteImage::Whole(id.clone());
                }
                self.transport.forget_address();
                let stage = UploadStage::Verifying {
                    tries: 0,
                    trouble: None,
                };
                self.enter(stage, context)
            }
            UploadState::Failed => {
                self.transport.forget_address();
                self.delivery_failed(report.failure, context)
            }
        }
    }

    fn delivery_failed(
        &mut self,
        failure: Option<TusFailure>,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match failure {
            Some(TusFailure::ImageGone) => self.image_gone(context),
            // Whose data it has, the image says.
            None | Some(TusFailure::ImageTaken) => {
                let sent = self.file.size;
                let cause = Cause::Unintelligible;
                self.poll(PollReason::AfterLoss { cause, sent }, context)
            }
            Some(stuck @ TusFailure::ImageStuck) => {
                let sent = self.file.size;
                let cause = Cause::NotDelivered(stuck);
                let failure = Failure::StuckSaving(PollReason::AfterLoss { cause, sent });
                self.enter(UploadStage::Failed(failure), context)
            }
            Some(TusFailure::Refused { status }) => {
                // The gateway keeps the status and not the words.
                let message = String::new();
                let error = GlanceError { status, message };
                let retry_after = None;
                self.sending_failed(Cause::Glance { error, retry_after }, context)
            }
            Some(failure @ (TusFailure::GaveUp | TusFailure::BytesMissing)) => {
                let sent = Bytes::ZERO;
                self.interrupted(Cause::NotDelivered(failure), sent, context)
            }
        }
    }

    /// The gateway knows nothing of the upload any more: it has expired, or somebody has ended it. The image
    /// says what became of it.
    pub(super) fn tus_upload_gone(&mut self, cause: Cause, context: &Context<'_>) -> Vec<Effect> {
        let sent = self.meter.sent();
        self.transport.forget_address();
        self.poll(PollReason::AfterLoss { cause, sent }, context)
    }

    pub(super) fn interrupted(
        &mut self,
        cause: Cause,
        sent: Bytes,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let failure = Failure::Interrupted { cause, sent };
        self.enter(UploadStage::Failed(failure), context)
    }
}
