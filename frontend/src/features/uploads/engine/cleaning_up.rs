//! Deleting an image that is of no use.

use super::effect::Effect;
use super::event::Answer;
use super::stage::{AfterCleanUp, CleanUp, Stage};
use super::target::Footing;
use super::task::{Surroundings, Upload};

/// Pauses between attempts to delete an image, in milliseconds; after the last one it is given up.
/// Glance answers 409 while its own end of a broken transfer still holds the image.
const CLEAN_UP_PAUSES: [u64; 8] = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000];

impl Upload {
    pub(super) fn cleaned_up(
        &mut self,
        clean_up: CleanUp,
        answer: Answer,
        around: &Surroundings<'_>,
    ) -> Vec<Effect> {
        let CleanUp { then, tries, .. } = clean_up;
        match answer {
            Answer::Deleted => self.deleted(then, around),
            Answer::WaitOver => self.enter(
                Stage::CleaningUp(CleanUp {
                    then,
                    tries,
                    trouble: None,
                }),
                around,
            ),
            Answer::Failed(cause) => {
                let may_still_appear = matches!(self.footing, Footing::Asked(_)) && tries == 0;
                let pause = CLEAN_UP_PAUSES.get(tries as usize).copied();
                match (cause.status(), pause) {
                    (Some(401), _) => {
                        self.pause(Stage::CleaningUp(CleanUp {
                            then,
                            tries,
                            trouble: None,
                        }));
                        vec![Effect::AskToSignIn]
                    }
                    (Some(404 | 410), _) if !may_still_appear => self.deleted(then, around),
                    (None | Some(404 | 408 | 409 | 410 | 429 | 500..), Some(pause)) => {
                        let trouble = Some(cause);
                        let later = CleanUp {
                            then,
                            tries: tries + 1,
                            trouble,
                        };
                        self.wait(Stage::CleaningUp(later), pause)
                    }
                    _ => self.enter(Stage::CleanUpFailed { cause, then }, around),
                }
            }
            _ => Vec::new(),
        }
    }

    fn deleted(&mut self, then: AfterCleanUp, around: &Surroundings<'_>) -> Vec<Effect> {
        if let Some(id) = self.footing.image() {
            self.footing = Footing::Gone(id.clone());
        }
        self.image = None;
        match then {
            AfterCleanUp::Cancelled => self.enter(Stage::Cancelled, around),
            AfterCleanUp::Failed(failure) => self.enter(Stage::Failed(failure), around),
            AfterCleanUp::Anew => self.enter(Stage::Waiting, around),
        }
    }

    pub(super) fn clean_up(
        &mut self,
        then: AfterCleanUp,
        around: &Surroundings<'_>,
    ) -> Vec<Effect> {
        self.enter(
            Stage::CleaningUp(CleanUp {
                then,
                tries: 0,
                trouble: None,
            }),
            around,
        )
    }
}
