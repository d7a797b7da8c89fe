//! Compares the chosen file with the checksum that is expected of it, where something else than its bytes is sent:
//! publishers give the checksum of the file that they offer. Of a compressed file they may also give that of what is
//! in it, which is compared where the first is another.

use std::rc::Rc;

use gaze_shared::digest::HexDigest;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::checksum::ChecksumCheck;
use super::file_conversion::FileConversion;
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::file_hash::FileHash;
use crate::features::uploads::source::UploadSource;
use crate::workers::protocol::ReadFailure;

/// What is hashed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hashed {
    ChosenFile,
    /// What is sent.
    Data,
}

impl FileConversion {
    /// Compares the file with what is expected of it now, where what is sent is made of it; reactively, in that it
    /// is to be called again when that changes.
    pub(in crate::pages::new_image) fn check(&self, file: &File, expected: Option<ExpectedDigest>) {
        let expected = expected.filter(|_| self.chosen_data().is_some());
        let is_known = |check: &ChecksumCheck| check.expected() == expected.as_ref();
        if self.checksum.with_untracked(is_known) {
            return;
        }
        match expected {
            None => self.checksum.set(ChecksumCheck::NotNeeded),
            Some(expected) => self.hash(file.clone(), expected, Hashed::ChosenFile),
        }
    }

    /// Has the comparison made once more, where the file could not be read for it.
    pub(in crate::pages::new_image) fn check_again(&self, file: &File) {
        let unread = self.checksum.with_untracked(|check| match check {
            ChecksumCheck::Unreadable(expected, _) => Some(expected.clone()),
            _ => None,
        });
        if let Some(expected) = unread {
            self.hash(file.clone(), expected, Hashed::ChosenFile);
        }
    }

    fn hash(&self, file: File, expected: ExpectedDigest, hashed: Hashed) {
        let source = match hashed {
            Hashed::ChosenFile => UploadSource::as_it_is(file.clone()),
            Hashed::Data => self.source(&file),
        };
        let on_progress = {
            let (this, expected) = (self.clone(), expected.clone());
            move |now| {
                this.checksum.update(|check| match check {
                    ChecksumCheck::Hashing {
                        expected: of,
                        percent,
                        ..
                    } if *of == expected => {
                        *percent = now;
                    }
                    _ => {}
                });
            }
        };
        let on_end = {
            let (this, expected) = (self.clone(), expected.clone());
            move |outcome| this.take_digest(file, expected, hashed, outcome)
        };
        let hash = FileHash::start(source, expected.algorithm, on_progress, on_end);
        self.checksum.set(ChecksumCheck::Hashing {
            expected,
            percent: 0,
            _work: SendWrapper::new(Rc::new(hash)),
        });
    }

    fn take_digest(
        &self,
        file: File,
        expected: ExpectedDigest,
        hashed: Hashed,
        outcome: Result<HexDigest, ReadFailure>,
    ) {
        let is_current = self.checksum.with_untracked(|check| {
            matches!(check, ChecksumCheck::Hashing { expected: now, .. } if *now == expected)
        });
        if !is_current {
            return;
        }
        match outcome {
            Ok(digest) if digest == expected.digest => {
                self.checksum.set(ChecksumCheck::Held(expected));
            }
            Ok(_) if hashed == Hashed::ChosenFile && self.has_content() => {
                self.hash(file, expected, Hashed::Data);
            }
            Ok(_) => self.checksum.set(ChecksumCheck::Broken(expected)),
            Err(why) => self.checksum.set(ChecksumCheck::Unreadable(expected, why)),
        }
    }

    /// Whether what is sent is in the file, and not only made of it.
    fn has_content(&self) -> bool {
        let converted = untrack(|| self.chosen_data());
        converted.is_some_and(|data| matches!(data.source.conversion(), Conversion::Unpacked(_)))
    }
}
