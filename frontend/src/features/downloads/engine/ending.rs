//! How a download ends: the comparison, and what becomes of the file.

use gaze_shared::digest::{HexDigest, LocalDigests, Verdict, compare, compared_algorithm};
use gaze_shared::units::Bytes;

use super::effect::Effect;
use super::stage::{DownloadEnd, DownloadStage, Failure};
use super::task::DownloadTask;
use crate::workers::protocol::WorkerFault;
use crate::workers::saving::SaveRequest;

impl DownloadTask {
    /// Everything is written and hashed. Only a file that does not differ is put in its place.
    pub(super) fn concluded(&mut self, bytes: u64, digest: Option<HexDigest>) -> Vec<Effect> {
        if self.stage != DownloadStage::Concluding {
            return Vec::new();
        }
        let algorithm = compared_algorithm(&self.image);
        if algorithm.is_some() != digest.is_some() {
            return self.broken(Failure::Worker(WorkerFault::WrongAnswer));
        }
        let local = LocalDigests {
            size: Bytes(bytes),
            digests: algorithm.zip(digest).into_iter().collect(),
        };
        match compare(&self.image, &local) {
            verdict @ Verdict::Mismatch(_) => self.discard_failed(Failure::Mismatch(verdict)),
            verdict => {
                self.stage = DownloadStage::Keeping(verdict);
                vec![Effect::Ask(SaveRequest::Keep)]
            }
        }
    }

    pub(super) fn kept(&mut self) -> Vec<Effect> {
        let DownloadStage::Keeping(verdict) = &self.stage else {
            return Vec::new();
        };
        self.stage = DownloadStage::Finished(verdict.clone());
        self.end_worker()
    }

    pub(super) fn discarded(&mut self) -> Vec<Effect> {
        let DownloadStage::Discarding(end) = &self.stage else {
            return Vec::new();
        };
        self.stage = match end.clone() {
            DownloadEnd::Cancelled => DownloadStage::Cancelled,
            DownloadEnd::Failed(failure) => DownloadStage::Failed(failure),
        };
        self.end_worker()
    }

    /// The worker has lost the file, and with it all that was written. What was about to be taken away is gone.
    pub(super) fn broken(&mut self, failure: Failure) -> Vec<Effect> {
        if matches!(self.stage, DownloadStage::Discarding(_)) {
            return self.discarded();
        }
        self.next_attempt();
        self.stage = DownloadStage::Failed(failure);
        self.end_worker()
    }

    pub(super) fn discard_failed(&mut self, failure: Failure) -> Vec<Effect> {
        self.discard(DownloadEnd::Failed(failure))
    }

    pub(super) fn discard(&mut self, end: DownloadEnd) -> Vec<Effect> {
        self.next_attempt();
        self.stage = DownloadStage::Discarding(end);
        vec![Effect::Ask(SaveRequest::Discard)]
    }

    fn end_worker(&mut self) -> Vec<Effect> {
        self.worker = None;
        vec![Effect::EndWorker]
    }
}
