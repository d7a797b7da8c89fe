//! The end of the session, told in time; or put off, where the edge can renew it.

use gaze_shared::gateway::Renewal;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Api;
use crate::state::clock::Clock;
use crate::state::reactive::{effect, memo};
use crate::state::session::SessionStore;
use crate::ui::time::clock_text;

/// From when on the end is near: long enough to find the authenticator, or to end what one is at.
const SOON_SECONDS: i64 = 600;

/// The notice.
#[component]
pub(super) fn SessionEnd() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let api = expect_context::<Api>();
    let clock = expect_context::<Clock>();
    // When it ends, once that is near, and what can be done about it.
    let near_end = memo(move || {
        let session = sessions.session()?;
        let end = session.expires_at.unix_seconds()?;
        let left = end - clock.unix_seconds();
        (0..=SOON_SECONDS)
            .contains(&left)
            .then_some((end, session.renewal))
    });
    // An end that no renewal puts off: the credential's own.
    let last_end = RwSignal::new(None::<i64>);
    let to_renew = memo(move || {
        let (end, renewal) = near_end.get()?;
        (renewal == Renewal::Automatic && last_end.get() != Some(end)).then_some(end)
    });
    let prolong = move |renewal: Renewal, end: Option<i64>| {
        spawn_local(async move {
            // When it fails, the next tick tries again; and who does not want to now may later.
            if api.prolong_session(renewal).await.is_ok() {
                let _left = last_end.try_set(end);
            }
        });
    };
    effect(move || {
        let _tick = clock.unix_seconds();
        if let Some(end) = to_renew.get() {
            prolong(Renewal::Automatic, Some(end));
        }
    });
    view! {
        <div role="status">
            {move || {
                near_end
                    .get()
                    .filter(|_| to_renew.get().is_none())
                    .map(|(end, _)| {
                        view! {
                            <div class="notice notice-caution session-end">
                                <p class="notice-body">
                                    {format!("Your session ends at {}.", clock_text(end))}
                                </p>
                                <button
                                    type="button"
                                    class="button"
                                    on:click=move |_| prolong(Renewal::SignIn, None)
                                >
                                    {"Sign in again"}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
