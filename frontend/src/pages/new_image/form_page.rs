//! The form for a new image.

use gaze_shared::glance::image::ImageCreate;
use gaze_shared::glance::schema::ImageSchema;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::already_here::AlreadyHerePanel;
use super::chosen_file::ChosenFile;
use super::create_image::create_without_data;
use super::drop_zone::DropZone;
use super::fields::ImageFields;
use super::form_state::{Chosen, FormState, Taking};
use super::inspection_panel::InspectionPanel;
use super::own_fields::is_own;
use super::quota::FilesQuota;
use super::readiness::readiness_of;
use super::started_upload::{StartedUpload, started, started_upload};
use super::submit::UploadButton;
use crate::api::{Api, ApiError};
use crate::features::image_form::{ImageDraft, load_schema};
use crate::features::quota::{Needs, QuotaFit, QuotaStore, tell_over};
use crate::features::uploads::engine::target::{Target, UploadId};
use crate::features::uploads::random_id::random_image_id;
use crate::features::uploads::store::{NewUpload, use_uploads};
use crate::i18n::text;
use crate::navigation::{Leaving, UnsavedWork, use_navigator};
use crate::routes::{Page, Route};
use crate::session::{SessionStore, tell_outcome};
use crate::ui::announcer::set_page_title;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonStyle, HowManyFiles, Show};

/// Files on the left with their fields, what they are on the right; then the upload.
#[component]
pub(super) fn FormPage() -> impl IntoView {
    set_page_title(|| text::new_image::title().into());
    let uploads = use_uploads();
    let schema = load_schema(expect_context::<Api>());
    let form = FormState::new(schema, HowManyFiles::Several);
    if let Some(seed) = uploads.take_form_seed()
        && let Target::NewImage(create) = seed.target
    {
        form.fill(ImageDraft::of_create(&create));
        if let Some(expected) = &seed.expected {
            form.expected.fill(expected);
        }
        form.choose(vec![seed.file], Taking::BesideThem);
    }
    let started = started();
    let watched = started_upload(started);
    let back = Callback::new(move |()| started.set(None));
    let another = Callback::new(move |()| {
        started.set(None);
        form.reset();
    });
    view! {
        <div class="page-head">
            <h1 class="page-title">{text::new_image::title()}</h1>
        </div>
        {dyn_view(move || match watched.get() {
            Some(watched) => {
                view! { <StartedUpload watched=watched on_back=back on_another=another/> }.into_any()
            }
            None => view! { <NewImageForm form=form schema=schema started=started/> }.into_any(),
        })}
    }
}

#[component]
fn NewImageForm(
    form: FormState,
    schema: Signal<ImageSchema>,
    started: RwSignal<Option<UploadId>>,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let navigator = use_navigator();
    let uploads = use_uploads();
    let quota = FilesQuota::new(form, Needs::image_with_data);
    let caller = Signal::derive(move || sessions.caller());
    let of_common: Signal<Vec<_>> = memo(move || {
        let draft = form.common.draft();
        let mut violations =
            schema.with(|schema| draft.create_violations(schema, caller.get().as_ref()));
        violations.retain(|one| !is_own(&one.field));
        violations
    })
    .into();
    let violations: Signal<Vec<_>> =
        memo(move || of_common.with(|of_common| form.violations(of_common))).into();
    let n_of_common = Signal::derive(move || of_common.with(Vec::len));
    let n_violations = Signal::derive(move || violations.with(Vec::len));
    let ready = readiness_of(form, n_of_common, quota);
    form.convert_while_shown();
    let upload = Callback::new(move |()| {
        let ids = uploads.start(untrack(|| to_upload(form, schema)));
        match ids[..] {
            [] => {}
            [id] => started.set(Some(id)),
            _ => {
                // What becomes of several is seen where all uploads are.
                form.reset();
                navigator.go(&Route::Uploads.path());
            }
        }
    });
    expect_context::<UnsavedWork>().guard(move |leaving| {
        let stays = leaving.stays(|to| Page::new_image().is_at(to));
        // The form is the same in every project.
        let is_kept = stays || matches!(leaving, Leaving::OtherPlace);
        (!is_kept).then(|| form.loss()).flatten()
    });
    view! {
        <div class="new-image">
            <div class="new-image-file">
                <DropZone form=form quota=quota/>
                {dyn_view(move || match form.chosen.get() {
                    Chosen::One(file) => {
                        view! { <AlreadyHerePanel form=form file=*file/> }.into_any()
                    }
                    Chosen::Nothing | Chosen::Several => ().into_any(),
                })}
            </div>
            <InspectionPanel form=form quota=quota/>
            <div class="new-image-fields">
                <ImageFields form=form schema=schema violations=violations caller=caller/>
                <div class="submit">
                    <UploadButton readiness=ready form=form busy=false on_upload=upload/>
                </div>
                <Show when=move || !form.has_file()>
                    <CreateWithoutData form=form n_violations=n_violations/>
                </Show>
            </div>
        </div>
    }
}

