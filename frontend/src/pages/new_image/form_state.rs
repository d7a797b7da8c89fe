//! The form while it is on the screen: one signal per field, and what was guessed into them.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::Inspection;
use gaze_shared::units::{Bytes, Gibibytes};
use leptos::prelude::*;
use web_sys::File;

use super::expected::{ExpectedChecksum, Sorted, sort};
use super::guess;
use super::inspecting::{InspectionState, inspect};
use crate::features::image_form::{DraftFields, ImageDraft};
use crate::features::uploads::engine::target::SeenContent;
use crate::i18n::text;
use crate::ui::file_size::size_of;

#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) file: File,
    /// Which choice it is: two files can have one name, length and date.
    pub(super) choice: u32,
    pub(super) name: String,
    pub(super) size: Bytes,
    pub(super) inspection_state: InspectionState,
}

/// What the minimum disk was filled from.
#[derive(Clone, Copy)]
pub(super) enum MinDiskFrom {
    /// The size of the disk that the file has in it.
    DiskInside(Bytes),
    /// The size of the file.
    File(Bytes),
}

/// What a person should know of the files that they gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TakeNote {
    OnlyTheFirst,
    /// The file of this name came alone, and is a list of checksums.
    TakenAsChecksum(String),
}

/// Every field of the form.
#[derive(Clone, Copy)]
pub(super) struct FormState {
    pub(super) chosen: RwSignal<Option<Chosen>, LocalStorage>,
    pub(super) fields: DraftFields,
    pub(super) expected: ExpectedChecksum,
    pub(super) take_note: RwSignal<Option<TakeNote>>,
    pub(super) min_disk_from: RwSignal<Option<MinDiskFrom>>,
    guessed: StoredValue<Guessed>,
    /// How often files were taken.
    takings: StoredValue<u32>,
    /// How often a file was chosen.
    choices: StoredValue<u32>,
    /// What the cloud offers.
    schema: Signal<ImageSchema>,
}

/// What the last file filled in, so that the next one may replace it.
#[derive(Clone, PartialEq)]
struct Guessed {
    name: String,
    disk_format: Option<DiskFormat>,
    container_format: Option<ContainerFormat>,
    min_disk: String,
}

/// What would be lost with a form of this file and these fields. What the file itself filled in is not the
/// person's work.
fn loss(file: Option<&str>, mut draft: ImageDraft, guessed: &Guessed) -> Option<String> {
    draft
        .properties
        .retain(|(key, value)| !key.is_empty() || !value.is_empty());
    let untouched = ImageDraft {
        name: guessed.name.clone(),
        disk_format: guessed.disk_format.clone(),
        container_format: guessed.container_format.clone(),
        min_disk: guessed.min_disk.clone(),
        ..ImageDraft::default()
    };
    match (file, draft == untouched) {
        (Some(name), true) => Some(text::new_image::file_not_uploaded(name)),
        (Some(name), false) => Some(text::new_image::file_and_form_not_uploaded(name)),
        (None, false) => Some(text::new_image::form_not_saved().to_owned()),
        (None, true) => None,
    }
}

