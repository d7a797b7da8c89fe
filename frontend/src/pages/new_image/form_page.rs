//! The form for a new image.

use gaze_shared::glance::image::ImageCreate;
use gaze_shared::glance::schema::ImageSchema;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::already_here::AlreadyHerePanel;
use super::create_image::create_without_data;
use super::drop_zone::DropZone;
use super::fields::ImageFields;
use super::form_state::FormState;
use super::inspection_panel::InspectionPanel;
use super::quota::FileQuota;
use super::readiness::readiness_of;
use super::started_upload::{StartedUpload, started, started_upload};
use super::submit::UploadButton;
use crate::api::{Api, ApiError};
use crate::features::image_form::{ImageDraft, load_schema};
use crate::features::quota::{Needs, QuotaFit, QuotaStore, tell_over};
use crate::features::uploads::engine::target::{Target, UploadId};
use crate::features::uploads::random_id::random_image_id;
use crate::features::uploads::store::use_uploads;
use crate::i18n::text;
use crate::navigation::{Leaving, UnsavedWork, use_navigator};
use crate::routes::Page;
use crate::session::{SessionStore, tell_outcome};
use crate::ui::announcer::set_page_title;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonStyle, Show};

/// File on the left with its fields, what it is on the right; then the upload.
#[component]
pub(super) fn FormPage() -> impl IntoView {
    set_page_title(|| text::new_image::title().into());
    let uploads = use_uploads();
    let schema = load_schema(expect_context::<Api>());
    let form = FormState::new(schema);
    if let Some(seed) = uploads.take_form_seed()
        && let Target::NewImage(create) = seed.target
    {
        form.fill(ImageDraft::of_create(&create));
        if let Some(expected) = &seed.expected {
            form.expected.fill(expected);
        }
        form.choose(seed.file);
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
    let uploads = use_uploads();
    let quota = FileQuota::new(form, Needs::image_with_data);
    let caller = Signal::derive(move || sessions.caller());
    let violations: Signal<Vec<_>> = memo(move || {
        let draft = form.draft();
        schema.with(|schema| draft.create_violations(schema, caller.get().as_ref()))
    })
    .into();
    let n_violations = Signal::derive(move || violations.with(Vec::len));
    let ready = readiness_of(form, schema, n_violations, quota);
    let size = Signal::derive(move || form.file_size());
    let upload = Callback::new(move |()| {
        let create = Box::new(untrack(|| form.draft().create()));
        let Some(chosen) = form.chosen.get_untracked() else {
            return;
        };
        let seen = form.seen_content();
        let expected = form.expected.digest();
        started.set(uploads.start(chosen.file, seen, expected, Target::NewImage(create)));
    });
    let has_file = memo(move || form.chosen.with(Option::is_some));
    expect_context::<UnsavedWork>().guard(move |leaving| {
        let stays = leaving.stays(|to| Page::new_image().is_at(to));
        // The form is the same in every project.
        let is_kept = stays || matches!(leaving, Leaving::OtherPlace);
        (!is_kept).then(|| form.loss()).flatten()
    });
    view! {
        <div class="new-image">
            <div class="new-image-file">
                <DropZone form=form/>
                <AlreadyHerePanel form=form/>
            </div>
            <InspectionPanel form=form schema=schema quota=quota/>
            <div class="new-image-fields">
                <ImageFields form=form schema=schema violations=violations caller=caller/>
                <div class="submit">
                    <UploadButton readiness=ready size=size busy=false on_upload=upload/>
                </div>
                <Show when=move || !has_file.get()>
                    <CreateWithoutData form=form n_violations=n_violations/>
                </Show>
            </div>
        </div>
    }
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
        let mut create = untrack(|| form.draft().create());
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
