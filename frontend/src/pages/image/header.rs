//! Name, state, id, and what can be done with the image.

use gaze_shared::glance::can::{self, Permission};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::delete_dialog::DeleteSwitch;
use super::editor::Editor;
use crate::api::data_path;
use crate::features::image_status::{ImageStatus, status_word};
use crate::i18n::codes::reasons::reason;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::session::SessionStore;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{ActionButton, CopyButton, Icon, IconView, Show, shorten_middle};

/// Why something cannot be done, as a text.
pub(super) fn refusal(permission: Permission) -> Option<String> {
    permission.reason().map(|why| reason(why).to_owned())
}

/// The name that a downloaded file gets: the image's, made safe for file systems, with the disk
/// format as its extension.
fn file_name(image: &Image) -> String {
    let stem: String = image
        .display_name()
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '-'
            } else {
                c
            }
        })
        .collect();
    match &image.disk_format {
        Some(format) if !stem.ends_with(&format!(".{format}")) => format!("{stem}.{format}"),
        _ => stem,
    }
}

#[component]
pub(super) fn Header(editor: Editor) -> impl IntoView {
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
                <Download image=image/>
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

/// Whether the caller may, as a text that says why not.
pub(super) fn refusal_signal(
    image: RwSignal<Image>,
    rule: fn(&Image, &can::Caller) -> Permission,
) -> Signal<Option<String>> {
    let sessions = expect_context::<SessionStore>();
    Signal::derive(move || {
        let caller = sessions.caller()?;
        image.with(|image| refusal(rule(image, &caller)))
    })
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
fn Download(image: RwSignal<Image>) -> impl IntoView {
    let refused = refusal_signal(image, can::download);
    let content = move || match refused.get() {
        Some(_) => view! {
            <ActionButton
                label=Signal::stored(text::image::download().to_owned())
                icon=Icon::Download
                on_click=Callback::new(|()| ())
                disabled_because=refused
            />
        }
        .into_any(),
        None => {
            let (href, name) = image.with(|image| (data_path(&image.id), file_name(image)));
            // `rel=external` keeps the router's hands off: the browser downloads.
            view! {
                <a class="button" href=href download=name rel="external">
                    <IconView icon=Icon::Download/>
                    {text::image::download()}
                </a>
            }
            .into_any()
        }
    };
    view! { {content} }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::image_form::test_image::image;

    #[test]
    fn a_download_is_named_after_the_image_and_its_format() {
        let mut image = image();
        assert_eq!(file_name(&image), "debian-13.qcow2");
        image.name = Some("debian.qcow2".into());
        assert_eq!(file_name(&image), "debian.qcow2");
        image.name = Some("../a:b\n".into());
        image.disk_format = None;
        assert_eq!(file_name(&image), "..-a-b-");
        image.name = None;
        assert_eq!(file_name(&image), image.id.as_str());
    }
}
