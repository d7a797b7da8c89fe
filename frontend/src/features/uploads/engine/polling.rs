//! Asking Glance what became of an image, when nobody said.

use gaze_shared::glance::image::{Image, Status};

use super::cause::Cause;
use super::effect::Effect;
use super::event::Answer;
use super::failure::Failure;
use super::poll::{Look, LookFor};
use super::stage::Stage;
use super::target::Footing;
use super::task::{Surroundings, Upload};

/// Pauses between looks at an image, in milliseconds; the last one repeats.
const LOOK_PAUSES: [u64; 5] = [1000, 2000, 4000, 8000, 15_000];

/// An image whose transfer broke off is `queued` again within seconds, because Glance notices the
/// closed connection. One that stays `saving` longer than this has lost the process that saved it.
const STUCK_AFTER_MILLIS: u64 = 30_000;

/// The same when every byte had left: Glance may still be hashing and storing all of them.
const STUCK_AFTER_ALL_SENT_MILLIS: u64 = 300_000;

/// How often an unanswered registration must be found to be without effect before it counts as
/// such: the request itself may still be on its way.
const LOOKS_FOR_UNANSWERED: u32 = 2;

impl Upload {
    pub(super) fn looked(
        &mut self,
        look: Look,
        answer: Answer,
        around: &Surroundings<'_>,
    ) -> Vec<Effect> {
        match answer {
            Answer::Seen(image) => self.saw(look, image, around),
            Answer::NoRoom(image, over) => {
                self.footing = Footing::HalfMade(image.id.clone());
                self.image = Some(image);
                self.sending_failed(Cause::TooMuch { over }, around)
            }
            Answer::WaitOver => self.enter(Stage::Looking(look), around),
            Answer::Failed(cause) => match (cause.status(), &self.footing) {
                (Some(401), _) => {
                    self.pause(Stage::Looking(look));
                    vec![Effect::AskToSignIn]
                }
                (Some(404), Footing::Asked(_)) if look.tries >= LOOKS_FOR_UNANSWERED => {
                    self.footing = Footing::Nothing;
                    self.looked_in_vain(look, around)
                }
                (Some(404), Footing::Asked(_)) => self.look_later(look, None),
                (Some(404), _) if look.why == LookFor::ToSend && self.target.is_new() => {
                    // Glance deletes an image whose token expired before its data was complete
                    // (`glance/api/v2/image_data.py`, `upload`); the next attempt makes another.
                    self.footing = Footing::Nothing;
                    self.enter(Stage::Waiting, around)
                }
                (Some(404), _) => self.image_gone(around),
                _ => self.look_later(look, Some(cause)),
            },
            _ => Vec::new(),
        }
    }

    fn saw(&mut self, look: Look, image: Box<Image>, around: &Surroundings<'_>) -> Vec<Effect> {
        let status = image.status.clone();
        let is_whole = status.has_data() && image.size == Some(self.file.size);
        let id = image.id.clone();
        self.image = Some(image);
        match status {
            Status::Deleted | Status::PendingDelete => self.image_gone(around),
            _ if is_whole => {
                // The answer to the transfer was lost; whether these are its bytes, the digests
                // will tell.
                self.footing = Footing::Whole(id);
                self.enter(
                    Stage::Verifying {
                        tries: 0,
                        trouble: None,
                    },
                    around,
                )
            }
            _ if status.has_data() => {
                self.footing = Footing::Whole(id);
                self.enter(Stage::Failed(Failure::TakenByOther(status)), around)
            }
            Status::Queued => {
                self.footing = Footing::HalfMade(id);
                self.looked_in_vain(look, around)
            }
            Status::Saving => {
                self.footing = Footing::HalfMade(id);
                let patience = match &look.why {
                    LookFor::AfterLoss { sent, .. } if *sent == self.file.size => {
                        STUCK_AFTER_ALL_SENT_MILLIS
                    }
                    _ => STUCK_AFTER_MILLIS,
                };
                if around.now.millis_since(look.since) >= patience {
                    self.enter(Stage::Failed(Failure::StuckSaving(look.why)), around)
                } else {
                    self.look_later(look, None)
                }
            }
            status => {
                self.footing = Footing::HalfMade(id);
                self.enter(Stage::Failed(Failure::TakenByOther(status)), around)
            }
        }
    }

    /// The image can take the data, or does not exist yet.
    fn looked_in_vain(&mut self, look: Look, around: &Surroundings<'_>) -> Vec<Effect> {
        match look.why {
            LookFor::ToSend => self.enter(Stage::Waiting, around),
            LookFor::AfterLoss { cause, sent } => {
                self.enter(Stage::Failed(Failure::Interrupted { cause, sent }), around)
            }
        }
    }

    pub(super) fn look(&mut self, why: LookFor, around: &Surroundings<'_>) -> Vec<Effect> {
        let look = Look {
            why,
            since: around.now,
            tries: 0,
            trouble: None,
        };
        self.enter(Stage::Looking(look), around)
    }

    fn look_later(&mut self, look: Look, trouble: Option<Cause>) -> Vec<Effect> {
        let pause = pause_after(look.tries);
        self.wait(
            Stage::Looking(Look {
                tries: look.tries + 1,
                trouble,
                ..look
            }),
            pause,
        )
    }
}

/// How long to wait before asking again, in milliseconds.
pub(super) fn pause_after(tries: u32) -> u64 {
    let last = LOOK_PAUSES.len() - 1;
    LOOK_PAUSES[usize::try_from(tries).map_or(last, |tries| tries.min(last))]
}
