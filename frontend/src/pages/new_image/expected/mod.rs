//! The expected checksum: what a person gives, pasted or in a file, and what of it is the chosen file's.

mod field;
mod sorting;
mod understanding;
mod words;

use gaze_shared::digest::sums::{ListedFile, SoughtFile, Source, Sums, SumsError, TEXT_LIMIT};
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::i18n::text;
use crate::ui::reactive::memo;
use understanding::{Question, Understanding, question_in, understand};

pub(super) use field::ChecksumField;
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

/// The field's state, and what follows from it.
#[derive(Clone, Copy)]
pub(super) struct ExpectedChecksum {
    given: RwSignal<Given>,
    /// Which of several the file is, as the person says.
    choice: RwSignal<Option<ListedFile>>,
    /// How many files were read so far.
    readings: StoredValue<u32>,
    question: Memo<Option<Question>>,
    understanding: Memo<Understanding>,
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
    /// Of the file that is chosen in a form: `facts` has its name and size, reactively.
    pub(super) fn of(facts: impl Fn() -> Option<(String, Bytes)> + Send + Sync + 'static) -> Self {
        let given = RwSignal::new(Given::empty());
        let choice = RwSignal::new(None::<ListedFile>);
        let sums = memo(move || given.with(Given::sums));
        let facts = memo(facts);
        let question = memo(move || {
            sums.with(|sums| {
                let sums = sums.as_ref()?.as_ref().ok()?;
                facts.with(|facts| {
                    let (name, size) = facts.as_ref()?;
                    let size = Some(*size);
                    question_in(&sums.find(&SoughtFile { name, size }))
                })
            })
        });
        let understanding = memo(move || {
            let unread = given.with(|given| match given {
                Given::Reading { .. } => Some(Understanding::Reading),
                Given::Unreadable { name } => Some(Understanding::FileUnreadable(name.clone())),
                Given::Text(_) | Given::File { .. } => None,
            });
            unread.unwrap_or_else(|| {
                sums.with(|sums| match sums {
                    None => Understanding::Empty,
                    Some(Err(error)) => Understanding::NoSums(*error),
                    Some(Ok(sums)) => facts.with(|facts| {
                        let sought = facts.as_ref().map(|(name, size)| SoughtFile {
                            name,
                            size: Some(*size),
                        });
                        choice.with(|choice| understand(sums, sought.as_ref(), choice.as_ref()))
                    }),
                })
            })
        });
        Self {
            given,
            choice,
            readings: StoredValue::default(),
            question,
            understanding,
        }
    }

    /// What the chosen file must have, where that is known.
    pub(super) fn digest(self) -> Option<ExpectedDigest> {
        self.understanding
            .with_untracked(|now| now.expected().cloned())
    }

    /// Why nothing can be sent with what is given, in a sentence; reactively.
    pub(super) fn blocks_because(self) -> Option<String> {
        self.understanding.with(words::blocks_because)
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
        self.choice.set(None);
        self.given.set(given);
    }
}
