//! The one button of the page, and what stands beside it.

use gaze_shared::gateway::Renewal;
use gaze_shared::glance::image::{Image, ImageCreate};
use gaze_shared::glance::patch;
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::inspect::Severity;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form_state::{Chosen, FormState};
use super::inspecting::Looked;
use super::notes::notes;
use super::readiness::{Content, FileReadiness, Readiness};
use crate::api::{Api, ApiError, Method, Request, created_image};
use crate::features::uploads::session_estimate::outlives;
use crate::features::uploads::store::use_uploads;
use crate::i18n::dates::duration;
use crate::i18n::text;
use crate::session::{SessionStore, prolong_session};
use crate::ui::clock::unix_seconds;
use crate::ui::reactive::{dyn_view, memo};
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

/// What Glance makes of the file's content under the chosen formats, reactively.
pub(super) fn content_of(form: FormState, schema: Signal<ImageSchema>) -> Memo<Content> {
    memo(move || {
        let (disk, container) = form.formats();
        let is_refused =
            form.chosen
                .with(|chosen| match chosen.as_ref().map(|file| &file.looked) {
                    Some(Looked::Seen(inspection)) => schema
                        .with(|schema| notes(inspection, &disk, &container, schema))
                        .iter()
                        .any(|note| note.severity == Severity::Refused),
                    _ => false,
                });
        if is_refused {
            Content::Refused
        } else {
            Content::Fine
        }
    })
}

/// The button, with the reason beside it when it cannot be used. An empty file is asked about, and so
/// is one that takes longer than the session lasts.
#[component]
pub(super) fn UploadButton(
    #[prop(into)] readiness: Signal<Readiness>,
    #[prop(into)] size: Signal<Option<Bytes>>,
    #[prop(into)] busy: Signal<bool>,
    on_upload: Callback<()>,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let api = expect_context::<Api>();
    let uploads = use_uploads();
    let asking = RwSignal::new(false);
    // How long the upload takes that the person is asked about.
    let seconds_needed = RwSignal::new(0_i64);
    let is_empty = move || size.get() == Some(Bytes::ZERO);
    let close = Callback::new(move |()| asking.set(false));
    let go = move || {
        asking.set(false);
        on_upload.run(());
    };
    let too_long = move || {
        let session = untrack(|| sessions.session())?;
        let left = session.expires_at.unix_seconds()? - unix_seconds();
        let needed = outlives(size.get_untracked()?, uploads.measured_rate(), left)?;
        seconds_needed.set(needed);
        Some(session.renewal)
    };
    // Asks what is still to be asked once the session is as long as it gets.
    let prolong = move |renewal: Renewal| {
        asking.set(false);
        spawn_local(async move {
            let by_itself = renewal == Renewal::Automatic;
            let outcome = prolong_session(sessions, api, renewal).await;
            // The page may have been left meanwhile, and its file with it.
            if asking.try_get_untracked().is_none() {
                return;
            }
            if by_itself && too_long().is_some() {
                asking.set(true);
            } else if by_itself || outcome.is_ok() {
                go();
            }
        });
    };
    let press = Callback::new(move |()| {
        if untrack(is_empty) {
            asking.set(true);
            return;
        }
        match too_long() {
            None => go(),
            Some(Renewal::Automatic) => prolong(Renewal::Automatic),
            Some(_) => asking.set(true),
        }
    });
    let title = move || {
        let title = if is_empty() {
            text::new_image::upload_empty_title()
        } else {
            text::new_image::sign_in_first_title()
        };
        title.to_owned()
    };
    let question = move || {
        if is_empty() {
            text::new_image::upload_empty().to_owned()
        } else {
            text::new_image::sign_in_first(&duration(seconds_needed.get().unsigned_abs()))
        }
    };
    let second_thought = move |_| {
        if untrack(is_empty) {
            asking.set(false);
        } else {
            prolong(Renewal::SignIn);
        }
    };
    let second_label = move || {
        if is_empty() {
            text::new_image::choose_another_file()
        } else {
            text::new_image::sign_in_again()
        }
    };
    let because = Signal::derive(move || readiness.with(|now| now.blocked_because.clone()));
    view! {
        <ActionButton
            label=Signal::derive(move || readiness.with(|now| now.label.clone()))
            look=ButtonLook::Primary
            on_click=press
            disabled_because=because
            busy=busy
        />
        {dyn_view(move || {
            because
                .get()
                .or_else(|| readiness.with(|now| now.caution.clone()))
                .map(|text| view! { <span class="submit-reason">{text}</span> }.into_any())
        })}
        <Dialog
            open=asking
            on_close=close
            title=Signal::derive(title)
        >
            <p class="dialog-text">{dyn_view(question)}</p>
            <div class="dialog-actions">
                <button type="button" class=ButtonLook::Plain.classes() autofocus on:click=second_thought>
                    {dyn_view(second_label)}
                </button>
                <button type="button" class=ButtonLook::Primary.classes() on:click=move |_| go()>
                    {text::new_image::upload_it()}
                </button>
            </div>
        </Dialog>
    }
}

/// Registers an image without data. The id is the caller's own, so that an answer that was lost is
/// found again: 409 then means that the image is there, as it was `asked_before`. What was changed in the form
/// since then is changed in the image.
pub(super) async fn create_without_data(
    api: Api,
    create: ImageCreate,
    asked_before: Option<ImageCreate>,
) -> Result<(), ApiError> {
    let request = Request::json(Method::Post, "/v2/images", &create)?;
    let answer = api.send(request).await;
    let Err(error) = answer.and_then(|answer| created_image(&answer, &create)) else {
        return Ok(());
    };
    let (Some(409), Some(before), Some(id)) = (error.status(), asked_before, &create.id) else {
        return Err(error);
    };
    let image = api.image(id).await?;
    let operations = patch::diff(&image, &brought_up_to(&image, &before, &create));
    if !operations.is_empty() {
        api.patch_image(id, &operations).await?;
    }
    Ok(())
}

/// An image that was asked for in one way, as it is wanted now. What Glance has added to it stays.
fn brought_up_to(image: &Image, before: &ImageCreate, wanted: &ImageCreate) -> Image {
    let mut after = image.clone();
    after.name.clone_from(&wanted.name);
    after.disk_format.clone_from(&wanted.disk_format);
    after.container_format.clone_from(&wanted.container_format);
    after.min_disk = wanted.min_disk.unwrap_or_default();
    after.min_ram = wanted.min_ram.unwrap_or_default();
    after.protected = wanted.protected.unwrap_or_default();
    after.tags.clone_from(&wanted.tags);
    if let Some(visibility) = &wanted.visibility {
        after.visibility.clone_from(visibility);
    }
    for key in before.properties.keys() {
        after.properties.remove(key);
    }
    after.properties.extend(wanted.properties.clone());
    after
}

/// Brings the formats of an image that waits for data in line with the form.
pub(super) async fn with_formats(
    api: Api,
    image: Image,
    form: FormState,
) -> Result<Image, ApiError> {
    let mut after = image.clone();
    after.disk_format = form.fields.disk_format.get_untracked();
    after.container_format = form.fields.container_format.get_untracked();
    let operations = patch::diff(&image, &after);
    if operations.is_empty() {
        return Ok(image);
    }
    api.patch_image(&image.id, &operations).await
}
