//! Choosing files by the browser's own dialog, which a button of the page opens.

use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

/// Opens the dialog of a [`FileInput`].
#[derive(Clone, Copy, Default)]
pub struct FileDialog(NodeRef<html::Input>);

impl FileDialog {
    pub fn open(self) {
        if let Some(input) = self.0.get_untracked() {
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
    label: &'static str,
    #[prop(into)] on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let on_change = move |_| {
        let files = dialog.0.get_untracked().and_then(|input| input.files());
        on_files.run(files.as_ref().map(files_of).unwrap_or_default());
    };
    view! {
        <input
            type="file"
            class="visually-hidden"
            tabindex="-1"
            aria-label=label
            node_ref=dialog.0
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
