//! What the uploads of this tab are told and asked, without the code of the runner and its engine.

use std::collections::HashMap;

use web_sys::File;

use super::engine::event::Event;
use super::engine::expected::ExpectedDigest;
use super::engine::target::{Target, UploadId, UploadRequest};
use super::keeping::TabLock;
use super::source::UploadSource;

/// Something of each upload.
pub(super) type ById<T> = HashMap<UploadId, T>;

/// What an upload was started with, for the form to begin with.
pub struct UploadFormSeed {
    pub file: File,
    pub target: Target,
    pub expected: Option<ExpectedDigest>,
}

/// What starts uploads and carries them out. Known by what it does, so that whoever only watches does not
/// bring its code along.
pub(super) trait UploadRunner {
    /// Starts them in their order.
    fn start(&self, requests: Vec<(UploadRequest, UploadSource)>) -> Vec<UploadId>;
    /// Resumes what an earlier page began, whose lock this tab has taken.
    fn resume(
        &self,
        request: UploadRequest,
        source: Option<UploadSource>,
        lock: Option<TabLock>,
    ) -> UploadId;
    /// Gives an upload its file again, which an earlier page had.
    fn choose_file(&self, id: UploadId, source: UploadSource);
    fn apply(&self, id: UploadId, event: Event);
    fn apply_to_all(&self, event: &Event);
    fn dismiss(&self, id: UploadId);
    fn dismiss_all(&self);
    fn form_seed(&self, id: UploadId) -> Option<UploadFormSeed>;
}
