//! Waiting until the gateway has brought the data to Glance.

use gaze_shared::gateway::TusReport;

use super::effect::Effect;
use super::event::RequestEvent;
use super::image_poll::PollReason;
use super::polling::pause_before;
use super::stage::{Delivery, Retries, UploadStage};
use super::task::{Context, UploadTask};
use crate::transfer::backoff::MOST_TRIES;

/// Pauses between questions while nothing is amiss, in milliseconds; the last one repeats. A person waits
/// for the end, and the answer costs the gateway little.
const DELIVERY_PAUSES: [u64; 4] = [250, 500, 1000, 2000];

impl UploadTask {
    pub(super) fn on_delivery(
        &mut self,
        delivery: Delivery,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Reported(report) => self.reported(&report, context),
            RequestEvent::WaitOver => self.enter(UploadStage::Delivering(delivery), context),
            RequestEvent::Failed(cause) => match cause.status() {
                Some(401) => {
                    self.pause(UploadStage::Delivering(Delivery {
                        retries: Retries::default(),
                        ..delivery
                    }));
                    vec![Effect::AskToSignIn]
                }
                Some(404 | 410) => self.tus_upload_gone(cause, context),
                // The image says what has become of its data.
                _ if delivery.retries.tries >= MOST_TRIES && !cause.is_silence() => {
                    let sent = self.file.size;
                    self.poll(PollReason::AfterLoss { cause, sent }, context)
                }
                _ => {
                    let pause = pause_before(delivery.retries.tries, Some(&cause));
                    let retries = delivery.retries.after(Some(cause));
                    self.wait(
                        UploadStage::Delivering(Delivery {
                            retries,
                            ..delivery
                        }),
                        pause,
                    )
                }
            },
            _ => Vec::new(),
        }
    }

    /// The gateway has all of the data, and is still to bring it to Glance.
    pub(super) fn await_delivery(&mut self, report: &TusReport) -> Vec<Effect> {
        let polls = match &self.stage {
            UploadStage::Delivering(before) => before.polls.saturating_add(1),
            _ => 0,
        };
        let last = DELIVERY_PAUSES.len() - 1;
        let position = usize::try_from(polls).map_or(last, |polls| polls.min(last));
        let delivery = Delivery {
            state: Some(report.state),
            deliveries: report.deliveries,
            polls,
            retries: Retries::default(),
        };
        self.wait(UploadStage::Delivering(delivery), DELIVERY_PAUSES[position])
    }
}