impl Default for Guessed {
    fn default() -> Self {
        let draft = ImageDraft::default();
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
    pub(super) fn has_chosen_formats(self, first: &ImageDraft) -> bool {
        let guessed = self.guessed.get_value();
        let (disk, container) = (
            self.fields.disk_format.get(),
            self.fields.container_format.get(),
        );
        (disk != first.disk_format && disk != guessed.disk_format)
            || (container != first.container_format && container != guessed.container_format)
    }

    /// An untouched form.
    pub(super) fn new(schema: Signal<ImageSchema>) -> Self {
        let chosen = RwSignal::new_local(None::<Chosen>);
        let facts = |chosen: &Option<Chosen>| {
            let chosen = chosen.as_ref()?;
            Some((chosen.name.clone(), chosen.size))
        };
        Self {
            chosen,
            fields: DraftFields::new(ImageDraft::default()),
            expected: ExpectedChecksum::of(move || chosen.with(facts)),
            take_note: RwSignal::default(),
            min_disk_from: RwSignal::default(),
            guessed: StoredValue::new(Guessed::default()),
            takings: StoredValue::default(),
            choices: StoredValue::default(),
            schema,
        }
    }

    /// Puts a draft into the fields.
    pub(super) fn fill(self, draft: ImageDraft) {
        self.fields.fill(draft);
        self.min_disk_from.set(None);
    }

    /// What the fields say, reactively.
    pub(super) fn draft(self) -> ImageDraft {
        self.fields.draft()
    }

    /// Both formats, reactively: an image with data has them.
    pub(super) fn formats(self) -> (DiskFormat, ContainerFormat) {
        let (disk, container) = (
            self.fields.disk_format.get(),
            self.fields.container_format.get(),
        );
        (
            disk.unwrap_or(DiskFormat::Raw),
            container.unwrap_or(ContainerFormat::Bare),
        )
    }

    /// What would be lost with the form, in a sentence; reactively.
    pub(super) fn loss(self) -> Option<String> {
        let file = self.file_name();
        let lost = self
            .guessed
            .with_value(|guessed| loss(file.as_deref(), self.draft(), guessed));
        lost.or_else(|| self.expected.loss())
    }

    /// Begins anew.
    pub(super) fn reset(self) {
        // What is still being looked at belongs to the form as it was.
        self.takings.update_value(|takings| *takings += 1);
        self.chosen.set(None);
        self.expected.clear();
        self.take_note.set(None);
        self.guessed.set_value(Guessed::default());
        self.fill(ImageDraft::default());
    }

    /// Takes files that came together: the first image among them, and the first list of checksums as what the
    /// image must have. A list of checksums is never taken for an image.
    pub(super) fn take(self, files: Vec<File>) {
        let Some(taking) = self.takings.try_update_value(|takings| {
            *takings += 1;
            *takings
        }) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let Sorted { images, sums } = sort(files).await;
            // Others may have come, or the page been left, while these were looked at.
            if self.takings.try_get_value() != Some(taking) {
                return;
            }
            let sums = sums.into_iter().next();
            let note = match (images.len(), &sums) {
                (0, Some(sums)) => Some(TakeNote::TakenAsChecksum(sums.name())),
                (0 | 1, _) => None,
                _ => Some(TakeNote::OnlyTheFirst),
            };
            self.take_note.set(note);
            if let Some(sums) = sums {
                self.expected.take_file(sums);
            }
            if let Some(image) = images.into_iter().next() {
                self.choose(image);
            }
        });
    }

    /// Takes a file, looks at what it is, and fills in what that tells. The name needs no look, and
    /// is there before anybody can begin to type one.
    pub(super) fn choose(self, file: File) {
        let (name, size) = (file.name(), size_of(&file));
        self.fill_guessed_name(&name);
        let inspection_state = InspectionState::UnderWay;
        let choice = self.choices.get_value() + 1;
        self.choices.set_value(choice);
        self.chosen.set(Some(Chosen {
            file: file.clone(),
            choice,
            name,
            size,
            inspection_state,
        }));
        leptos::task::spawn_local(async move {
            let inspection_state = inspect(file.clone()).await;
            // Another file may have been chosen, or the page left, while this one was read.
            let is_current = self
                .chosen
                .try_with_untracked(|now| now.as_ref().is_some_and(|now| now.file == file))
                .unwrap_or(false);
            if !is_current {
                return;
            }
            match &inspection_state {
                InspectionState::Seen(inspection) => {
                    self.fill_guessed_formats(&file.name(), Some(inspection));
                }
                InspectionState::Unseen(_) => self.fill_guessed_formats(&file.name(), None),
                InspectionState::UnderWay | InspectionState::Unreadable => {}
            }
            self.chosen.update(|now| {
                if let Some(now) = now {
                    now.inspection_state = inspection_state;
                }
            });
        });
    }

    /// The size of the chosen file, reactively.
    pub(super) fn file_size(self) -> Option<Bytes> {
        self.chosen
            .with(|chosen| chosen.as_ref().map(|file| file.size))
    }

    /// The name of the chosen file, reactively.
    pub(super) fn file_name(self) -> Option<String> {
        self.chosen
            .with(|chosen| chosen.as_ref().map(|file| file.name.clone()))
    }

    /// What the content of the chosen file shows, where it was looked at.
    pub(super) fn seen_content(self) -> Option<SeenContent> {
        let chosen = self.chosen.get_untracked()?;
        let InspectionState::Seen(inspection) = &chosen.inspection_state else {
            return None;
        };
        let seen = |schema: &ImageSchema| SeenContent::of(inspection, &schema.disk_formats);
        Some(self.schema.with_untracked(seen))
    }

    /// Lets go of the file; what was typed stays.
    pub(super) fn let_go(self) {
        self.chosen.set(None);
        self.min_disk_from.set(None);
    }

    fn fill_guessed_name(self, file_name: &str) {
        let guess = guess::image_name(file_name);
        self.guessed.update_value(|guessed| {
            self.fields
                .name
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
            disk_format: Some(disk_format),
            container_format: Some(container_format),
            min_disk: match min_disk {
                Gibibytes(0) => String::new(),
                Gibibytes(number) => number.to_string(),
            },
        };
        self.fields.disk_format.update(|format| {
            *format = guess::refilled(format, &before.disk_format, &guess.disk_format);
        });
        self.fields.container_format.update(|format| {
            *format = guess::refilled(format, &before.container_format, &guess.container_format);
        });
        self.fields
            .min_disk
            .update(|text| *text = guess::refilled(text, &before.min_disk, &guess.min_disk));
        let sized = inspection.filter(|_| min_disk != Gibibytes(0));
        self.min_disk_from
            .set(sized.map(|inspection| match inspection.virtual_size {
                Some(size) => MinDiskFrom::DiskInside(size),
                None => MinDiskFrom::File(inspection.file_size),
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
            disk_format: Some(DiskFormat::Qcow2),
            ..Guessed::default()
        };
        let filled = ImageDraft {
            name: "debian".into(),
            disk_format: Some(DiskFormat::Qcow2),
            properties: vec![Default::default()],
            ..ImageDraft::default()
        };
        assert_eq!(loss(None, ImageDraft::default(), &Guessed::default()), None);
        assert_eq!(
            loss(None, filled.clone(), &guessed),
            None,
            "the file has been let go of"
        );
        assert!(loss(Some("debian.qcow2"), filled.clone(), &guessed).is_some());
        let named = ImageDraft {
            name: "mine".into(),
            ..filled
        };
        assert!(loss(None, named, &guessed).is_some());
    }
}
