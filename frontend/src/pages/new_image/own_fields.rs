//! The fields that each image of a form has of its own, and what was guessed into them.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Violation};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::guess;
use crate::features::image_form::ImageDraft;

/// What the minimum disk was filled from.
#[derive(Clone, Copy)]
pub(super) enum MinDiskFrom {
    /// The size of the disk that the file has in it.
    DiskInside(Bytes),
    /// The size of the file.
    File(Bytes),
}

/// What a file filled in, so that the next one in its place may replace it.
#[derive(Clone, PartialEq)]
pub(super) struct Guessed {
    pub(super) name: String,
    pub(super) disk_format: Option<DiskFormat>,
    pub(super) container_format: Option<ContainerFormat>,
    pub(super) min_disk: String,
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

/// One signal a field. Everything else is alike for all images of a form.
#[derive(Clone)]
pub(super) struct OwnFields {
    pub(super) name: ArcRwSignal<String>,
    pub(super) disk_format: ArcRwSignal<Option<DiskFormat>>,
    pub(super) container_format: ArcRwSignal<Option<ContainerFormat>>,
    pub(super) min_disk: ArcRwSignal<String>,
    pub(super) min_disk_from: ArcRwSignal<Option<MinDiskFrom>>,
    pub(super) guessed: ArcRwSignal<Guessed>,
    /// What is wrong with them.
    pub(super) violations: ArcMemo<Vec<Violation>>,
}

impl PartialEq for OwnFields {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Whether a field is each image's own.
pub(super) fn is_own(field: &Field) -> bool {
    matches!(
        field,
        Field::Name | Field::DiskFormat | Field::ContainerFormat | Field::MinDisk
    )
}

impl OwnFields {
    /// Fields that nobody has touched.
    pub(super) fn new(schema: Signal<ImageSchema>) -> Self {
        let guessed = Guessed::default();
        let name = ArcRwSignal::new(guessed.name.clone());
        let disk_format = ArcRwSignal::new(guessed.disk_format.clone());
        let container_format = ArcRwSignal::new(guessed.container_format.clone());
        let min_disk = ArcRwSignal::new(guessed.min_disk.clone());
        let violations = ArcMemo::new({
            let (name, min_disk) = (name.clone(), min_disk.clone());
            let (disk_format, container_format) = (disk_format.clone(), container_format.clone());
            move |_| {
                let draft = ImageDraft {
                    name: name.get(),
                    disk_format: disk_format.get(),
                    container_format: container_format.get(),
                    min_disk: min_disk.get(),
                    ..ImageDraft::default()
                };
                let mut violations = schema.with(|schema| draft.create_violations(schema, None));
                violations.retain(|one| is_own(&one.field));
                violations
            }
        });
        Self {
            name,
            disk_format,
            container_format,
            min_disk,
            min_disk_from: ArcRwSignal::new(None),
            guessed: ArcRwSignal::new(guessed),
            violations,
        }
    }

    /// A draft that has these fields, and all else as `common` has it; reactively.
    pub(super) fn draft(&self, common: ImageDraft) -> ImageDraft {
        ImageDraft {
            name: self.name.get(),
            disk_format: self.disk_format.get(),
            container_format: self.container_format.get(),
            min_disk: self.min_disk.get(),
            ..common
        }
    }

    /// Both formats, reactively: an image with data has them.
    pub(super) fn formats(&self) -> (DiskFormat, ContainerFormat) {
        (
            self.disk_format.get().unwrap_or(DiskFormat::Raw),
            self.container_format.get().unwrap_or(ContainerFormat::Bare),
        )
    }

    /// Puts those of a draft into them.
    pub(super) fn fill(&self, draft: &ImageDraft) {
        self.name.set(draft.name.clone());
        self.disk_format.set(draft.disk_format.clone());
        self.container_format.set(draft.container_format.clone());
        self.min_disk.set(draft.min_disk.clone());
        self.min_disk_from.set(None);
    }

