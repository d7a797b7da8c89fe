//! The form while it is on the screen: the files that were chosen, and what all their images have alike.

use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::Violation;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use web_sys::File;

use super::chosen_file::{ChosenFile, FileKey};
use super::common_fields::CommonFields;
use super::expected::{ExpectedChecksum, NamedFile, Sorted, sort};
use super::inspecting::{InspectionState, inspect};
use super::own_fields::OwnFields;
use crate::features::image_form::ImageDraft;
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::store::{Uploads, use_uploads};
use crate::i18n::text;
use crate::ui::HowManyFiles;
use crate::ui::reactive::memo;

/// How many files are looked at at once. Each has a worker of its own meanwhile, and reading more of them beside
/// each other makes none faster.
const LOOKED_AT_AT_ONCE: usize = 3;

/// What a person should know of the files that they gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TakeNote {
    /// The image that waits for data takes one file.
    OnlyTheFirst,
    /// The file of this name came alone, and is a list of checksums.
    TakenAsChecksum(String),
}

/// What files do to those that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taking {
    BesideThem,
    InTheirPlace,
}

/// As much of the chosen files as decides what the form looks like.
#[derive(Clone, PartialEq)]
pub(super) enum Chosen {
    Nothing,
    One(Box<ChosenFile>),
    Several,
}

/// The files, every field of the form, and what follows from them.
#[derive(Clone, Copy)]
pub(super) struct FormState {
    pub(super) files: RwSignal<Vec<ChosenFile>>,
    pub(super) chosen: Memo<Chosen>,
    pub(super) common: CommonFields,
    pub(super) expected: ExpectedChecksum,
    pub(super) take_note: RwSignal<Option<TakeNote>>,
    pub(super) takes: HowManyFiles,
    /// What the first file finds filled in, and the last one leaves behind.
    blank: RwSignal<OwnFields>,
    /// How often the form was begun anew.
    resets: StoredValue<u32>,
    /// How many files were chosen so far.
    choices: StoredValue<u32>,
    /// How many are being looked at.
    looking: StoredValue<usize>,
    /// Of how many it is being worked out what else can be sent of them.
    pub(super) converting: StoredValue<usize>,
    /// Whether the form is on the screen: nothing is worked out behind an upload.
    pub(super) is_shown: StoredValue<bool>,
    pub(super) uploads: Uploads,
    /// What the cloud offers.
    pub(super) schema: Signal<ImageSchema>,
}

/// What would be lost with a form of these files.
fn loss(files: &[String], is_touched: bool) -> Option<String> {
    match (files, is_touched) {
        ([], false) => None,
        ([], true) => Some(text::new_image::form_not_saved().to_owned()),
        ([file], false) => Some(text::new_image::file_not_uploaded(file)),
        ([file], true) => Some(text::new_image::file_and_form_not_uploaded(file)),
        (files, false) => Some(text::new_image::files_not_uploaded(files.len())),
        (files, true) => Some(text::new_image::files_and_form_not_uploaded(files.len())),
    }
}

impl FormState {
    /// An untouched form.
    pub(super) fn new(schema: Signal<ImageSchema>, takes: HowManyFiles) -> Self {
        let files = RwSignal::new(Vec::<ChosenFile>::new());
        let chosen = memo(move || {
            files.with(|files| match &files[..] {
                [] => Chosen::Nothing,
                [file] => Chosen::One(Box::new(file.clone())),
                _ => Chosen::Several,
            })
        });
        let named = |file: &ChosenFile| NamedFile {
            key: file.key,
            name: file.name.clone(),
            size: file.size,
            content_name: file.content_name().map(ToOwned::to_owned),
        };
        Self {
            files,
            chosen,
            common: CommonFields::new(),
            expected: ExpectedChecksum::of(move || {
                files.with(|files| files.iter().map(named).collect())
            }),
            take_note: RwSignal::default(),
            takes,
            blank: RwSignal::new(OwnFields::new(schema)),
            resets: StoredValue::default(),
            choices: StoredValue::default(),
            looking: StoredValue::default(),
            converting: StoredValue::default(),
            is_shown: StoredValue::default(),
            uploads: use_uploads(),
            schema,
        }
    }

    /// The fields of the one image that the form is of, reactively; `None` when there are several.
    pub(super) fn only_own(self) -> Option<OwnFields> {
        self.chosen.with(|chosen| match chosen {
            Chosen::Nothing => Some(self.blank.get()),
            Chosen::One(file) => Some(file.own.clone()),
            Chosen::Several => None,
        })
    }

    /// Whether there is a file, reactively.
    pub(super) fn has_file(self) -> bool {
        self.chosen.with(|chosen| *chosen != Chosen::Nothing)
    }

    /// How long the data of each file is that is sent, and how it is made; reactively.
    pub(super) fn outgoing(self) -> Vec<(Bytes, Conversion)> {
        self.files
            .with(|files| files.iter().map(ChosenFile::outgoing).collect())
    }

    /// How long the data is that is sent, of each file; reactively.
    pub(super) fn sizes(self) -> Vec<Bytes> {
        let outgoing = self.outgoing();
        outgoing.into_iter().map(|(size, _)| size).collect()
    }

    /// What is wrong with what all images have alike, and with what the one image has of its own; reactively.
    pub(super) fn violations(self, of_common: &[Violation]) -> Vec<Violation> {
        let own = self.only_own().map(|own| own.violations.get());
        own.into_iter()
            .flatten()
            .chain(of_common.iter().cloned())
            .collect()
    }

    /// Puts a draft into the fields.
    pub(super) fn fill(self, draft: ImageDraft) {
        self.blank.with_untracked(|own| own.fill(&draft));
        self.common.fill(draft);
    }

