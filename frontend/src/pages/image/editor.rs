//! The state of editing: what the image is, what the form says, and saving the difference.

use gaze_shared::glance::image::Image;
use gaze_shared::glance::patch::{Conflicts, Merge, Operation, diff, merge};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::Violation;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::features::image_form::{DraftFields, ImageDraft, field_name};
use crate::i18n::lists::all_of;
use crate::i18n::text::image_edit;
use crate::session::SessionStore;
use crate::ui::reactive::memo;

/// How saving goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Saving {
    Idle,
    /// The image is being read again, or the patch is on its way.
    Running,
    /// The last try failed.
    Failed {
        step: SaveStep,
        error: ApiError,
    },
    /// The image was changed elsewhere in fields that were changed here too.
    Conflicting {
        theirs: Box<Image>,
        conflicts: Conflicts,
    },
}

/// What failed, which decides about what became of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SaveStep {
    /// The image was only read so far, so that nothing is changed.
    Read,
    /// The patch may have arrived.
    Send,
}

#[derive(Clone, Copy)]
pub(super) struct Editor {
    /// The image as it was last read.
    pub(super) base: RwSignal<Image>,
    pub(super) fields: DraftFields,
    /// The patch that saving would send.
    pub(super) changes: Memo<Vec<Operation>>,
    /// What keeps it from being sent.
    pub(super) violations: Memo<Vec<Violation>>,
    /// What the cloud accepts.
    pub(super) schema: Signal<ImageSchema>,
    pub(super) saving: RwSignal<Saving>,
}

impl Editor {
    /// The editor of `image`; `schema` is what the cloud accepts.
    pub(super) fn new(image: Image, schema: Signal<ImageSchema>) -> Self {
        let sessions = expect_context::<SessionStore>();
        let fields = DraftFields::new(ImageDraft::of(&image));
        let base = RwSignal::new(image);
        Self {
            base,
            fields,
            changes: memo(move || base.with(|base| fields.draft().changes(base))),
            violations: memo(move || {
                let (draft, caller) = (fields.draft(), sessions.caller());
                base.with(|base| {
                    schema.with(|schema| draft.edit_violations(base, schema, caller.as_ref()))
                })
            }),
            schema,
            saving: RwSignal::new(Saving::Idle),
        }
    }

    /// What would be lost with the form, in a sentence; reactively.
    pub(super) fn loss(self) -> Option<String> {
        self.is_touched().then(|| {
            let changes = self.changes.get();
            let keys: Vec<String> = changes.iter().map(Operation::key).collect();
            self.base.with(|base| loss(base.display_name(), &keys))
        })
    }

    /// Whether anything was typed that is not saved, reactively.
    pub(super) fn is_touched(self) -> bool {
        // A row that is still blank changes nothing; an image that breaks a rule as it is was not
        // touched either.
        let is_wrong = || self.violations.with(|violations| !violations.is_empty());
        let differs = || {
            self.base
                .with(|base| self.fields.draft() != ImageDraft::of(base))
        };
        self.changes.with(|changes| !changes.is_empty()) || (is_wrong() && differs())
    }

    /// The image that saving would make, as things stand.
    fn wanted(self) -> (Image, Image) {
        let base = self.base.get_untracked();
        let mine = untrack(move || self.fields.draft()).edited(&base);
        (base, mine)
    }

    /// Forgets what was typed.
    pub(super) fn discard(self) {
        self.saving.set(Saving::Idle);
        self.fields.fill(self.base.with_untracked(ImageDraft::of));
    }

    /// The image was read again. What was typed stays; fields that were not touched follow.
    pub(super) fn follow(self, now: Image) {
        if self.base.with_untracked(|base| *base == now) {
            return;
        }
        if !untrack(move || self.is_touched()) {
            self.take_over(now);
        } else if self.saving.with_untracked(|saving| *saving == Saving::Idle) {
            // Editing goes on from what was read first: saving reads again and merges. Only what decides
            // about something else on the page follows, or a protection that was turned off there would
            // stay on here.
            let before = self.base.with_untracked(|base| base.protected);
            if self.fields.protected.get_untracked() == before {
                self.fields.protected.set(now.protected);
            }
            self.base.update(|base| {
                base.status = now.status;
                base.protected = now.protected;
            });
        }
    }

    /// Takes over an image as it is, with an untouched form.
    fn take_over(self, image: Image) {
        self.fields.fill(ImageDraft::of(&image));
        self.base.set(image);
        self.saving.set(Saving::Idle);
    }

    /// Saves, unless the image was changed elsewhere in the same fields: then the person decides.
    pub(super) fn save(self, api: Api, on_saved: Callback<Image>) {
        let (base, mine) = self.wanted();
        self.saving.set(Saving::Running);
        spawn_local(async move {
            let outcome = match api.image(&base.id).await {
                Err(error) => {
                    let step = SaveStep::Read;
                    let _left = self.saving.try_set(Saving::Failed { step, error });
                    return;
                }
                Ok(theirs) => match merge(&base, &mine, &theirs) {
                    Merge::Merged(wanted) => send(api, &theirs, &wanted).await,
                    Merge::Conflicts(conflicts) => {
                        let theirs = Box::new(theirs);
                        let _left = self
                            .saving
                            .try_set(Saving::Conflicting { theirs, conflicts });
                        return;
                    }
                },
            };
            self.settle(outcome, on_saved);
        });
    }

    /// Saves what is wanted after the person has decided, on top of `theirs`.
    pub(super) fn save_over(
        self,
        api: Api,
        theirs: Image,
        wanted: Image,
        on_saved: Callback<Image>,
    ) {
        self.saving.set(Saving::Running);
        spawn_local(async move {
            self.settle(send(api, &theirs, &wanted).await, on_saved);
        });
    }

    fn settle(self, outcome: Result<Image, ApiError>, on_saved: Callback<Image>) {
        // The page may have been left meanwhile; what was saved is saved all the same.
        if self.saving.try_get_untracked().is_none() {
            return;
        }
        match outcome {
            Ok(image) => {
                self.take_over(image.clone());
                on_saved.run(image);
            }
            Err(error) => {
                let step = SaveStep::Send;
                self.saving.set(Saving::Failed { step, error });
            }
        }
    }
}

/// What is lost with unsaved changes of these keys; without any, something was typed that is no change yet.
fn loss(name: &str, keys: &[String]) -> String {
    if keys.is_empty() {
        return image_edit::typed_not_saved(name);
    }
    let fields: Vec<String> = keys.iter().map(|key| field_name(key).to_owned()).collect();
    image_edit::changes_not_saved(fields.len(), name, &all_of(&fields))
}

/// Sends what is left to change; nothing, when somebody else has made the same changes.
async fn send(api: Api, theirs: &Image, wanted: &Image) -> Result<Image, ApiError> {
    let patch = diff(theirs, wanted);
    if patch.is_empty() {
        Ok(theirs.clone())
    } else {
        api.patch_image(&theirs.id, &patch).await
    }
}

#[cfg(test)]
mod tests {
    use super::loss;

    #[test]
    fn what_is_lost_is_named() {
        assert_eq!(
            loss("debian", &[]),
            "What you typed for debian is not saved."
        );
        assert_eq!(
            loss("debian", &["min_disk".into()]),
            "1 change to debian is not saved: Minimum disk."
        );
        assert_eq!(
            loss("debian", &[String::new()]),
            "1 change to debian is not saved: a property without a name."
        );
        assert_eq!(
            loss("debian", &["name".into(), "hw_disk_bus".into()]),
            "2 changes to debian are not saved: Name and hw_disk_bus."
        );
    }
}
