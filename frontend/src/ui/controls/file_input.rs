//! Choosing files by the browser's own dialog, which a button of the page opens.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, FileList};

use crate::ui::browser::file_handle::{self, HowManyFiles, Picked};

/// Opens the dialog of a [`FileInput`].
#[derive(Clone, Copy)]
pub struct FileDialog {
    how_many: HowManyFiles,
    input: NodeRef<html::Input>,
    on_files: StoredValue<Option<Callback<Vec<File>>>>,
}

impl FileDialog {
    /// A dialog for so many files.
    #[must_use]
    pub fn for_files(how_many: HowManyFiles) -> Self {
        Self {
            how_many,
            input: NodeRef::new(),
            on_files: StoredValue::new(None),
        }
    }

    /// Where the browser has a dialog that gives handles, by that one.
    pub fn open(self) {
        spawn_local(async move {
            match file_handle::pick(self.how_many).await {
                // The page may have been left meanwhile.
                Picked::Files(files) => {
                    if let Some(on_files) = self.on_files.try_get_value().flatten() {
                        on_files.run(files);
                    }
                }
                Picked::Dismissed => {}
                Picked::NotOffered => self.open_input(),
            }
        });
    }

    fn open_input(self) {
        if let Some(input) = self.input.try_get_untracked().flatten() {
            // Choosing the same file again must be heard of too: it may have changed.
            input.set_value("");
            input.click();
        }
    }
}

/// The input behind the dialog. It is seen by who looks for it by its name alone.
#[component]
pub fn FileInput(
    dialog: FileDialog,
    #[prop(into)] label: String,
    #[prop(into)] on_files: Callback<Vec<File>>,
) -> impl IntoView {
    dialog.on_files.set_value(Some(on_files));
    let on_change = move |_| {
        let files = dialog.input.get_untracked().and_then(|input| input.files());
        on_files.run(files.as_ref().map(files_of).unwrap_or_default());
    };
    view! {
        <input
            type="file"
            class="visually-hidden"
            tabindex="-1"
            multiple=dialog.how_many == HowManyFiles::Several
            aria-label=label
            node_ref=dialog.input
            on:change=on_change
        />
    }
}

/// The files of a list of the browser's.
#[must_use]
pub fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length())
        .filter_map(|index| list.get(index))
        .collect()
}
