//! Asking the gateway to take the data by tus.

use gaze_shared::gateway::{ErrorKind, TusReport};

use super::cause::Cause;
use super::earlier::FileAccess;
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::{Failure, SendVerdict};
use super::polling::pause_before;
use super::stage::{AfterOpening, Opening, OpeningStep, Retries, UploadStage};
use super::task::{Context, UploadTask};
use super::transport::{Transport, TusAddress};
use crate::transfer::backoff::MOST_TRIES;

impl UploadTask {
    /// Begins to send the data of an image that is there, or goes on with it.
    pub(super) fn send_data(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match (&self.transport, self.transport.address()) {
            (Transport::Put, _) | (Transport::Tus(_), None)
                if self.file_access == FileAccess::NotHere =>
            {
                self.enter(UploadStage::Failed(Failure::FileNeeded), context)
            }
            (Transport::Put, _) => self.enter(UploadStage::Sending, context),
            (Transport::Tus(_), None) => {
                let opening = Opening {
                    step: OpeningStep::Create,
                    then: AfterOpening::Send,
                    retries: Retries::default(),
                };
                self.enter(UploadStage::Opening(opening), context)
            }
            (Transport::Tus(_), Some(_)) => self.locate(Retries::default(), context),
        }
    }

    pub(super) fn on_open(
        &mut self,
        opening: Opening,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Opened(address) => self.opened(address, opening.then, context),
            RequestEvent::Found(Some((address, report))) => {
                self.found(address, &report, opening, context)
            }
            RequestEvent::Found(None) if opening.then == AfterOpening::CleanUp => {
                self.give_up(context)
            }
            // The creation has come to nothing, or is still on its way: then this is refused, and found
            // the next time.
            RequestEvent::Found(None) => self.open_later(
                Opening {
                    step: OpeningStep::Create,
                    ..opening
                },
                None,
            ),
            RequestEvent::WaitOver => self.enter(UploadStage::Opening(opening), context),
            RequestEvent::Failed(cause) => self.opening_failed(opening, cause, context),
            _ => Vec::new(),
        }
    }

    fn opened(
        &mut self,
        address: TusAddress,
        then: AfterOpening,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        self.transport.forget_address();
        // Nothing has arrived there, so nothing has to be the same.
        self.prefixes.clear();
        if let Some(transfer) = self.transport.tus_mut() {
            transfer.address = Some(address);
            transfer.losses = 0;
        }
        match then {
            AfterOpening::Send => self.enter(UploadStage::Sending, context),
            AfterOpening::CleanUp => self.give_up(context),
        }
    }

    /// An upload of a new image can only be this one's, whose creation was not heard of. One of an image
    /// that was there before may be of another tab, or of another client.
    fn found(
        &mut self,
        address: TusAddress,
        report: &TusReport,
        opening: Opening,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let is_ours = report.length == self.file.size && self.target.is_new();
        if is_ours && let Some(transfer) = self.transport.tus_mut() {
            transfer.address = Some(address);
            transfer.losses = 0;
        }
        match opening.then {
            AfterOpening::CleanUp => self.give_up(context),
            AfterOpening::Send if is_ours => self.reported(report, context),
            AfterOpening::Send => {
                let cause = opening.retries.trouble.unwrap_or(Cause::Unintelligible);
                self.sending_failed(cause, context)
            }
        }
    }

    fn opening_failed(
        &mut self,
        opening: Opening,
        cause: Cause,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        let verdict = SendVerdict::of(cause.clone(), self.target.disk_format().cloned());
        let is_in_doubt =
            cause.gateway_kind() == Some(&ErrorKind::UploadConflict) || cause.leaves_doubt();
        match (verdict, opening.then) {
            (SendVerdict::SignInFirst, _) => {
                let retries = Retries::default();
                self.pause(UploadStage::Opening(Opening { retries, ..opening }));
                vec![Effect::AskToSignIn]
            }
            (_, AfterOpening::CleanUp) if is_in_doubt && opening.retries.tries < MOST_TRIES => {
                let step = OpeningStep::Find;
                self.open_later(Opening { step, ..opening }, Some(cause))
            }
            (_, AfterOpening::CleanUp) => self.give_up(context),
            // The image says why it takes no data.
            (SendVerdict::Poll, _) if cause.gateway_kind() == Some(&ErrorKind::ImageNotReady) => {
                self.sending_failed(cause, context)
            }
            (SendVerdict::Poll, _) if self.may_open_again(&opening, &cause) => {
                let step = match is_in_doubt {
                    true => OpeningStep::Find,
                    false => opening.step,
                };
                self.open_later(Opening { step, ..opening }, Some(cause))
            }
            _ => self.sending_failed(cause, context),
        }
    }

    /// While nobody answers at all it is tried for as long as it takes. A creation alone that is never
    /// answered is another matter: something on the way lets everything else pass.
    fn may_open_again(&mut self, opening: &Opening, cause: &Cause) -> bool {
        if opening.step == OpeningStep::Find && cause.is_silence() {
            return true;
        }
        let Some(transfer) = self.transport.tus_mut() else {
            return false;
        };
        transfer.losses = transfer.losses.saturating_add(1);
        transfer.losses <= MOST_TRIES
    }

    fn open_later(&mut self, opening: Opening, trouble: Option<Cause>) -> Vec<Effect> {
        let pause = pause_before(opening.retries.tries, trouble.as_ref());
        let earlier = opening.retries.trouble.clone();
        let retries = opening.retries.after(trouble.or(earlier));
        self.wait(UploadStage::Opening(Opening { retries, ..opening }), pause)
    }
}
