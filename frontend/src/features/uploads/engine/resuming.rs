//! Resuming an upload that an earlier page began.

use gaze_shared::units::Bytes;

use super::cause::Cause;
use super::earlier::{FileAccess, PrefixDigest};
use super::effect::Effect;
use super::event::RequestEvent;
use super::failure::Failure;
use super::image_poll::PollReason;
use super::stage::{Retries, UploadStage};
use super::target::RemoteImage;
use super::task::{Context, UploadTask};

impl UploadTask {
    /// Asks first what has become of it meanwhile.
    pub(super) fn resume(&mut self, context: &Context<'_>) -> Vec<Effect> {
        match self.transport.address() {
            Some(_) => self.locate(Retries::default(), context),
            None => self.poll(PollReason::ToSend, context),
        }
    }

    /// What an earlier page has read of the file to send it, as long as it is not compared.
    #[must_use]
    pub fn known_prefixes(&self) -> &[PrefixDigest] {
        &self.prefixes
    }

    /// Goes on to send what is missing, once the file is known to be the one of which the gateway has the
    /// beginning.
    pub(super) fn send_rest(&mut self, arrived: Bytes, context: &Context<'_>) -> Vec<Effect> {
        if self.file_access == FileAccess::NotHere {
            return self.enter(UploadStage::Failed(Failure::FileNeeded), context);
        }
        if arrived == Bytes::ZERO {
            self.prefixes.clear();
        }
        let stage = match self.prefix_to_compare(arrived) {
            Some(prefix) => UploadStage::ComparingPrefix(prefix),
            None => UploadStage::Sending,
        };
        self.enter(stage, context)
    }

    /// The shortest beginning that holds all that has arrived; the longest one where none does.
    fn prefix_to_compare(&self, arrived: Bytes) -> Option<PrefixDigest> {
        let reader = self.hashing.strongest()?;
        let is_usable = |one: &&PrefixDigest| one.algorithm == reader && one.end <= self.file.size;
        let usable = || self.prefixes.iter().filter(is_usable);
        let holds_all = usable().filter(|one| one.end >= arrived);
        let prefix = holds_all.min_by_key(|one| one.end);
        prefix
            .or_else(|| usable().max_by_key(|one| one.end))
            .cloned()
    }

    pub(super) fn on_compare_prefix(
        &mut self,
        prefix: &PrefixDigest,
        event: RequestEvent,
        context: &Context<'_>,
    ) -> Vec<Effect> {
        match event {
            RequestEvent::PrefixHashed(digest) if digest == prefix.digest => {
                // What follows is compared as a whole with what Glance has stored.
                self.prefixes.clear();
                self.enter(UploadStage::Sending, context)
            }
            RequestEvent::PrefixHashed(_) => {
                self.enter(UploadStage::Failed(Failure::OtherFile), context)
            }
            RequestEvent::Failed(Cause::FileUnreadable) => {
                self.enter(UploadStage::Failed(Failure::FileNeeded), context)
            }
            RequestEvent::Failed(cause) => self.locate_after_loss(cause, context),
            _ => Vec::new(),
        }
    }

    /// The person has chosen the file again.
    pub(super) fn on_file_chosen(&mut self, context: &Context<'_>) -> Vec<Effect> {
        let asks_for_it = matches!(
            self.stage,
            UploadStage::Failed(Failure::OtherFile | Failure::FileNeeded)
        );
        if !asks_for_it {
            return Vec::new();
        }
        self.file_access = FileAccess::Here;
        self.hashing.forget_known();
        let stage = match self.remote {
            RemoteImage::Whole(_) => UploadStage::Verifying {
                tries: 0,
                trouble: None,
            },
            _ => UploadStage::Waiting,
        };
        self.enter(stage, context)
    }
}
