//! The form while it is on the screen: one signal per field, and what was guessed into them.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat, Visibility};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::Inspection;
use gaze_shared::units::{Bytes, Gibibytes};
use leptos::prelude::*;
use web_sys::File;

use super::draft::{Draft, PropertyRow};
use super::guess;
use super::inspecting::{Looked, inspect};
use crate::features::image_form::{EditedProperty, EditedTags};
use crate::features::uploads::store::size_of;

/// The file that was chosen.
#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) file: File,
    pub(super) name: String,
    pub(super) size: Bytes,
    pub(super) looked: Looked,
}

/// Every field of the form.
#[derive(Clone, Copy)]
pub(super) struct FormState {
    pub(super) chosen: RwSignal<Option<Chosen>, LocalStorage>,
    pub(super) name: RwSignal<String>,
    pub(super) disk_format: RwSignal<DiskFormat>,
    pub(super) container_format: RwSignal<ContainerFormat>,
    pub(super) visibility: RwSignal<Visibility>,
    pub(super) tags: EditedTags,
    pub(super) min_disk: RwSignal<String>,
    /// What the minimum disk was filled from, in words.
    pub(super) min_disk_from: RwSignal<Option<String>>,
    pub(super) min_ram: RwSignal<String>,
    pub(super) protected: RwSignal<bool>,
    pub(super) properties: RwSignal<Vec<EditedProperty>>,
    guessed: StoredValue<Guessed>,
    /// What the cloud offers.
    schema: Signal<ImageSchema>,
}

/// What the last file filled in, so that the next one may replace it.
#[derive(Clone, PartialEq)]
struct Guessed {
    name: String,
    disk_format: DiskFormat,
    container_format: ContainerFormat,
    min_disk: String,
}

/// What would be lost with a form of this file and these fields. What the file itself filled in is not the
/// person's work.
fn loss(file: Option<&str>, mut draft: Draft, guessed: &Guessed) -> Option<String> {
    draft
        .properties
        .retain(|row| *row != PropertyRow::default());
    let untouched = Draft {
        name: guessed.name.clone(),
        disk_format: guessed.disk_format.clone(),
        container_format: guessed.container_format.clone(),
        min_disk: guessed.min_disk.clone(),
        ..Draft::default()
    };
    match (file, draft == untouched) {
        (Some(name), true) => Some(format!("The file {name} is chosen and not uploaded.")),
        (Some(name), false) => Some(format!(
            "The file {name} and what you filled in are not uploaded."
        )),
        (None, false) => Some("What you filled in for a new image is not saved.".to_owned()),
        (None, true) => None,
    }
}

impl Default for Guessed {
    fn default() -> Self {
        let draft = Draft::default();
        Self {
            name: draft.name,
            disk_format: draft.disk_format,
            container_format: draft.container_format,
            min_disk: draft.min_disk,
        }
    }
}

impl FormState {
    /// Whether the formats are neither those that the form began with nor those that a file was taken for.
    pub(super) fn has_chosen_formats(self, first: &Draft) -> bool {
        let guessed = self.guessed.get_value();
        let (disk, container) = (self.disk_format.get(), self.container_format.get());
        (disk != first.disk_format && disk != guessed.disk_format)
            || (container != first.container_format && container != guessed.container_format)
    }

    /// An untouched form.
    pub(super) fn new(schema: Signal<ImageSchema>) -> Self {
        let state = Self {
            chosen: RwSignal::new_local(None),
            name: RwSignal::default(),
            disk_format: RwSignal::new(DiskFormat::Raw),
            container_format: RwSignal::new(ContainerFormat::Bare),
            visibility: RwSignal::new(Visibility::Private),
            tags: EditedTags::new(Vec::new()),
            min_disk: RwSignal::default(),
            min_disk_from: RwSignal::default(),
            min_ram: RwSignal::default(),
            protected: RwSignal::default(),
            properties: RwSignal::default(),
            guessed: StoredValue::new(Guessed::default()),
            schema,
        };
        state.fill(Draft::default());
        state
    }

    /// Puts a draft into the fields.
    pub(super) fn fill(self, draft: Draft) {
        self.name.set(draft.name);
        self.disk_format.set(draft.disk_format);
        self.container_format.set(draft.container_format);
        self.visibility.set(draft.visibility);
        self.tags.set(draft.tags);
        self.min_disk.set(draft.min_disk);
        self.min_disk_from.set(None);
        self.min_ram.set(draft.min_ram);
        self.protected.set(draft.protected);
        self.properties.set(Vec::new());
        for row in &draft.properties {
            EditedProperty::add(self.properties, &row.key, &row.value);
        }
    }

    /// What the fields say, reactively.
    pub(super) fn draft(self) -> Draft {
        let row = |row: &EditedProperty| PropertyRow {
            key: row.key.get(),
            value: row.value.get(),
        };
        Draft {
            name: self.name.get(),
            disk_format: self.disk_format.get(),
            container_format: self.container_format.get(),
            visibility: self.visibility.get(),
            tags: self.tags.get(),
            min_disk: self.min_disk.get(),
            min_ram: self.min_ram.get(),
            protected: self.protected.get(),
            properties: self.properties.with(|rows| rows.iter().map(row).collect()),
        }
    }

