//! A draft while it is on the screen: one signal for each field.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Visibility};
use leptos::prelude::*;

use super::draft::ImageDraft;
use super::properties::EditedProperty;
use super::tags::EditedTags;

/// The fields of a form.
#[derive(Clone, Copy)]
pub struct DraftFields {
    pub name: RwSignal<String>,
    pub disk_format: RwSignal<Option<DiskFormat>>,
    pub container_format: RwSignal<Option<ContainerFormat>>,
    pub visibility: RwSignal<Visibility>,
    pub protected: RwSignal<bool>,
    pub os_hidden: RwSignal<bool>,
    pub tags: EditedTags,
    pub min_disk: RwSignal<String>,
    pub min_ram: RwSignal<String>,
    pub properties: RwSignal<Vec<EditedProperty>>,
}

impl DraftFields {
    /// Fields that say what `draft` does.
    #[must_use]
    pub fn new(draft: ImageDraft) -> Self {
        let fields = Self {
            name: RwSignal::new(draft.name),
            disk_format: RwSignal::new(draft.disk_format),
            container_format: RwSignal::new(draft.container_format),
            visibility: RwSignal::new(draft.visibility),
            protected: RwSignal::new(draft.protected),
            os_hidden: RwSignal::new(draft.os_hidden),
            tags: EditedTags::new(draft.tags),
            min_disk: RwSignal::new(draft.min_disk),
            min_ram: RwSignal::new(draft.min_ram),
            properties: RwSignal::new(Vec::new()),
        };
        fields.fill_rows(&draft.properties);
        fields
    }

    /// What they say, reactively.
    #[must_use]
    pub fn draft(self) -> ImageDraft {
        ImageDraft {
            name: self.name.get(),
            disk_format: self.disk_format.get(),
            container_format: self.container_format.get(),
            visibility: self.visibility.get(),
            protected: self.protected.get(),
            os_hidden: self.os_hidden.get(),
            tags: self.tags.get(),
            min_disk: self.min_disk.get(),
            min_ram: self.min_ram.get(),
            properties: self
                .properties
                .get()
                .into_iter()
                .map(|row| (row.key.get(), row.value.get()))
                .collect(),
        }
    }

    /// Puts a draft into them.
    pub fn fill(self, draft: ImageDraft) {
        // Rows that say the same stay, and with them the focus.
        if untrack(move || self.draft()).properties != draft.properties {
            self.properties.set(Vec::new());
            self.fill_rows(&draft.properties);
        }
        self.name.set(draft.name);
        self.disk_format.set(draft.disk_format);
        self.container_format.set(draft.container_format);
        self.visibility.set(draft.visibility);
        self.protected.set(draft.protected);
        self.os_hidden.set(draft.os_hidden);
        self.tags.set(draft.tags);
        self.min_disk.set(draft.min_disk);
        self.min_ram.set(draft.min_ram);
    }

    fn fill_rows(self, properties: &[(String, String)]) {
        for (key, value) in properties {
            EditedProperty::add(self.properties, key, value);
        }
    }
}
