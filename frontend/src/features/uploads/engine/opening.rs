//! Asking the gateway to take the data by tus.

use gaze_shared::gateway::{ErrorKind, TusReport};

use super::cause::Cause;
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::SendVerdict;
use super::polling::pause_before;
use super::stage::{Opening, OpeningStep, Retries, UploadStage};
use super::task::{Context, UploadTask};
use super::transport::{Transport, TusAddress};

/// How often an answer that may be another one soon is asked for.
pub(super) const MOST_TRIES: u32 = 8;

impl UploadTask {
    /// Begins to send the data of an image that is there, or goes on with it.
    pub(super) fn send_data(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match (&self.transport, self.transport.address()) {
            (Transport::Put, _) => self.enter(UploadStage::Sending, context),
            (Transport::Tus(_), None) => {
                self.open(OpeningStep::Create, Retries::default(), context)
            }
            (Transport::Tus(_), Some(_)) => self.locate(Retries::default(), context),
        }
    }

    fn open(&mut self, step: OpeningStep, retries: Retries, context: &Context<'_>) -> Vec<Effect> {
        self.enter(UploadStage::Opening(Opening { step, retries }), context)
    }

    pub(super) fn on_open(
        &mut self,
        opening: Opening,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let Opening { step, retries } = opening;
        match event {
            RequestEvent::Opened(address) => self.opened(address, context),
            RequestEvent::Found(Some((address, report))) => {
                self.found(address, report, retries, context)
            }
            // The creation has come to nothing, or is still on its way: then this is refused, and found
            // the next time.
            RequestEvent::Found(None) => self.open_later(OpeningStep::Create, &retries, None),
            RequestEvent::WaitOver => self.open(step, retries, context),
            RequestEvent::Failed(cause) => self.opening_failed(step, &retries, cause, context),
            _ => Vec::new(),
        }
    }

    fn opened(&mut self, address: TusAddress, context: &Context<'_>) -> Vec<Effect> {
        self.transport.forget_address();
        if let Some(transfer) = self.transport.tus_mut() {
            transfer.address = Some(address);
        }
        self.enter(UploadStage::Sending, context)
    }

    /// An upload of a new image can only be this one's, whose creation was not heard of. One of an image
    /// that was there before may be of another tab, or of another client.
    fn found(
        &mut self,
        address: TusAddress,
        report: Box<TusReport>,
        retries: Retries,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let is_ours = report.length == self.file.size && self.target.is_new();
        if is_ours {
            if let Some(transfer) = self.transport.tus_mut() {
                transfer.address = Some(address);
            }
            self.reported(&report, context)
        } else {
            let cause = retries.trouble.unwrap_or(Cause::Unintelligible);
            self.sending_failed(cause, context)
        }
    }

    fn opening_failed(
        &mut self,
        step: OpeningStep,
        retries: &Retries,
        cause: Cause,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let kind = cause.gateway_kind();
        match SendVerdict::of(cause.clone(), self.target.disk_format().cloned()) {
            SendVerdict::SignInFirst => {
                let retries = Retries::default();
                self.pause(UploadStage::Opening(Opening { step, retries }));
                vec![Effect::AskToSignIn]
            }
            // The image says why it takes no data.
            SendVerdict::Poll if kind == Some(&ErrorKind::ImageNotReady) => {
                self.sending_failed(cause, context)
            }
            SendVerdict::Poll if retries.tries < MOST_TRIES || cause.is_silence() => {
                let may_exist = kind == Some(&ErrorKind::UploadConflict) || cause.leaves_doubt();
                let next = if may_exist { OpeningStep::Find } else { step };
                self.open_later(next, retries, Some(cause))
            }
            _ => self.sending_failed(cause, context),
        }
    }

    fn open_later(
        &mut self,
        step: OpeningStep,
        retries: &Retries,
        trouble: Option<Cause>,
    ) -> Vec<Effect> {
        let pause = pause_before(retries.tries, trouble.as_ref());
        let retries = retries.after(trouble.or_else(|| retries.trouble.clone()));
        self.wait(UploadStage::Opening(Opening { step, retries }), pause)
    }
}
