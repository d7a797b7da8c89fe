//! Sending the data by tus: chunk after chunk, as the gateway says that it has them.

use gaze_shared::units::Bytes;

use super::cause::{Absent, Cause};
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::{Failure, SendVerdict};
use super::hashing::Lanes;
use super::polling::pause_before;
use super::stage::{Delivery, Retries, UploadStage};
use super::task::{Context, UploadTask};
use super::transport::Transport;
use crate::transfer::backoff::{MOST_TRIES, STALLED_AFTER_MILLIS};
use crate::transfer::meter::Meter;
use crate::workers::protocol::WorkerFault;

impl UploadTask {
    /// Starts the clocks and the hashing of a transfer, or of the next chunk of it.
    pub(super) fn begin_sending(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let size = self.file.size;
        match &mut self.transport {
            Transport::Put => {
                self.meter = Meter::start(size, context.now);
                self.hashing.start(Lanes::All)
            }
            Transport::Tus(transfer) => {
                transfer.chunk_began = context.now;
                transfer.moved = context.now;
                transfer.is_on_wire = false;
                let starts = transfer.offset == Bytes::ZERO;
                if starts || self.meter.sent() > transfer.offset {
                    self.meter = Meter::resume(size, transfer.offset, context.now);
                }
                self.hashing.start_with_reader()
            }
        }
    }

    /// Starts the clock and the hashing of a file that is read before anything of it is sent.
    pub(super) fn begin_reading(&mut self, context: &Context<'_>) -> Vec<Effect> {
        if let Some(transfer) = self.transport.tus_mut() {
            transfer.moved = context.now;
            transfer.is_on_wire = false;
        }
        self.hashing.start_with_reader()
    }

    pub(super) fn on_send_chunk(
        &mut self,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Progress(sent) => {
                self.note_movement(context);
                if let Some(transfer) = self.transport.tus_mut() {
                    transfer.is_on_wire = true;
                    let sent = Bytes(transfer.offset.0.saturating_add(sent.0));
                    self.meter.record(sent, context.now);
                }
                Vec::new()
            }
            RequestEvent::AllSent => {
                self.note_movement(context);
                if let Some(transfer) = self.transport.tus_mut() {
                    transfer.is_on_wire = true;
                }
                Vec::new()
            }
            RequestEvent::Appended(offset) => self.appended(offset, context),
            RequestEvent::Failed(cause) => self.chunk_failed(cause, context),
            _ => Vec::new(),
        }
    }

    fn appended(&mut self, offset: Bytes, context: &Context<'_>) -> Vec<Effect> {
        let size = self.file.size;
        let Some(transfer) = self.transport.tus_mut() else {
            return Vec::new();
        };
        if offset <= transfer.offset || offset > size {
            // Whoever answers so has not taken the chunk.
            return self.chunk_failed(Cause::Unintelligible, context);
        }
        let took = context.now.millis_since(transfer.chunk_began);
        transfer.chunk.arrived(took);
        transfer.losses = 0;
        self.deferrals = 0;
        transfer.offset = offset;
        self.meter.record(offset, context.now);
        if offset == size {
            self.enter(UploadStage::Delivering(Delivery::default()), context)
        } else {
            self.enter(UploadStage::Sending, context)
        }
    }

    fn chunk_failed(&mut self, cause: Cause, context: &Context<'_>) -> Vec<Effect> {
        match SendVerdict::of(cause.clone(), self.target.disk_format().cloned()) {
            SendVerdict::SignInFirst => {
                self.pause(UploadStage::Locating(Retries::default()));
                vec![Effect::AskToSignIn]
            }
            // The upload's own report says what has become of it.
            SendVerdict::Gone | SendVerdict::Poll => self.locate_after_loss(cause, context),
            // Something on the way takes no request of this size, and may take a smaller one.
            SendVerdict::Hopeless(Failure::DataRefused(_))
                if cause.status() == Some(413) && self.bound_chunks() =>
            {
                self.locate_after_loss(cause, context)
            }
            SendVerdict::Hopeless(_) => self.sending_failed(cause, context),
        }
    }

    /// Makes chunks smaller for good; false when they are as small as they get.
    fn bound_chunks(&mut self) -> bool {
        self.transport
            .tus_mut()
            .is_some_and(|transfer| transfer.chunk.refused())
    }

    /// The gateway answers between one loss and the next, or `Locating` would not come to an end. So what is
    /// lost again and again is not the network's absence.
    pub(super) fn locate_after_loss(&mut self, cause: Cause, context: &Context<'_>) -> Vec<Effect> {
        let Some(transfer) = self.transport.tus_mut() else {
            return Vec::new();
        };
        transfer.chunk.lost();
        let losses = transfer.losses;
        transfer.losses = losses.saturating_add(1);
        let sent = transfer.offset;
        if losses >= MOST_TRIES {
            return self.interrupted(cause, sent, context);
        }
        if losses == 0 && cause.retry_after().is_none() {
            // The first time is most often the connection's, and another one does.
            let trouble = Some(cause);
            return self.locate(Retries { tries: 0, trouble }, context);
        }
        let pause = pause_before(losses, Some(&cause));
        let trouble = Some(cause);
        self.wait(UploadStage::Locating(Retries { tries: 0, trouble }), pause)
    }

    /// Bytes move: on the wire, or from the disk into the hash.
    pub(super) fn note_movement(&mut self, context: &Context<'_>) {
        if let Some(transfer) = self.transport.tus_mut() {
            transfer.moved = context.now;
        }
    }

    /// Gives up a request of which nothing has moved for too long, and asks how far it is.
    pub(super) fn look_for_stall(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let is_stalled = self.transport.tus().is_some_and(|transfer| {
            context.now.millis_since(transfer.moved) >= STALLED_AFTER_MILLIS
        });
        if !is_stalled {
            return Vec::new();
        }
        let mut effects = vec![Effect::AbortSending];
        let is_on_wire = self
            .transport
            .tus()
            .is_some_and(|transfer| transfer.is_on_wire);
        let cause = if is_on_wire {
            Cause::Unreachable(Absent::Gateway)
        } else {
            // The bytes have not come from the disk: another reader may bring them.
            effects.extend(self.hashing.end_reader());
            Cause::ReaderBroke(WorkerFault::StoppedReading)
        };
        effects.extend(self.locate_after_loss(cause, context));
        effects
    }
}
