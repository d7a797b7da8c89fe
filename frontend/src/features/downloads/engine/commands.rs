//! What a person wants of a download.

use super::effect::Effect;
use super::event::Command;
use super::stage::{DownloadEnd, DownloadStage};
use super::task::{Context, DownloadTask};

impl DownloadTask {
    pub(super) fn on_command(&mut self, command: Command, context: &Context<'_>) -> Vec<Effect> {
        match command {
            Command::Cancel if self.can_cancel() => self.cancel(),
            Command::TryAgain if self.can_try_again() => {
                (self.losses, self.checks) = (0, 0);
                self.check(context)
            }
            Command::Cancel | Command::TryAgain => Vec::new(),
        }
    }

    /// Whether there is something to stop, or something of it left.
    #[must_use]
    pub fn can_cancel(&self) -> bool {
        match self.stage {
            // The file is about to be in its place, or gone.
            DownloadStage::Keeping(_) | DownloadStage::Discarding(_) => false,
            _ => self.needs_this_tab(),
        }
    }

    #[must_use]
    pub fn can_try_again(&self) -> bool {
        matches!(
            self.stage,
            DownloadStage::Failed(_) | DownloadStage::Cancelled
        )
    }

    /// Whether it can go off the list without losing anything.
    #[must_use]
    pub fn is_dismissible(&self) -> bool {
        !self.needs_this_tab()
    }

    fn cancel(&mut self) -> Vec<Effect> {
        if self.worker.is_none() {
            self.next_attempt();
            self.stage = DownloadStage::Cancelled;
            return Vec::new();
        }
        let mut effects = Vec::new();
        if matches!(
            self.stage,
            DownloadStage::Connecting | DownloadStage::Receiving(_)
        ) {
            effects.push(self.abandon());
        }
        effects.extend(self.discard(DownloadEnd::Cancelled));
        effects
    }
}
