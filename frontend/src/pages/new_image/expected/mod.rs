//! The expected checksum: what a person gives, pasted or in a file, and what of it is each chosen file's.

mod field;
mod sharing;
mod sorting;
mod understanding;
mod words;

use gaze_shared::digest::sums::{ListedFile, Source, Sums, SumsError, TEXT_LIMIT};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::i18n::text;
use crate::pages::new_image::chosen_file::FileKey;
use crate::ui::reactive::memo;
use sharing::{Understood, understand_all};
use understanding::{Question, Understanding};

pub(super) use field::{ChecksumField, ChecksumQuestion};
pub(super) use sharing::NamedFile;
pub(super) use sorting::{Sorted, sort};

/// What a person has given.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Text(String),
    /// A file that is being read.
    Reading {
        name: String,
        /// Which reading it is: two lists may have one name.
        reading: u32,
    },
    File {
        name: String,
        bytes: Vec<u8>,
    },
    /// A file that the browser cannot read.
    Unreadable {
        name: String,
    },
}

/// The field's state, and what follows from it for each file.
#[derive(Clone, Copy)]
pub(super) struct ExpectedChecksum {
    given: RwSignal<Given>,
    /// Which of several each file is, as the person says.
    choices: RwSignal<Vec<(FileKey, ListedFile)>>,
    /// The file that the one checksum without a name is of, as the person says.
    meant: RwSignal<Option<FileKey>>,
    /// How many lists were read so far.
    readings: StoredValue<u32>,
    files: Memo<Vec<NamedFile>>,
    understood: Memo<Understood>,
}

impl Given {
    fn empty() -> Self {
        Self::Text(String::new())
    }

    fn sums(&self) -> Option<Result<Sums, SumsError>> {
        match self {
            Self::Text(text) if text.trim().is_empty() => None,
            Self::Text(text) => Some(Sums::read(Source::Pasted, text.as_bytes())),
            Self::File { name, bytes } => Some(Sums::read(Source::File { name }, bytes)),
            Self::Reading { .. } | Self::Unreadable { .. } => None,
        }
    }
}

impl ExpectedChecksum {
    /// Of the files that are chosen in a form, reactively.
    pub(super) fn of(chosen: impl Fn() -> Vec<NamedFile> + Send + Sync + 'static) -> Self {
        let given = RwSignal::new(Given::empty());
        let choices = RwSignal::new(Vec::<(FileKey, ListedFile)>::new());
        let meant = RwSignal::new(None::<FileKey>);
        let sums = memo(move || given.with(Given::sums));
        let files = memo(chosen);
        let understood = memo(move || {
            let unread = given.with(|given| match given {
                Given::Reading { .. } => Some(Understanding::Reading),
                Given::Unreadable { name } => Some(Understanding::FileUnreadable(name.clone())),
                Given::Text(_) | Given::File { .. } => None,
            });
            let alike = |understanding| Understood::Alike(understanding);
            sums.with(|sums| match (unread, sums) {
                (Some(unread), _) => alike(unread),
                (None, None) => alike(Understanding::Empty),
                (None, Some(Err(error))) => alike(Understanding::NoSums(*error)),
                (None, Some(Ok(sums))) => files.with(|files| {
                    choices.with(|choices| understand_all(sums, files, choices, meant.get()))
                }),
            })
        });
        Self {
            given,
            choices,
            meant,
            readings: StoredValue::default(),
            files,
            understood,
        }
    }

    /// What is understood for a file, reactively.
    fn understanding(self, key: FileKey) -> Understanding {
        self.understood.with(|understood| understood.of(key))
    }

    /// What is to be asked of a file, if anything; reactively.
    fn question(self, key: FileKey) -> Option<Question> {
        self.understood.with(|understood| understood.question(key))
    }

    /// The person says which one of the list a file is.
    fn choose(self, key: FileKey, listed: ListedFile) {
        self.choices.update(|choices| {
            choices.retain(|(other, _)| *other != key);
            choices.push((key, listed));
        });
    }

    /// What a file must have, where that is known; reactively.
    pub(super) fn digest(self, key: FileKey) -> Option<ExpectedDigest> {
        self.understanding(key).expected().cloned()
    }

    /// What is understood for a file, in a sentence; reactively.
    pub(super) fn sentence(self, key: FileKey) -> Option<String> {
        words::sentence(&self.understanding(key))
    }

    /// Why a file cannot be sent with what is given, in a sentence; reactively.
    pub(super) fn blocks_file_because(self, key: FileKey) -> Option<String> {
        words::blocks_because(&self.understanding(key))
    }

    /// Why nothing at all can be sent with what is given, in a sentence; reactively.
    pub(super) fn blocks_because(self) -> Option<String> {
        self.understood.with(words::blocks_all_because)
    }

    /// What would be lost with it, in a sentence; reactively.
    pub(super) fn loss(self) -> Option<String> {
        let is_empty = self.given.with(|given| match given {
            Given::Text(text) => text.trim().is_empty(),
            Given::Reading { .. } | Given::File { .. } | Given::Unreadable { .. } => false,
        });
        (!is_empty).then(|| text::expected_checksum::not_used().to_owned())
    }

    /// Takes back what is given.
    pub(super) fn clear(self) {
        self.give(Given::empty());
    }

    /// Puts a digest into the field.
    pub(super) fn fill(self, expected: &ExpectedDigest) {
        self.give(Given::Text(expected.digest.as_str().to_owned()));
    }

    /// Takes a file of checksums in the place of what was given.
    pub(super) fn take_file(self, file: File) {
        let name = file.name();
        let reading = self.readings.try_update_value(|readings| {
            *readings += 1;
            *readings
        });
        let Some(reading) = reading else {
            return;
        };
        let reading = Given::Reading {
            name: name.clone(),
            reading,
        };
        self.give(reading.clone());
        spawn_local(async move {
            // One byte more, so that what is too large is told.
            let bytes = sorting::beginning(&file, TEXT_LIMIT.0 + 1).await;
            let is_current = self.given.try_with_untracked(|now| *now == reading);
            if is_current == Some(true) {
                self.give(match bytes {
                    Some(bytes) => Given::File { name, bytes },
                    None => Given::Unreadable { name },
                });
            }
        });
    }

    fn give(self, given: Given) {
        self.choices.set(Vec::new());
        self.meant.set(None);
        self.given.set(given);
    }
}
