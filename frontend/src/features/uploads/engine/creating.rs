//! Registering the image.

use gaze_shared::units::Bytes;

use super::effect::Effect;
use super::event::Answer;
use super::failure::not_registered;
use super::poll::LookFor;
use super::stage::{AfterCreating, Stage};
use super::target::Footing;
use super::task::{Surroundings, Upload};

impl Upload {
    pub(super) fn created(
        &mut self,
        then: AfterCreating,
        answer: Answer,
        around: &Surroundings<'_>,
    ) -> Vec<Effect> {
        match (answer, then) {
            (Answer::Created(image), then) => {
                self.footing = Footing::HalfMade(image.id.clone());
                self.image = Some(image);
                match then {
                    AfterCreating::Send => self.enter(Stage::Sending, around),
                    AfterCreating::CleanUp => self.give_up(around),
                }
            }
            // The id is this upload's own: an earlier request took effect and its answer was lost.
            (Answer::Failed(cause), _) if cause.status() == Some(409) => match then {
                AfterCreating::Send => self.look(LookFor::ToSend, around),
                AfterCreating::CleanUp => self.give_up(around),
            },
            (Answer::Failed(cause), AfterCreating::Send) if cause.leaves_doubt() => self.look(
                LookFor::AfterLoss {
                    cause,
                    sent: Bytes::ZERO,
                },
                around,
            ),
            (Answer::Failed(cause), AfterCreating::CleanUp) if cause.leaves_doubt() => {
                self.give_up(around)
            }
            (Answer::Failed(cause), then) => {
                self.footing = Footing::Nothing;
                match (then, cause.status()) {
                    (AfterCreating::CleanUp, _) => self.enter(Stage::Cancelled, around),
                    (AfterCreating::Send, Some(401)) => {
                        self.pause(Stage::Waiting);
                        vec![Effect::AskToSignIn]
                    }
                    (AfterCreating::Send, _) => {
                        self.enter(Stage::Failed(not_registered(cause)), around)
                    }
                }
            }
            _ => Vec::new(),
        }
    }
}
