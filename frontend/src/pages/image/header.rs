//! Name, state, id, and what can be done with the image.

use gaze_shared::glance::can;
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::delete_dialog::DeleteSwitch;
use super::download::{ChosenPlace, Download};
use super::editor::Editor;
use super::refusal::refusal;
use crate::features::image_status::{ImageStatus, status_word};
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::session::SessionStore;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{ActionButton, CopyButton, Icon, IconView, Show, shorten_middle};

#[component]
pub(super) fn Header(editor: Editor, place: ChosenPlace) -> impl IntoView {
    let image = editor.base;
    view! {
        <a class="back-link" href=use_navigator().list_target()>
            <IconView icon=Icon::ArrowLeft/>
            {text::image::all_images()}
        </a>
        <div class="page-head image-head">
            <h1 class="page-title">{dyn_view(move || image.with(|image| image.display_name().to_owned()))}</h1>
            <div class="image-actions">
                <UploadLink image=image/>
                <Download image=image place=place/>
                <Delete image=image/>
            </div>
        </div>
        <p class="image-sub">
            {dyn_view(move || view! { <ImageStatus word=image.with(status_word)/> }.into_any())}
            <span class="image-id">
                <code>{dyn_view(move || image.with(|image| shorten_middle(image.id.as_str(), 8)))}</code>
                <CopyButton
                    label=text::image::copy_id()
                    text=Signal::derive(move || image.with(|image| image.id.to_string()))
                />
            </span>
        </p>
    }
}

/// Leads to the upload of the data that a queued image waits for.
#[component]
fn UploadLink(image: RwSignal<Image>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let is_offered = memo(move || {
        let caller = sessions.caller();
        image.with(|image| caller.is_some_and(|caller| can::upload(image, &caller).is_allowed()))
    });
    let href = move || image.with(|image| Page::data_for(&image.id).path());
    view! {
        <Show when=move || is_offered.get()>
            <a class="button button-primary" href=href>
                <IconView icon=Icon::Upload/>
                {text::image::upload_data()}
            </a>
        </Show>
    }
}

#[component]
fn Delete(image: RwSignal<Image>) -> impl IntoView {
    let switch = DeleteSwitch::from_url();
    let sessions = expect_context::<SessionStore>();
    // A protected image has its own answer in the dialog, where protection can be turned off.
    let refused = Signal::derive(move || {
        let caller = sessions.caller()?;
        image.with(|image| refusal(can::edit(image, &caller)))
    });
    view! {
        <ActionButton
            label=Signal::stored(text::image::delete().to_owned())
            icon=Icon::Trash
            on_click=Callback::new(move |()| switch.open())
            disabled_because=refused
        />
    }
}
