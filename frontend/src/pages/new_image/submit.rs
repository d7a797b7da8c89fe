//! The one button of the page, and what stands beside it.

use gaze_shared::gateway::Renewal;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form_state::FormState;
use super::readiness::Readiness;
use crate::api::Api;
use crate::features::uploads::session_estimate::outlives;
use crate::features::uploads::store::use_uploads;
use crate::i18n::dates::duration;
use crate::i18n::text;
use crate::session::{SessionStore, prolong_session};
use crate::ui::clock::unix_seconds;
use crate::ui::reactive::dyn_view;
use crate::ui::{ActionButton, ButtonStyle, Dialog};

/// The button, with the reason beside it when it cannot be used. An empty file is asked about, and so
/// are files that take longer than the session lasts.
#[component]
pub(super) fn UploadButton(
    #[prop(into)] readiness: Signal<Readiness>,
    form: FormState,
    #[prop(into)] busy: Signal<bool>,
    on_upload: Callback<()>,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let api = expect_context::<Api>();
    let uploads = use_uploads();
    let asking = RwSignal::new(false);
    // How long the upload takes that the person is asked about.
    let seconds_needed = RwSignal::new(0_i64);
    let is_empty = move || form.sizes().contains(&Bytes::ZERO);
    let close = Callback::new(move |()| asking.set(false));
    let go = move || {
        asking.set(false);
        // The form may have become another one while the person or the session was waited for.
        if readiness.with_untracked(|now| now.blocked_because.is_none()) {
            on_upload.run(());
        }
    };
    let too_long = move || {
        let session = untrack(|| sessions.session())?;
        let left = session.expires_at.unix_seconds()? - unix_seconds();
        let mut outgoing = untrack(|| form.outgoing());
        outgoing.retain(|(size, conversion)| !uploads.outlasts_session(*size, *conversion));
        let size = Bytes(outgoing.iter().map(|(size, _)| size.0).sum());
        if size == Bytes::ZERO {
            return None;
        }
        let needed = outlives(size, uploads.measured_rate(), left)?;
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
            let empty = form.files.with(|files| {
                let is_one_of_several = files.len() > 1;
                let empty = files.iter().find(|file| file.outgoing().0 == Bytes::ZERO);
                empty
                    .filter(|_| is_one_of_several)
                    .map(|file| file.name.clone())
            });
            let told = text::new_image::upload_empty();
            empty.map_or_else(
                || told.to_owned(),
                |name| text::new_image::in_file(&name, told),
            )
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
            style=ButtonStyle::Primary
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
                <button type="button" class=ButtonStyle::Plain.classes() autofocus on:click=second_thought>
                    {dyn_view(second_label)}
                </button>
                <button type="button" class=ButtonStyle::Primary.classes() on:click=move |_| go()>
                    {text::new_image::upload_it()}
                </button>
            </div>
        </Dialog>
    }
}