/// What the form describes: one image a file, in their order.
fn to_upload(form: FormState, schema: Signal<ImageSchema>) -> Vec<NewUpload> {
    let files = form.files.get();
    let new = |file: &ChosenFile| NewUpload {
        source: file.source(),
        seen: schema.with(|schema| file.seen_content(schema)),
        expected: form.expected.digest(file.key),
        target: Target::NewImage(Box::new(file.own.draft(form.common.draft()).create())),
    };
    files.iter().map(new).collect()
}

/// Registers the image only, for who uploads the data later or by other means.
#[component]
fn CreateWithoutData(form: FormState, n_violations: Signal<usize>) -> impl IntoView {
    let api = expect_context::<Api>();
    let toasts = expect_context::<Toasts>();
    let navigator = use_navigator();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    // Kept over tries, so that one whose answer was lost is found again.
    let asked_before = StoredValue::new(None::<ImageCreate>);
    let store = expect_context::<QuotaStore>();
    let because = Signal::derive(move || match store.fit(Needs::image()) {
        QuotaFit::Exceeds(over) => Some(tell_over(&over)),
        _ => (n_violations.get() > 0).then(|| text::new_image::correct_fields(n_violations.get())),
    });
    let create = Callback::new(move |()| {
        let before = asked_before.get_value();
        let known = before.as_ref().and_then(|before| before.id.clone());
        let image = known.unwrap_or_else(random_image_id);
        let draft = untrack(|| form.only_own().map(|own| own.draft(form.common.draft())));
        let Some(mut create) = draft.map(|draft| draft.create()) else {
            return;
        };
        create.id = Some(image.clone());
        let mut asked = create.clone();
        // A property that was asked for and is not wanted any more may be there all the same.
        let earlier = before.iter().flat_map(|before| before.properties.clone());
        asked.properties.extend(earlier);
        asked_before.set_value(Some(asked));
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let outcome = create_without_data(api, create, before).await;
            // The page may have been left meanwhile, and what is there now with good reason.
            let is_left = busy.try_set(false).is_some();
            match outcome {
                Ok(()) => {
                    toasts.show(text::new_image::created_without_data());
                    if !is_left {
                        form.reset();
                        navigator.go(&Page::image(&image).path());
                    }
                }
                Err(error) => {
                    let _left = failure.try_set(Some(error));
                }
            }
        });
    });
    view! {
        <div class="without-data">
            <p class="field-hint">{text::new_image::register_now()}</p>
            <ActionButton
                label=text::new_image::create_without_data()
                style=ButtonStyle::Plain
                on_click=create
                disabled_because=because
                busy=busy
            />
            {dyn_view(move || {
                failure
                    .get()
                    .map(|error| {
                        let title = tell_outcome(&error, text::new_image::not_created());
                        view! { <ErrorPanel title=title error=error on_retry=create/> }.into_any()
                    })
            })}
        </div>
    }
}
