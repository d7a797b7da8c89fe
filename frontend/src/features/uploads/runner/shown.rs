//! Showing the queue: one signal per upload, so that a byte more of one redraws nothing of another.

use leptos::prelude::*;

use crate::features::uploads::engine::queue::Queue;
use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::watched::Watched;

/// Brings the list and the signals of its uploads in line with the queue.
pub(super) fn show(queue: &Queue, list: RwSignal<Vec<Watched>>) {
    let uploads = queue.uploads();
    let ids = uploads.iter().map(|upload| upload.id);
    let is_same_list = list.with_untracked(|list| list.iter().map(|one| one.id).eq(ids));
    if !is_same_list {
        let before = list.get_untracked();
        list.set(
            uploads
                .iter()
                .map(|upload| watched(&before, upload))
                .collect(),
        );
    }
    for (one, upload) in list.get_untracked().iter().zip(uploads) {
        if one.state.with_untracked(|shown| shown != upload) {
            one.state.set(upload.clone());
        }
    }
}

/// Who watches an upload keeps watching the same signal.
fn watched(before: &[Watched], upload: &UploadTask) -> Watched {
    let known = before.iter().find(|one| one.id == upload.id).cloned();
    known.unwrap_or_else(|| Watched {
        id: upload.id,
        state: ArcRwSignal::new(upload.clone()),
    })
}
