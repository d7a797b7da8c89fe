//! Works out what else can be sent of the files of a form, beside it.

use gaze_shared::gateway::UploadMode;
use gaze_shared::glance::image::DiskFormat;
use leptos::prelude::*;

use super::chosen_file::ChosenFile;
use super::conversion::{ConversionRules, WorkEnd};
use super::form_state::FormState;
use crate::features::uploads::engine::conversion::Conversion;
use crate::ui::reactive::{effect, memo};

/// Of how many files it is worked out at once what else can be sent of them: each is read as a whole, and a
/// decoder has a processor to itself.
const CONVERTED_AT_ONCE: usize = 2;

impl FormState {
    /// What can be sent here, reactively.
    pub(super) fn conversion_rules(self) -> ConversionRules {
        ConversionRules {
            by_tus: self.uploads.takes(UploadMode::Tus),
            takes_qcow2: self
                .schema
                .with(|schema| schema.disk_formats.contains(&DiskFormat::Qcow2)),
        }
    }

    /// Works out what else can be sent of the files, a few at a time.
    pub(super) fn convert(self) {
        let free = CONVERTED_AT_ONCE.saturating_sub(self.converting.get_value());
        for _ in 0..free {
            self.converting.update_value(|converting| *converting += 1);
            leptos::task::spawn_local(async move {
                while let Some((file, conversion)) = self.next_to_convert() {
                    let end = file.conversion.work_out(file.file(), conversion).await;
                    // The file may have been let go of, or the page left, while it was read.
                    let is_current = self.files.try_with_untracked(|files| files.contains(&file));
                    if (end, is_current) == (WorkEnd::Finished, Some(true)) {
                        file.fill_from_data();
                    }
                }
                // The page may have been left meanwhile.
                let _left = self
                    .converting
                    .try_update_value(|converting| *converting -= 1);
            });
        }
    }

    fn next_to_convert(self) -> Option<(ChosenFile, Conversion)> {
        let next = |files: &Vec<ChosenFile>| {
            let mut awaited = files
                .iter()
                .filter_map(|file| Some((file.clone(), file.conversion.awaited()?)));
            awaited.next()
        };
        let is_shown = self.is_shown.try_get_value() == Some(true);
        let files = is_shown.then_some(self.files)?;
        untrack(|| files.try_with_untracked(next).flatten())
    }

    /// Works out what else can be sent of the files, and compares the checksums of those of which something else is
    /// sent, as long as the form is on the screen.
    pub(super) fn convert_while_shown(self) {
        effect(move || {
            // What the gateway and the cloud take may become known after a file was looked at, and be another in
            // another region.
            let rules = self.conversion_rules();
            let files = self.files.get();
            untrack(|| files.iter().for_each(|file| file.follow(rules)));
        });
        let n_awaited = memo(move || {
            let is_awaited = |file: &&ChosenFile| file.conversion.awaited().is_some();
            let awaited = |files: &Vec<ChosenFile>| files.iter().filter(is_awaited).count();
            self.files.with(awaited)
        });
        effect(move || {
            if n_awaited.get() > 0 {
                self.convert();
            }
        });
        effect(move || {
            for file in self.files.get() {
                let expected = self.expected.digest(file.key);
                file.conversion.check(&file.file(), expected);
            }
        });
        on_cleanup(move || {
            self.is_shown.set_value(false);
            self.stop_all();
        });
        self.is_shown.set_value(true);
        self.files.with_untracked(|files| {
            files.iter().for_each(ChosenFile::check_manifest);
        });
    }
}
