//! Sending the data.

use super::cause::Cause;
use super::effect::Effect;
use super::event::Answer;
use super::failure::{Failure, SendVerdict};
use super::poll::{Look, LookFor};
use super::stage::{AfterCleanUp, Stage};
use super::target::Footing;
use super::task::{Surroundings, Upload};

impl Upload {
    pub(super) fn sent(&mut self, answer: Answer, around: &Surroundings<'_>) -> Vec<Effect> {
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
