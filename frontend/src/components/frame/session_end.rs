//! The end of the session, told in time; or put off, where the edge can renew it.

use std::cell::Cell;
use std::rc::Rc;

use gaze_shared::gateway::{ChangeSession, Renewal};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Api;
use crate::state::clock::Clock;
use crate::state::reactive::{effect, memo};
use crate::state::session::{Interruption, SessionStore};
use crate::ui::time::clock_text;

/// From when on the end is near: long enough to find the authenticator, or to end what one is at.
const SOON_SECONDS: i64 = 600;

/// The notice.
#[component]
pub(super) fn SessionEnd() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let api = expect_context::<Api>();
    let clock = expect_context::<Clock>();
    // When it ends, once that is near, and whether somebody has to do something about it.
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
    let to_tell = memo(move || {
        let (end, _) = near_end.get()?;
        to_renew.get().is_none().then_some(end)
    });
    let is_renewing = Rc::new(Cell::new(false));
    effect(move || {
        let _tick = clock.unix_seconds();
        let Some(end) = to_renew.get() else { return };
        if is_renewing.replace(true) {
            return;
        }
        let is_renewing = Rc::clone(&is_renewing);
        spawn_local(async move {
            // When it fails, the next tick tries again.
            if let Ok(session) = api.change_session(&ChangeSession::default()).await {
                if session.expires_at.unix_seconds() == Some(end) {
                    last_end.set(Some(end));
                }
                sessions.signed_in(session);
            }
            is_renewing.set(false);
        });
    });
    let again = move |_| {
        spawn_local(async move {
            // Who does not want to has closed the dialog.
            let _not_now = sessions.sign_in_again(Interruption::EndsSoon).await;
        });
    };
    view! {
        <div role="status">
            {move || match to_tell.get() {
                Some(end) => {
                    view! {
                        <div class="notice notice-caution session-end">
                            <p class="notice-body">
                                {format!("Your session ends at {}.", clock_text(end))}
                            </p>
                            <button type="button" class="button" on:click=again>
                                {"Sign in again"}
                            </button>
                        </div>
                    }
                        .into_any()
                }
                None => ().into_any(),
            }}
        </div>
    }
}