    /// Begins anew.
    pub(super) fn reset(&self) {
        self.guessed.set(Guessed::default());
        self.fill(&ImageDraft::default());
    }

    /// Fills in a new guess where nobody has written anything else.
    pub(super) fn fill_guess(&self, guess: Guessed) {
        let before = self.guessed.get_untracked();
        refill(&self.name, &before.name, &guess.name);
        refill(&self.disk_format, &before.disk_format, &guess.disk_format);
        refill(
            &self.container_format,
            &before.container_format,
            &guess.container_format,
        );
        refill(&self.min_disk, &before.min_disk, &guess.min_disk);
        self.guessed.set(guess);
    }

    /// Whether a person has written anything into them, reactively.
    pub(super) fn are_touched(&self) -> bool {
        let guessed = self.guessed.get();
        let untouched = ImageDraft {
            name: guessed.name,
            disk_format: guessed.disk_format,
            container_format: guessed.container_format,
            min_disk: guessed.min_disk,
            ..ImageDraft::default()
        };
        self.draft(ImageDraft::default()) != untouched
    }

    /// Whether the formats are neither those that the form began with nor those that a file was taken for;
    /// reactively.
    pub(super) fn have_chosen_formats(&self, first: &ImageDraft) -> bool {
        let guessed = self.guessed.get();
        let (disk, container) = (self.disk_format.get(), self.container_format.get());
        (disk != first.disk_format && disk != guessed.disk_format)
            || (container != first.container_format && container != guessed.container_format)
    }
}

fn refill<T: PartialEq + Clone + Send + Sync + 'static>(
    field: &ArcRwSignal<T>,
    guessed_before: &T,
    guess: &T,
) {
    let shown = field.get_untracked();
    let refilled = guess::refilled(&shown, guessed_before, guess);
    if refilled != shown {
        field.set(refilled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_fields(check: impl FnOnce(&OwnFields)) {
        let owner = Owner::new();
        owner.with(|| check(&OwnFields::new(Signal::stored(ImageSchema::default()))));
    }

    fn guess(name: &str, disk_format: DiskFormat) -> Guessed {
        Guessed {
            name: name.to_owned(),
            disk_format: Some(disk_format),
            ..Guessed::default()
        }
    }

    #[test]
    fn only_what_a_person_did_counts_as_their_work() {
        with_fields(|own| {
            assert!(!own.are_touched());
            own.fill_guess(guess("debian", DiskFormat::Qcow2));
            assert!(!own.are_touched(), "a file has filled them in");
            own.name.set("mine".into());
            assert!(own.are_touched());
            own.reset();
            assert!(!own.are_touched());
        });
    }

    #[test]
    fn another_file_replaces_what_the_one_before_it_filled_in_and_nothing_else() {
        with_fields(|own| {
            own.fill_guess(guess("debian", DiskFormat::Qcow2));
            own.disk_format.set(Some(DiskFormat::Vmdk));
            own.fill_guess(guess("fedora", DiskFormat::Raw));
            assert_eq!(own.name.get(), "fedora");
            assert_eq!(own.formats().0, DiskFormat::Vmdk);
            let first = ImageDraft::default();
            assert!(own.have_chosen_formats(&first));
            own.disk_format.set(Some(DiskFormat::Raw));
            assert!(!own.have_chosen_formats(&first));
        });
    }

    #[test]
    fn what_is_wrong_with_them_is_told_and_nothing_of_other_fields() {
        with_fields(|own| {
            assert_eq!(own.violations.get(), []);
            own.min_disk.set("ten".into());
            own.name.set("n".repeat(256));
            let fields: Vec<Field> = own
                .violations
                .get()
                .into_iter()
                .map(|one| one.field)
                .collect();
            assert!(
                fields.contains(&Field::MinDisk) && fields.contains(&Field::Name),
                "{fields:?}"
            );
            assert!(fields.iter().all(is_own));
            let common = ImageDraft {
                protected: true,
                ..ImageDraft::default()
            };
            let draft = own.draft(common);
            assert!(draft.protected && draft.min_disk == "ten");
        });
    }
}
