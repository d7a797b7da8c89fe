//! All uploads of the page, and the slots they share.

use super::effect::Effect;
use super::event::Event;
use super::target::{UploadId, UploadRequest};
use super::task::{Context, UploadTask};

/// How many transfers run at once. A browser opens six connections to an origin (HTTP/1.1), and the
/// dashboard itself needs some; more transfers would only share the same line.
pub const TRANSFER_SLOTS: usize = 2;

/// All uploads since the page was opened, in the order in which they were started.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    uploads: Vec<UploadTask>,
    next_id: u32,
}

impl Queue {
    #[must_use]
    pub fn uploads(&self) -> &[UploadTask] {
        &self.uploads
    }

    #[must_use]
    pub fn get(&self, id: UploadId) -> Option<&UploadTask> {
        self.uploads.iter().find(|upload| upload.id == id)
    }

    /// Takes in a request and starts it as soon as there is a slot.
    pub fn add(
        &mut self,
        request: UploadRequest,
        context: &Context<'_>,
    ) -> (UploadId, Vec<(UploadId, Effect)>) {
        let id = UploadId(self.next_id);
        self.next_id += 1;
        self.uploads.push(UploadTask::new(id, request, context.now));
        (id, self.fill_slots(context))
    }

    /// Tells one upload what happened to it. An upload that was dismissed hears nothing.
    pub fn apply(
        &mut self,
        id: UploadId,
        event: Event,
        context: &Context<'_>,
    ) -> Vec<(UploadId, Effect)> {
        let mut wanted = Vec::new();
        if let Some(upload) = self.uploads.iter_mut().find(|upload| upload.id == id) {
            let effects = upload.apply(event, context);
            wanted.extend(effects.into_iter().map(|effect| (id, effect)));
        }
        wanted.extend(self.fill_slots(context));
        wanted
    }

    /// Tells every upload what happened to all of them.
    pub fn apply_to_all(
        &mut self,
        event: &Event,
        context: &Context<'_>,
    ) -> Vec<(UploadId, Effect)> {
        let mut wanted = Vec::new();
        for upload in &mut self.uploads {
            let effects = upload.apply(event.clone(), context);
            wanted.extend(effects.into_iter().map(|effect| (upload.id, effect)));
        }
        wanted.extend(self.fill_slots(context));
        wanted
    }

    /// Takes an upload off the list, if that loses nothing.
    pub fn dismiss(&mut self, id: UploadId) {
        self.uploads
            .retain(|upload| upload.id != id || !upload.is_dismissible());
    }

    /// Takes every upload off the list that can go without losing anything.
    pub fn dismiss_all(&mut self) {
        self.uploads.retain(|upload| !upload.is_dismissible());
    }

    /// The page of an upload is gone.
    #[cfg(test)]
    pub(super) fn lose(&mut self, id: UploadId) {
        self.uploads.retain(|upload| upload.id != id);
    }

    /// Whether anything is under way that leaving the page would break off.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        self.uploads.iter().any(|upload| upload.stage.is_moving())
    }

    fn fill_slots(&mut self, context: &Context<'_>) -> Vec<(UploadId, Effect)> {
        let mut wanted = Vec::new();
        let taken = self
            .uploads
            .iter()
            .filter(|upload| upload.stage.holds_slot())
            .count();
        let mut free = TRANSFER_SLOTS.saturating_sub(taken);
        for upload in &mut self.uploads {
            if free == 0 {
                break;
            }
            if upload.waits_for_slot(context.acting_as) {
                let effects = upload.apply(Event::SlotGranted, context);
                wanted.extend(effects.into_iter().map(|effect| (upload.id, effect)));
                free -= 1;
            }
        }
        wanted
    }
}
