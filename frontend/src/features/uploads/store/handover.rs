//! What one page leaves to the next.

use leptos::prelude::*;

use super::Uploads;
use crate::features::uploads::engine::target::UploadId;
use crate::features::uploads::upload_runner::UploadFormSeed;

impl Uploads {
    /// Hands an upload that ended without an image to the form of the page for new images.
    pub fn edit(self, id: UploadId) {
        self.handover.fills_form.set(Some(id));
    }

    /// Remembers the upload that a page shows, for the same page made anew in another language.
    pub fn remember_for_language_change(self, shown: Option<UploadId>) {
        self.handover.remembered.set_value(shown);
    }

    /// What was remembered, once.
    #[must_use]
    pub fn take_remembered(self) -> Option<UploadId> {
        self.handover
            .remembered
            .try_update_value(Option::take)
            .flatten()
    }

    /// What the form shall be filled from, once. The upload that it was of goes off the list.
    #[must_use]
    pub fn take_form_seed(self) -> Option<UploadFormSeed> {
        let id = self
            .handover
            .fills_form
            .try_update(Option::take)
            .flatten()?;
        let taken = self.runner.get_value()?.form_seed(id);
        self.dismiss(id);
        taken
    }
}
