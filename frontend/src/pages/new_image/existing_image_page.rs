//! Data for an image that was registered without it.

use gaze_shared::glance::can::{self, Reason};
use gaze_shared::glance::image::{Image, ImageId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::create_image::with_formats;
use super::drop_zone::DropZone;
use super::fields::Formats;
use super::form_state::{Chosen, FormState};
use super::inspection_panel::InspectionPanel;
use super::quota::FilesQuota;
use super::readiness::readiness_of;
use super::started_upload::{StartedUpload, started, started_upload};
use super::submit::UploadButton;
use crate::api::{Api, ApiError};
use crate::features::image_form::{ImageDraft, load_schema};
use crate::features::quota::Needs;
use crate::features::uploads::engine::target::{Target, UploadId};
use crate::features::uploads::store::{NewUpload, use_uploads};
use crate::i18n::codes::reasons::reason;
use crate::i18n::text;
use crate::navigation::UnsavedWork;
use crate::routes::Page;
use crate::session::query::{Loaded, place_query};
use crate::session::{SessionStore, tell_outcome};
use crate::ui::HowManyFiles;
use crate::ui::announcer::set_page_title;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::sentence::with_elements;

/// Loads the image, and shows the form or why it can take no data.
#[component]
pub(super) fn ExistingImagePage(id: ImageId) -> impl IntoView {
    set_page_title(|| text::new_image::upload_data().into());
    let api = expect_context::<Api>();
    let wanted = id.clone();
    let image = place_query(move || {
        let id = wanted.clone();
        async move { api.image(&id).await }
    });
    let started = started();
    let watched = started_upload(started);
    let path = Page::image(&id).path();
    let back = Callback::new(move |()| {
        started.set(None);
        image.reload();
    });
    let content = move || match (watched.get(), image.value.get()) {
        (Some(watched), _) => view! { <StartedUpload watched=watched on_back=back/> }.into_any(),
        (None, Loaded::Pending) => {
            view! { <p class="side-text" role="status">{text::new_image::loading()}</p> }.into_any()
        }
        (None, Loaded::Failed(error)) => {
            let retry = Callback::new(move |()| image.reload());
            view! { <ErrorPanel title=text::new_image::not_loaded() error=error on_retry=retry/> }
                .into_any()
        }
        (None, Loaded::Ready(image)) => {
            view! { <FillForm image=image path=path.clone() started=started/> }.into_any()
        }
    };
    view! {
        <div class="page-head">
            <h1 class="page-title">{text::new_image::upload_data()}</h1>
        </div>
        {dyn_view(content)}
    }
}

#[component]
fn FillForm(image: Image, path: String, started: RwSignal<Option<UploadId>>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let name = image.display_name().to_owned();
    let refusal = sessions
        .caller()
        .and_then(|caller| can::upload(&image, &caller).reason());
    let link = view! { <a href=path>{name}</a> }.into_any();
    let heading = with_elements(text::new_image::for_image("\u{E000}"), vec![link]);
    let heading = view! { <p class="fill-image">{heading}</p> };
    match refusal {
        // The formats are chosen right here.
        None | Some(Reason::NoFormat) => {
            view! { {heading} <FillFields image=image started=started/> }.into_any()
        }
        Some(why) => view! {
            {heading}
            <div class="notice notice-caution" role="alert">
                <div class="notice-body"><p>{reason(why)}</p></div>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn FillFields(image: Image, started: RwSignal<Option<UploadId>>) -> impl IntoView {
    let api = expect_context::<Api>();
    let uploads = use_uploads();
    let schema = load_schema(api);
    let form = FormState::new(schema, HowManyFiles::One);
    form.fill(ImageDraft::of_waiting(&image));
    let own = memo(move || form.only_own());
    let quota = FilesQuota::new(form, Needs::data);
    // The image has everything but its formats.
    let ready = readiness_of(form, Signal::stored(0), quota);
    form.convert_while_shown();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let (first, page) = (ImageDraft::of_waiting(&image), Page::data_for(&image.id));
    expect_context::<UnsavedWork>().guard(move |leaving| match form.chosen.get() {
        _ if leaving.stays(|to| page.is_at(to)) => None,
        Chosen::One(file) => Some(text::new_image::file_not_uploaded(&file.name)),
        _ if form
            .only_own()
            .is_some_and(|own| own.have_chosen_formats(&first)) =>
        {
            Some(text::new_image::formats_not_saved().to_owned())
        }
        _ => form.expected.loss(),
    });
    let image = StoredValue::new(image);
    let upload = Callback::new(move |()| {
        let Chosen::One(file) = form.chosen.get_untracked() else {
            return;
        };
        let expected = untrack(|| form.expected.digest(file.key));
        let source = untrack(|| file.source());
        let seen = schema.with_untracked(|schema| file.seen_content(schema));
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match with_formats(api, image.get_value(), file.own.clone()).await {
                Ok(image) => {
                    let ids = uploads.start(vec![NewUpload {
                        source,
                        seen,
                        expected,
                        target: Target::ExistingImage(Box::new(image)),
                    }]);
                    let _left = started.try_set(ids.first().copied());
                }
                Err(error) => {
                    let _left = failure.try_set(Some(error));
                }
            }
            let _left = busy.try_set(false);
        });
    });
    view! {
        <div class="new-image">
            <div class="new-image-file">
                <DropZone form=form quota=quota/>
            </div>
            <InspectionPanel form=form quota=quota/>
            <div class="new-image-fields">
                <div class="form">
                    {dyn_view(move || own.get().map(|own| view! { <Formats own=own schema=schema/> }.into_any()))}
                </div>
                <div class="submit">
                    <UploadButton readiness=ready form=form busy=busy on_upload=upload/>
                </div>
                {dyn_view(move || {
                    failure
                        .get()
                        .map(|error| {
                            let title = tell_outcome(&error, text::new_image::formats_not_set());
                            view! { <ErrorPanel title=title error=error/> }.into_any()
                        })
                })}
            </div>
        </div>
    }
}
