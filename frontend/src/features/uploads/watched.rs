//! One upload, to watch.

use leptos::prelude::*;

use super::engine::target::UploadId;
use super::engine::task::UploadTask;

/// One upload and its state, to watch.
#[derive(Clone, PartialEq)]
pub struct Watched {
    pub id: UploadId,
    /// Its state. Not owned by the page that started it: it outlives every page.
    pub state: ArcRwSignal<UploadTask>,
}
