//! The state of editing: what the image is, what the form says, and saving the difference.

use gaze_shared::image::{Image, Visibility};
use gaze_shared::patch::{Operation, diff};
use gaze_shared::schema::ImageSchema;
use gaze_shared::validate::Violation;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::Draft;
use super::merge::{Conflict, conflicts, merged};
use crate::api::{Api, ApiError};
use crate::components::image_fields::EditedProperty;

/// How saving goes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Saving {
    /// Nothing is being saved.
    Idle,
    /// The image is being read again, or the patch is on its way.
    Running,
    /// The last try failed.
    Failed(ApiError),
    /// The image was changed elsewhere in fields that were changed here too.
    Conflicting {
        theirs: Box<Image>,
        conflicts: Vec<Conflict>,
    },
}

/// The editor of one image.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    /// The image as it was last read.
    pub(super) base: RwSignal<Image>,
    pub(super) name: RwSignal<String>,
    pub(super) visibility: RwSignal<Visibility>,
    pub(super) protected: RwSignal<bool>,
    pub(super) os_hidden: RwSignal<bool>,
    pub(super) tags: RwSignal<Vec<String>>,
    pub(super) min_disk: RwSignal<String>,
    pub(super) min_ram: RwSignal<String>,
    pub(super) properties: RwSignal<Vec<EditedProperty>>,
    /// The patch that saving would send.
    pub(super) changes: Memo<Vec<Operation>>,
    /// What keeps it from being sent.
    pub(super) violations: Memo<Vec<Violation>>,
    pub(super) saving: RwSignal<Saving>,
    draft: Memo<Draft>,
}

impl Editor {
    /// The editor of `image`; `schema` is what the cloud accepts.
    pub(super) fn new(image: Image, schema: Signal<ImageSchema>) -> Self {
        let draft = Draft::of(&image);
        let base = RwSignal::new(image);
        let name = RwSignal::new(draft.name);
        let visibility = RwSignal::new(draft.visibility);
        let protected = RwSignal::new(draft.protected);
        let os_hidden = RwSignal::new(draft.os_hidden);
        let tags = RwSignal::new(draft.tags);
        let min_disk = RwSignal::new(draft.min_disk);
        let min_ram = RwSignal::new(draft.min_ram);
        let properties = RwSignal::new(Vec::new());
        fill_rows(properties, &draft.properties);
        let draft = Memo::new(move |_| Draft {
            name: name.get(),
            visibility: visibility.get(),
            protected: protected.get(),
            os_hidden: os_hidden.get(),
            tags: tags.get(),
            min_disk: min_disk.get(),
            min_ram: min_ram.get(),
            properties: properties
                .get()
                .into_iter()
                .map(|row: EditedProperty| (row.key.get(), row.value.get()))
                .collect(),
        });
        let changes = Memo::new(move |_| base.with(|base| draft.with(|draft| draft.changes(base))));
        let violations = Memo::new(move |_| {
            base.with(|base| {
                schema.with(|schema| draft.with(|draft| draft.violations(base, schema)))
            })
        });
        Self {
            base,
            name,
            visibility,
            protected,
            os_hidden,
            tags,
            min_disk,
            min_ram,
            properties,
            changes,
            violations,
            saving: RwSignal::new(Saving::Idle),
            draft,
        }
    }

    fn fill(self, draft: Draft) {
        self.name.set(draft.name);
        self.visibility.set(draft.visibility);
        self.protected.set(draft.protected);
        self.os_hidden.set(draft.os_hidden);
        self.tags.set(draft.tags);
        self.min_disk.set(draft.min_disk);
        self.min_ram.set(draft.min_ram);
        let rows: Vec<(String, String)> = self.properties.with_untracked(|rows| {
            rows.iter()
                .map(|row| (row.key.get_untracked(), row.value.get_untracked()))
                .collect()
        });
        if rows != draft.properties {
            self.properties.set(Vec::new());
            fill_rows(self.properties, &draft.properties);
        }
    }

    /// Forgets what was typed.
    pub(super) fn discard(self) {
        self.saving.set(Saving::Idle);
        self.fill(self.base.with_untracked(Draft::of));
    }

    /// The image was read again. What was typed stays; fields that were not touched follow.
    pub(super) fn follow(self, now: Image) {
        if self.base.with_untracked(|base| *base == now) {
            return;
        }
        let is_untouched = self.changes.with_untracked(Vec::is_empty)
            && self.violations.with_untracked(Vec::is_empty);
        if is_untouched {
            self.take(now);
        } else if self.saving.with_untracked(|saving| *saving == Saving::Idle) {
            // Editing goes on from what was read first: saving reads again and merges.
            let status = now.status.clone();
            self.base.update(|base| base.status = status);
        }
    }

    /// Takes over an image as it is, with an untouched form.
    fn take(self, image: Image) {
        self.fill(Draft::of(&image));
        self.base.set(image);
        self.saving.set(Saving::Idle);
    }

    /// Saves, unless the image was changed elsewhere in the same fields: then the person decides.
    pub(super) fn save(self, api: Api, on_saved: Callback<Image>) {
        let base = self.base.get_untracked();
        let mine = self.draft.with_untracked(|draft| draft.edited(&base));
        self.saving.set(Saving::Running);
        spawn_local(async move {
            let outcome = match api.image(&base.id).await {
                Err(error) => Err(error),
                Ok(theirs) => {
                    let conflicts = conflicts(&base, &mine, &theirs);
                    if conflicts.is_empty() {
                        send(api, &base, &mine, &theirs, &[]).await
                    } else {
                        let theirs = Box::new(theirs);
                        let _left = self
                            .saving
                            .try_set(Saving::Conflicting { theirs, conflicts });
                        return;
                    }
                }
            };
            self.settle(outcome, on_saved);
        });
    }

    /// Saves after the person has decided; the keys of `give_way` are left as `theirs` has them.
    pub(super) fn save_over(
        self,
        api: Api,
        theirs: Image,
        give_way: Vec<String>,
        on_saved: Callback<Image>,
    ) {
        let base = self.base.get_untracked();
        let mine = self.draft.with_untracked(|draft| draft.edited(&base));
        self.saving.set(Saving::Running);
        spawn_local(async move {
            self.settle(send(api, &base, &mine, &theirs, &give_way).await, on_saved);
        });
    }

    fn settle(self, outcome: Result<Image, ApiError>, on_saved: Callback<Image>) {
        // The page may have been left meanwhile; what was saved is saved all the same.
        if self.saving.try_get_untracked().is_none() {
            return;
        }
        match outcome {
            Ok(image) => {
                self.take(image.clone());
                on_saved.run(image);
            }
            Err(error) => self.saving.set(Saving::Failed(error)),
        }
    }
}

fn fill_rows(rows: RwSignal<Vec<EditedProperty>>, properties: &[(String, String)]) {
    for (key, value) in properties {
        EditedProperty::add(rows, key, value);
    }
}

/// Sends what is left to change; nothing, when somebody else has made the same changes.
async fn send(
    api: Api,
    base: &Image,
    mine: &Image,
    theirs: &Image,
    give_way: &[String],
) -> Result<Image, ApiError> {
    let wanted = merged(base, mine, theirs, give_way);
    let patch = diff(theirs, &wanted);
    if patch.is_empty() {
        Ok(theirs.clone())
    } else {
        api.patch_image(&theirs.id, &patch).await
    }
}
