//! The fields that all images of a form have alike.

use gaze_shared::glance::image::Visibility;
use leptos::prelude::*;

use crate::features::image_form::{EditedProperty, EditedTags, ImageDraft};

/// One signal a field. What each image has of its own is in [`super::own_fields`].
#[derive(Clone, Copy)]
pub(super) struct CommonFields {
    pub(super) visibility: RwSignal<Visibility>,
    pub(super) protected: RwSignal<bool>,
    os_hidden: RwSignal<bool>,
    pub(super) tags: EditedTags,
    pub(super) min_ram: RwSignal<String>,
    pub(super) properties: RwSignal<Vec<EditedProperty>>,
}

impl CommonFields {
    /// Fields that nobody has touched.
    pub(super) fn new() -> Self {
        let draft = ImageDraft::default();
        Self {
            visibility: RwSignal::new(draft.visibility),
            protected: RwSignal::new(draft.protected),
            os_hidden: RwSignal::new(draft.os_hidden),
            tags: EditedTags::new(draft.tags),
            min_ram: RwSignal::new(draft.min_ram),
            properties: RwSignal::new(Vec::new()),
        }
    }

    /// A draft that has these fields, and nothing of a file; reactively.
    pub(super) fn draft(self) -> ImageDraft {
        let text = |row: EditedProperty| (row.key.get(), row.value.get());
        ImageDraft {
            visibility: self.visibility.get(),
            protected: self.protected.get(),
            os_hidden: self.os_hidden.get(),
            tags: self.tags.get(),
            min_ram: self.min_ram.get(),
            properties: self.properties.get().into_iter().map(text).collect(),
            ..ImageDraft::default()
        }
    }

    /// Puts those of a draft into them.
    pub(super) fn fill(self, draft: ImageDraft) {
        self.visibility.set(draft.visibility);
        self.protected.set(draft.protected);
        self.os_hidden.set(draft.os_hidden);
        self.tags.set(draft.tags);
        self.min_ram.set(draft.min_ram);
        self.properties.set(Vec::new());
        for (key, value) in &draft.properties {
            EditedProperty::add(self.properties, key, value);
        }
    }

    /// Whether a person has written anything into them, reactively. An empty row is only a place to write.
    pub(super) fn are_touched(self) -> bool {
        let mut draft = self.draft();
        draft
            .properties
            .retain(|(key, value)| !key.is_empty() || !value.is_empty());
        draft != ImageDraft::default()
    }
}
