//! What does not come: when it is asked for again, and when a person is.

use super::effect::Effect;
use super::stage::{AfterStopping, DownloadStage, Failure};
use super::task::{Context, DownloadTask, Ranges, is_silence};
use crate::api::ApiError;
use crate::transfer::backoff::{MOST_TRIES, pause_before};

impl DownloadTask {
    /// The image could not be read. Nobody there is waited for; what answers and is of no help is asked a few times.
    pub(super) fn check_failed(&mut self, trouble: ApiError) -> Vec<Effect> {
        if asks_who(&trouble) {
            return self.pause_to_sign_in();
        }
        let tries = self.checks;
        self.checks = tries.saturating_add(1);
        match trouble {
            _ if is_silence(&trouble) => self.wait(trouble, tries),
            _ if !may_pass(&trouble) => self.halt(Failure::Refused(trouble)),
            _ if tries >= MOST_TRIES => self.halt(Failure::Interrupted(trouble)),
            _ => self.wait(trouble, tries),
        }
    }

    /// The data was refused.
    pub(super) fn data_refused(&mut self, error: ApiError, context: &Context<'_>) -> Vec<Effect> {
        match &self.stage {
            DownloadStage::Connecting | DownloadStage::Stopping(AfterStopping::GoOn(_)) => {}
            DownloadStage::Stopping(AfterStopping::Pause) => {
                self.stage = DownloadStage::Paused;
                return self.on_session(context);
            }
            _ => return Vec::new(),
        }
        if asks_who(&error) {
            return self.pause_to_sign_in();
        }
        let asked_for_a_part = self.written > 0 && self.ranges == Ranges::NotRefused;
        if asked_for_a_part && matches!(error.status(), Some(400 | 416)) {
            // A store that cannot begin in the middle gives the whole.
            self.ranges = Ranges::Refused;
            return self.data_lost(error, context);
        }
        if may_pass(&error) {
            self.data_lost(error, context)
        } else {
            self.halt(Failure::Refused(error))
        }
    }

    /// The data does not come, or no more of it. The gateway answers between one loss and the next, so what is
    /// lost again and again without a byte more is not the network's absence.
    pub(super) fn data_lost(&mut self, trouble: ApiError, context: &Context<'_>) -> Vec<Effect> {
        let losses = self.losses;
        self.losses = losses.saturating_add(1);
        if losses >= MOST_TRIES {
            return self.halt(Failure::Interrupted(trouble));
        }
        if losses == 0 && trouble.retry_after().is_none() {
            // The first time is most often the connection's, and another one does.
            return self.check(context);
        }
        self.wait(trouble, losses)
    }

    fn wait(&mut self, trouble: ApiError, tries: u32) -> Vec<Effect> {
        let pause = pause_before(tries, trouble.retry_after());
        self.stage = DownloadStage::Waiting { trouble };
        vec![Effect::Wait(self.next_attempt(), pause)]
    }

    fn pause_to_sign_in(&mut self) -> Vec<Effect> {
        self.next_attempt();
        self.stage = DownloadStage::Paused;
        vec![Effect::AskToSignIn]
    }

    /// What is written is kept: a person may want to go on.
    fn halt(&mut self, failure: Failure) -> Vec<Effect> {
        self.next_attempt();
        self.stage = DownloadStage::Failed(failure);
        Vec::new()
    }

    /// Nothing is asked for as somebody else. What has been let in goes on as long as the person stays.
    pub(super) fn on_session(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let is_own = context.acting_as == Some(&self.acting_as);
        let is_same_person = context
            .acting_as
            .is_some_and(|now| now.user_id == self.acting_as.user_id);
        match self.stage {
            DownloadStage::Paused if is_own => self.check(context),
            DownloadStage::Checking | DownloadStage::Waiting { .. } if !is_own => {
                self.next_attempt();
                self.stage = DownloadStage::Paused;
                Vec::new()
            }
            DownloadStage::Connecting | DownloadStage::Receiving(_) if !is_same_person => {
                self.stop(AfterStopping::Pause)
            }
            _ => Vec::new(),
        }
    }
}

/// Whether the session has ended.
fn asks_who(trouble: &ApiError) -> bool {
    trouble.asks_for_sign_in()
        || matches!(
            trouble,
            ApiError::SignInRequired | ApiError::CookieNotKept { .. }
        )
}

/// Whether the same question may be answered otherwise in a while.
fn may_pass(trouble: &ApiError) -> bool {
    match trouble.status() {
        Some(status) => matches!(status, 408 | 425 | 429 | 500..),
        None => true,
    }
}
