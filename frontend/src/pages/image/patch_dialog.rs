//! The exact request that saving sends.

use gaze_shared::glance::patch::MEDIA_TYPE;
use leptos::prelude::*;

use super::editor::Editor;
use super::pretty::pretty;
use crate::api::image_path;
use crate::i18n::text::image_edit;
use crate::navigation::UrlParameter;
use crate::routes::parameters::{DIALOG, ImageDialog};
use crate::ui::reactive::dyn_view;
use crate::ui::{CopyButton, Dialog};

/// Opens and closes the dialog.
#[derive(Clone, Copy)]
pub(super) struct PatchSwitch(UrlParameter);

impl PatchSwitch {
    pub(super) fn from_url() -> Self {
        Self(UrlParameter::new(DIALOG))
    }

    pub(super) fn open(self) {
        self.0.set(Some(ImageDialog::Patch.as_str()));
    }

    fn close(self) {
        self.0.set(None);
    }

    fn is_open(self) -> bool {
        self.0.is(ImageDialog::Patch.as_str())
    }
}

#[component]
pub(super) fn PatchDialog(editor: Editor) -> impl IntoView {
    let switch = PatchSwitch::from_url();
    let head = move || {
        let path = editor.base.with(|image| image_path(&image.id));
        format!("PATCH {path}\nContent-Type: {MEDIA_TYPE}")
    };
    let patch = Signal::derive(move || {
        // Operations always have a JSON form.
        let json = editor
            .changes
            .with(|changes| serde_json::to_string(&changes.as_slice()).unwrap_or_default());
        pretty(&json).unwrap_or_default()
    });
    view! {
        <Dialog
            title=image_edit::patch_title()
            open=Signal::derive(move || switch.is_open())
            on_close=Callback::new(move |()| switch.close())
            class="dialog-wide"
        >
            <pre class="code-block" tabindex="0">{head} {"\n\n"} {dyn_view(move || patch.get())}</pre>
            <div class="dialog-actions">
                <CopyButton label=image_edit::copy_patch() text=patch/>
                <button type="button" class="button" on:click=move |_| switch.close()>{image_edit::close()}</button>
            </div>
        </Dialog>
    }
}
