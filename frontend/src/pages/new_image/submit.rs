//! The one button of the page, and what stands beside it.

use gaze_shared::image::{Image, ImageCreate};
use gaze_shared::patch;
use leptos::prelude::*;

use super::form_state::{Chosen, FormState};
use super::inspecting::Looked;
use super::readiness::{FileReadiness, Readiness};
use crate::api::{Api, ApiError, Method, Request};
use crate::ui::{ActionButton, ButtonLook, Dialog};

/// How the chosen file is doing, reactively.
pub(super) fn file_readiness(form: FormState) -> FileReadiness {
    form.chosen.with(|chosen| match chosen {
        None => FileReadiness::Absent,
        Some(Chosen { size, looked, .. }) => match looked {
            Looked::UnderWay => FileReadiness::Inspecting(*size),
            Looked::Unreadable => FileReadiness::Unreadable(*size),
            Looked::Seen(_) | Looked::Unseen(_) => FileReadiness::Ready(*size),
        },
    })
}

/// The button, with the reason beside it when it cannot be used. An empty file is asked about.
#[component]
pub(super) fn UploadButton(
    #[prop(into)] readiness: Signal<Readiness>,
    #[prop(into)] is_empty: Signal<bool>,
    #[prop(into)] busy: Signal<bool>,
    on_upload: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let close = Callback::new(move |()| asking.set(false));
    let press = Callback::new(move |()| {
        if is_empty.get_untracked() {
            asking.set(true);
        } else {
            on_upload.run(());
        }
    });
    let because = Signal::derive(move || readiness.with(|now| now.blocked_because.clone()));
    view! {
        <ActionButton
            label=Signal::derive(move || readiness.with(|now| now.label.clone()))
            look=ButtonLook::Primary
            on_click=press
            disabled_because=because
            busy=busy
        />
        {move || {
            because
                .get()
                .or_else(|| readiness.with(|now| now.caution.map(ToOwned::to_owned)))
                .map(|text| view! { <span class="submit-reason">{text}</span> })
        }}
        <Dialog open=asking on_close=close title=Signal::stored("Upload an empty file?".to_owned())>
            <p>
                "The file has no bytes. Glance accepts it and makes an image of size 0, which no \
                 server can boot from."
            </p>
            <div class="dialog-actions">
                <button type="button" class=ButtonLook::Plain.classes() autofocus on:click=move |_| close.run(())>
                    "Choose another file"
                </button>
                <button
                    type="button"
                    class=ButtonLook::Primary.classes()
                    on:click=move |_| {
                        close.run(());
                        on_upload.run(());
                    }
                >
                    "Upload it"
                </button>
            </div>
        </Dialog>
    }
}

/// Registers an image without data. The id is the caller's own, so that an answer that was lost is
/// found again: 409 then means that the image is there.
pub(super) async fn create_without_data(api: Api, create: ImageCreate) -> Result<(), ApiError> {
    let request = Request::json(Method::Post, "/v2/images", &create)?;
    match api.send(request).await {
        Ok(_) => Ok(()),
        Err(error) if error.status() == Some(409) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Brings the formats of an image that waits for data in line with the form.
pub(super) async fn with_formats(
    api: Api,
    image: Image,
    form: FormState,
) -> Result<Image, ApiError> {
    let mut after = image.clone();
    after.disk_format = Some(form.disk_format.get_untracked());
    after.container_format = Some(form.container_format.get_untracked());
    let operations = patch::diff(&image, &after);
    if operations.is_empty() {
        return Ok(image);
    }
    api.patch_image(&image.id, &operations).await
}