    /// What would be lost with the form, in a sentence; reactively. What a file itself filled in is not the
    /// person's work.
    pub(super) fn loss(self) -> Option<String> {
        let blank = self.blank.get();
        let lost = self.files.with(|files| {
            let is_own_touched = match files[..] {
                [] => blank.are_touched(),
                _ => files.iter().any(|file| file.own.are_touched()),
            };
            let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
            loss(&names, is_own_touched || self.common.are_touched())
        });
        lost.or_else(|| self.expected.loss())
    }

    /// Begins anew.
    pub(super) fn reset(self) {
        // What is still being looked at belongs to the form as it was.
        self.resets.update_value(|resets| *resets += 1);
        self.stop_all();
        self.files.set(Vec::new());
        self.expected.clear();
        self.take_note.set(None);
        self.blank.with_untracked(OwnFields::reset);
        self.common.fill(ImageDraft::default());
    }

    /// Takes files that came together: the images among them, and the first list of checksums as what they must
    /// have. A list of checksums is never taken for an image.
    pub(super) fn take(self, files: Vec<File>, taking: Taking) {
        let round = self.resets.get_value();
        leptos::task::spawn_local(async move {
            let Sorted { mut images, sums } = sort(files).await;
            // The page may have been left, or the form been begun anew, while these were looked at.
            if self.resets.try_get_value() != Some(round) {
                return;
            }
            let sums = sums.into_iter().next();
            let is_one_too_many = self.takes == HowManyFiles::One && images.len() > 1;
            self.take_note.set(match (images.len(), &sums) {
                (0, Some(sums)) => Some(TakeNote::TakenAsChecksum(sums.name())),
                _ => is_one_too_many.then_some(TakeNote::OnlyTheFirst),
            });
            if let Some(sums) = sums {
                self.expected.take_file(sums);
            }
            if is_one_too_many {
                images.truncate(1);
            }
            let taking = match self.takes {
                HowManyFiles::One => Taking::InTheirPlace,
                HowManyFiles::Several => taking,
            };
            self.choose(images, taking);
        });
    }

    /// Takes images, looks at what they are, and fills in what that tells.
    pub(super) fn choose(self, images: Vec<File>, taking: Taking) {
        if images.is_empty() {
            return;
        }
        let before = self.files.get_untracked();
        let blank = self.blank.get_untracked();
        // The first file takes over the fields that are on the screen, with what a person has written there.
        let (mut files, mut own) = match (taking, &before[..]) {
            (_, []) => (Vec::new(), Some(blank)),
            (Taking::InTheirPlace, [file, ..]) => (Vec::new(), Some(file.own.clone())),
            (Taking::BesideThem, _) => (before, None),
        };
        for image in images {
            let choice = self.choices.get_value() + 1;
            self.choices.set_value(choice);
            let own = own.take().unwrap_or_else(|| OwnFields::new(self.schema));
            files.push(ChosenFile::new(FileKey(choice), image, own, self.schema));
        }
        if taking == Taking::InTheirPlace {
            self.stop_all();
        }
        self.files.set(files);
        self.look();
    }

    /// Ends what is being worked out of files that are not chosen any more.
    pub(super) fn stop_all(self) {
        self.files.with_untracked(|files| {
            files.iter().for_each(ChosenFile::stop);
        });
    }

    /// Lets go of a file. Of the last one, what was typed stays.
    pub(super) fn let_go(self, key: FileKey) {
        let mut files = self.files.get_untracked();
        if let [last] = &files[..] {
            last.own.min_disk_from.set(None);
            self.blank.set(last.own.clone());
        }
        files.retain(|file| {
            let is_kept = file.key != key;
            if !is_kept {
                file.stop();
            }
            is_kept
        });
        self.files.set(files);
    }

    /// Looks at the files that nobody has looked at, a few at a time.
    fn look(self) {
        let free = LOOKED_AT_AT_ONCE.saturating_sub(self.looking.get_value());
        for _ in 0..free {
            self.looking.update_value(|looking| *looking += 1);
            leptos::task::spawn_local(async move {
                while let Some(file) = self.next_to_look_at() {
                    let seen = inspect(file.file()).await;
                    self.note_inspection(&file, seen);
                }
                // The page may have been left meanwhile.
                let _left = self.looking.try_update_value(|looking| *looking -= 1);
            });
        }
    }

    fn next_to_look_at(self) -> Option<ChosenFile> {
        let is_awaited = |file: &&ChosenFile| {
            let state = &file.inspection_state;
            state.with_untracked(|state| *state == InspectionState::Awaited)
        };
        let next = self
            .files
            .try_with_untracked(|files| files.iter().find(is_awaited).cloned())??;
        next.inspection_state.set(InspectionState::UnderWay);
        Some(next)
    }

    fn note_inspection(self, file: &ChosenFile, seen: InspectionState) {
        // The file may have been let go of, or the page left, while it was read.
        let is_current = self.files.try_with_untracked(|files| files.contains(file));
        if is_current == Some(true) {
            file.note_inspection(seen, untrack(|| self.conversion_rules()));
            self.convert();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_is_told_by_the_files_and_by_what_a_person_wrote() {
        let names = |count| vec!["debian.qcow2".to_owned(); count];
        for (files, is_touched, told) in [
            (0, false, None),
            (
                0,
                true,
                Some("What you filled in for a new image is not saved."),
            ),
            (
                1,
                false,
                Some("The file debian.qcow2 is chosen and not uploaded."),
            ),
            (
                1,
                true,
                Some("The file debian.qcow2 and what you filled in are not uploaded."),
            ),
            (3, false, Some("3 files are chosen and not uploaded.")),
            (
                3,
                true,
                Some("3 files and what you filled in are not uploaded."),
            ),
        ] {
            assert_eq!(loss(&names(files), is_touched).as_deref(), told);
        }
    }
}