    /// What would be lost with the form, in a sentence; reactively.
    pub(super) fn loss(self) -> Option<String> {
        let file = self
            .chosen
            .with(|chosen| chosen.as_ref().map(|chosen| chosen.name.clone()));
        self.guessed
            .with_value(|guessed| loss(file.as_deref(), self.draft(), guessed))
    }

    /// Begins anew.
    pub(super) fn reset(self) {
        self.chosen.set(None);
        self.guessed.set_value(Guessed::default());
        self.fill(Draft::default());
    }

    /// Takes a file, looks at what it is, and fills in what that tells. The name needs no look, and
    /// is there before anybody can begin to type one.
    pub(super) fn choose(self, file: File) {
        let (name, size) = (file.name(), size_of(&file));
        self.fill_guessed_name(&name);
        let looked = Looked::UnderWay;
        self.chosen.set(Some(Chosen {
            file: file.clone(),
            name,
            size,
            looked,
        }));
        leptos::task::spawn_local(async move {
            let looked = inspect(file.clone()).await;
            // Another file may have been chosen, or the page left, while this one was read.
            let is_current = self
                .chosen
                .try_with_untracked(|now| now.as_ref().is_some_and(|now| now.file == file))
                .unwrap_or(false);
            if !is_current {
                return;
            }
            match &looked {
                Looked::Seen(inspection) => {
                    self.fill_guessed_formats(&file.name(), Some(inspection));
                }
                Looked::Unseen(_) => self.fill_guessed_formats(&file.name(), None),
                Looked::UnderWay | Looked::Unreadable => {}
            }
            self.chosen.update(|now| {
                if let Some(now) = now {
                    now.looked = looked;
                }
            });
        });
    }

    /// The format that the content of the chosen file shows, where it was looked at.
    pub(super) fn seen_format(self) -> Option<DiskFormat> {
        let chosen = self.chosen.get_untracked()?;
        let Looked::Seen(inspection) = &chosen.looked else {
            return None;
        };
        let suggested =
            |schema: &ImageSchema| inspection.suggested_disk_format(&schema.disk_formats);
        Some(self.schema.with_untracked(suggested))
    }

    /// Lets go of the file; what was typed stays.
    pub(super) fn let_go(self) {
        self.chosen.set(None);
        self.min_disk_from.set(None);
    }

    fn fill_guessed_name(self, file_name: &str) {
        let guess = guess::image_name(file_name);
        self.guessed.update_value(|guessed| {
            self.name
                .update(|name| *name = guess::refilled(name, &guessed.name, &guess));
            guessed.name = guess;
        });
    }

    fn fill_guessed_formats(self, file_name: &str, inspection: Option<&Inspection>) {
        let min_disk = inspection.map_or(Gibibytes(0), Inspection::suggested_min_disk);
        let before = self.guessed.get_value();
        let (disk_format, container_format) = self.schema.with_untracked(|schema| {
            let container = inspection
                .map(|inspection| inspection.suggested_container_format(&schema.container_formats));
            (
                guess::disk_format(file_name, inspection, &schema.disk_formats),
                container.unwrap_or(ContainerFormat::Bare),
            )
        });
        let guess = Guessed {
            name: before.name.clone(),
            disk_format,
            container_format,
            min_disk: match min_disk {
                Gibibytes(0) => String::new(),
                Gibibytes(number) => number.to_string(),
            },
        };
        self.disk_format.update(|format| {
            *format = guess::refilled(format, &before.disk_format, &guess.disk_format);
        });
        self.container_format.update(|format| {
            *format = guess::refilled(format, &before.container_format, &guess.container_format);
        });
        self.min_disk
            .update(|text| *text = guess::refilled(text, &before.min_disk, &guess.min_disk));
        let sized = inspection.filter(|_| min_disk != Gibibytes(0));
        self.min_disk_from
            .set(sized.map(|inspection| match inspection.virtual_size {
                Some(size) => format!("The disk inside has {size}."),
                None => format!("The file has {}.", inspection.file_size),
            }));
        self.guessed.set_value(guess);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_person_did_is_lost_with_the_form() {
        let guessed = Guessed {
            name: "debian".into(),
            disk_format: DiskFormat::Qcow2,
            ..Guessed::default()
        };
        let filled = Draft {
            name: "debian".into(),
            disk_format: DiskFormat::Qcow2,
            properties: vec![PropertyRow::default()],
            ..Draft::default()
        };
        assert_eq!(loss(None, Draft::default(), &Guessed::default()), None);
        assert_eq!(
            loss(None, filled.clone(), &guessed),
            None,
            "the file has been let go of"
        );
        assert!(loss(Some("debian.qcow2"), filled.clone(), &guessed).is_some());
        let named = Draft {
            name: "mine".into(),
            ..filled
        };
        assert!(loss(None, named, &guessed).is_some());
    }
}
