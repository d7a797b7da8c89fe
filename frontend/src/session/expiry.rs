//! The end of the session, told in time; or put off, where the edge can renew it.

use gaze_shared::gateway::{ChangeSession, Renewal};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::SessionStore;
use crate::api::{Api, ApiError};
use crate::i18n::dates::exact_text;
use crate::i18n::text;
use crate::ui::clock::Clock;
use crate::ui::reactive::{dyn_view, effect};

/// From when on the end is near: long enough to find the authenticator, or to end what one is at.
const SOON_SECONDS: i64 = 600;

/// Gets the session a longer life: by itself where it can be renewed, else by letting the person sign in
/// again. The session that goes on may all the same end as soon as before.
///
/// # Errors
/// See [`ApiError`]; [`ApiError::SignInRequired`] when the person does not want to now.
pub async fn prolong_session(
    sessions: SessionStore,
    api: Api,
    renewal: Renewal,
) -> Result<(), ApiError> {
    if renewal != Renewal::Automatic {
        return sessions.sign_in_ahead().await;
    }
    sessions.signed_in(api.change_session(&ChangeSession::default()).await?);
    Ok(())
}

#[component]
pub fn SessionEnd() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let api = expect_context::<Api>();
    let clock = expect_context::<Clock>();
    let ended = sessions.is_interrupted();
    // An end that no renewal puts off, the credential's own. Long ago, there is none.
    let last_end = RwSignal::new(i64::MIN);
    // When it ends, once that is near, and what is to be done about it.
    let near_end = move || {
        // One that has ended already is told of by the dialog that asks to sign in again.
        let session = sessions.session().filter(|_| !ended.get())?;
        let end = session.expires_at.unix_seconds()?;
        let left = end - clock.unix_seconds();
        let renewal = if last_end.get() == end {
            Renewal::SignIn
        } else {
            session.renewal
        };
        (0..=SOON_SECONDS)
            .contains(&left)
            .then_some((end, renewal == Renewal::Automatic))
    };
    let prolong = move |renewal: Renewal, end: i64| {
        spawn_local(async move {
            // When it fails, the next tick tries again; and who does not want to now may later.
            if prolong_session(sessions, api, renewal).await.is_ok() {
                let _left = last_end.try_set(end);
            }
        });
    };
    effect(move || {
        if let Some((end, true)) = near_end() {
            prolong(Renewal::Automatic, end);
        }
    });
    view! {
        <div role="status">
            {dyn_view(move || {
                near_end()
                    .filter(|(_, renews)| !renews)
                    .map(|(end, _)| {
                        view! {
                            <div class="notice notice-caution session-end">
                                <p class="notice-body">
                                    {text::session::ends_at(&exact_text(end))}
                                </p>
                                <button
                                    type="button"
                                    class="button"
                                    on:click=move |_| prolong(Renewal::SignIn, end)
                                >
                                    {text::session::sign_in_again()}
                                </button>
                            </div>
                        }.into_any()
                    })
            })}
        </div>
    }
}
