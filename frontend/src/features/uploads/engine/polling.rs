//! Asking Glance what became of an image, when nobody said.

use gaze_shared::glance::image::{Image, Status};
use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::Failure;
use super::image_poll::{ImagePoll, PollReason};
use super::stage::UploadStage;
use super::target::RemoteImage;
use super::task::{Context, UploadTask};
use crate::transfer::backoff;

/// An image whose transfer broke off is `queued` again within seconds, because Glance notices the
/// closed connection. One that stays `saving` longer than this has lost the process that saved it.
const STUCK_AFTER_MILLIS: u64 = 30_000;

/// The same when every byte had left: Glance may still be hashing and storing all of them.
const STUCK_AFTER_ALL_SENT_MILLIS: u64 = 300_000;

/// What may travel twice without a person being asked: a line may be metered.
const LITTLE_SENT: Bytes = Bytes(16 << 20);

/// How often an upload comes back by itself before a person is asked.
const MOST_DEFERRALS: u32 = 8;

/// How often an unanswered registration must be found to be without effect before it counts as
/// such: the request itself may still be on its way.
const POLLS_FOR_UNANSWERED: u32 = 2;

impl UploadTask {
    pub(super) fn on_poll(
        &mut self,
        poll: ImagePoll,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::Seen(image) => self.seen(poll, image, context),
            RequestEvent::OverQuota(image, over) => {
                self.remote = RemoteImage::HalfMade(image.id.clone());
                self.image = Some(image);
                self.sending_failed(Cause::TooMuch { over }, context)
            }
            RequestEvent::WaitOver => self.enter(UploadStage::Polling(poll), context),
            RequestEvent::Failed(cause) => match (cause.status(), &self.remote) {
                (Some(401), _) => {
                    self.pause(UploadStage::Polling(poll));
                    vec![Effect::AskToSignIn]
                }
                (Some(404), RemoteImage::Asked(_)) if poll.tries >= POLLS_FOR_UNANSWERED => {
                    self.remote = RemoteImage::Nothing;
                    self.polled_in_vain(poll, context)
                }
                (Some(404), RemoteImage::Asked(_)) => self.poll_later(poll, None),
                (Some(404), _) if poll.why == PollReason::ToSend && self.target.is_new() => {
                    // Glance deletes an image whose token expired before its data was complete
                    // (`glance/api/v2/image_data.py`, `upload`); the next attempt makes another.
                    self.remote = RemoteImage::Nothing;
                    self.enter(UploadStage::Waiting, context)
                }
                (Some(404), _) => self.image_gone(context),
                _ => self.poll_later(poll, Some(cause)),
            },
            _ => Vec::new(),
        }
    }

    fn seen(&mut self, poll: ImagePoll, image: Box<Image>, context: &Context<'_>) -> Vec<Effect> {
        let status = image.status.clone();
        let is_whole = status.has_data() && image.size == Some(self.file.size);
        let id = image.id.clone();
        self.image = Some(image);
        match status {
            Status::Deleted | Status::PendingDelete => self.image_gone(context),
            _ if is_whole => {
                // The answer to the transfer was lost; whether these are its bytes, the digests
                // will tell.
                self.remote = RemoteImage::Whole(id);
                self.enter(
                    UploadStage::Verifying {
                        tries: 0,
                        trouble: None,
                    },
                    context,
                )
            }
            _ if status.has_data() => {
                self.remote = RemoteImage::Whole(id);
                self.fail_and_end_transfer(Failure::TakenByOther(status), context)
            }
            Status::Queued => {
                self.remote = RemoteImage::HalfMade(id);
                self.polled_in_vain(poll, context)
            }
            Status::Saving => {
                self.remote = RemoteImage::HalfMade(id);
                let timeout = match &poll.why {
                    PollReason::AfterLoss { sent, .. } if *sent == self.file.size => {
                        STUCK_AFTER_ALL_SENT_MILLIS
                    }
                    _ => STUCK_AFTER_MILLIS,
                };
                if context.now.millis_since(poll.since) >= timeout {
                    self.enter(UploadStage::Failed(Failure::StuckSaving(poll.why)), context)
                } else {
                    self.poll_later(poll, None)
                }
            }
            status => {
                self.remote = RemoteImage::HalfMade(id);
                self.fail_and_end_transfer(Failure::TakenByOther(status), context)
            }
        }
    }

    /// The image can take the data, or does not exist yet.
    fn polled_in_vain(&mut self, poll: ImagePoll, context: &Context<'_>) -> Vec<Effect> {
        match poll.why {
            PollReason::ToSend => self.enter(UploadStage::Waiting, context),
            PollReason::AfterLoss { cause, sent } if self.may_defer(&cause, sent) => {
                self.defer(cause)
            }
            PollReason::AfterLoss { cause, sent } => self.enter(
                UploadStage::Failed(Failure::Interrupted { cause, sent }),
                context,
            ),
            PollReason::NotExpected(unexpected) => {
                let failure = Failure::NotExpected(unexpected);
                self.enter(UploadStage::Failed(failure), context)
            }
        }
    }

    /// Whether it comes back by itself: it was told when, and little has travelled that would travel twice.
    pub(super) fn may_defer(&self, cause: &Cause, sent: Bytes) -> bool {
        cause.retry_after().is_some() && sent <= LITTLE_SENT && self.deferrals < MOST_DEFERRALS
    }

    /// Waits for as long as was asked for, and takes its turn again.
    pub(super) fn defer(&mut self, cause: Cause) -> Vec<Effect> {
        let pause = pause_before(self.deferrals, Some(&cause));
        self.deferrals += 1;
        self.wait(UploadStage::Deferred { cause }, pause)
    }

    /// What waits because nobody answered asks at once when there is a network again.
    pub(super) fn on_online(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let trouble = match &self.stage {
            UploadStage::Opening(opening) => opening.retries.trouble.as_ref(),
            UploadStage::Locating(retries) => retries.trouble.as_ref(),
            UploadStage::Delivering(delivery) => delivery.retries.trouble.as_ref(),
            UploadStage::Polling(poll) => poll.trouble.as_ref(),
            UploadStage::Verifying { trouble, .. } => trouble.as_ref(),
            UploadStage::CleaningUp(clean_up) => clean_up.trouble.as_ref(),
            _ => None,
        };
        if trouble.is_some_and(Cause::is_silence) {
            self.enter(self.stage.clone(), context)
        } else {
            Vec::new()
        }
    }

    pub(super) fn poll(&mut self, why: PollReason, context: &Context<'_>) -> Vec<Effect> {
        let poll = ImagePoll {
            why,
            since: context.now,
            tries: 0,
            trouble: None,
        };
        self.enter(UploadStage::Polling(poll), context)
    }

    fn poll_later(&mut self, poll: ImagePoll, trouble: Option<Cause>) -> Vec<Effect> {
        let pause = pause_before(poll.tries, trouble.as_ref());
        self.wait(
            UploadStage::Polling(ImagePoll {
                tries: poll.tries + 1,
                trouble,
                ..poll
            }),
            pause,
        )
    }
}

/// How long to wait before asking again, in milliseconds: as long as was asked for, else longer each time.
pub(super) fn pause_before(tries: u32, trouble: Option<&Cause>) -> u64 {
    backoff::pause_before(tries, trouble.and_then(Cause::retry_after))
}
