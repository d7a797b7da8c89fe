//! What the answers to an upload's requests mean for it: registering and sending.

use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::effect::Effect;
use super::event::Answer;
use super::failure::{Failure, SendVerdict, not_registered};
use super::stage::{AfterCleanUp, AfterCreating, Look, LookFor, Stage};
use super::target::Footing;
use super::upload::{Surroundings, Upload};

impl Upload {
    pub(super) fn take_answer(&mut self, answer: Answer, around: &Surroundings<'_>) -> Vec<Effect> {
        match (&self.stage, answer) {
            (Stage::Creating(then), answer) => self.created(*then, answer, around),
            (Stage::Sending | Stage::Storing, answer) => self.sent(answer, around),
            (Stage::Looking(look), answer) => self.looked(look.clone(), answer, around),
            (Stage::Verifying { tries, .. }, answer) => self.verified(*tries, answer, around),
            (Stage::CleaningUp(clean_up), answer) => {
                self.cleaned_up(clean_up.clone(), answer, around)
            }
            // No other stage has a request under way.
            _ => Vec::new(),
        }
    }

    fn created(
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

    fn sent(&mut self, answer: Answer, around: &Surroundings<'_>) -> Vec<Effect> {
        match answer {
            Answer::Progress(bytes) => self.meter.record(bytes, around.now),
            Answer::AllSent => {
                self.meter.record(self.file.size, around.now);
                self.stage = Stage::Storing;
            }
            Answer::Stored => {
                self.meter.record(self.file.size, around.now);
                if let Some(id) = self.footing.image() {
                    self.footing = Footing::Whole(id.clone());
                }
                return self.enter(
                    Stage::Verifying {
                        tries: 0,
                        trouble: None,
                    },
                    around,
                );
            }
            Answer::Failed(cause) => return self.sending_failed(cause, around),
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn sending_failed(
        &mut self,
        cause: Cause,
        around: &Surroundings<'_>,
    ) -> Vec<Effect> {
        let declared = self.target.disk_format().cloned();
        match SendVerdict::of(cause.clone(), declared) {
            SendVerdict::SignInFirst => {
                let why = LookFor::ToSend;
                self.pause(Stage::Looking(Look {
                    why,
                    since: around.now,
                    tries: 0,
                    trouble: None,
                }));
                vec![Effect::AskToSignIn]
            }
            SendVerdict::Look => {
                let sent = self.meter.sent();
                self.look(LookFor::AfterLoss { cause, sent }, around)
            }
            SendVerdict::Gone => self.image_gone(around),
            SendVerdict::Hopeless(failure) if self.target.is_new() => {
                self.clean_up(AfterCleanUp::Failed(failure), around)
            }
            SendVerdict::Hopeless(failure) => self.enter(Stage::Failed(failure), around),
        }
    }

    pub(super) fn image_gone(&mut self, around: &Surroundings<'_>) -> Vec<Effect> {
        if let Some(id) = self.footing.image() {
            self.footing = Footing::Gone(id.clone());
        }
        self.enter(Stage::Failed(Failure::ImageGone), around)
    }
}
