//! Asking who is signed in, once, when the dashboard opens.

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::task::spawn_local;

use super::store::{SessionState, SessionStore};
use crate::api::{ApiError, session};
use crate::data::RESPONSE_TIMEOUT;

/// Asks the edge who is signed in.
pub fn load_session(sessions: SessionStore) {
    let settle = move |state| sessions.set(state);
    // An answer that comes after all is taken.
    let late = move || settle(SessionState::Unavailable(ApiError::NoResponse));
    let late = set_timeout_with_handle(late, RESPONSE_TIMEOUT).ok();
    spawn_local(async move {
        let current = session::current().await;
        if let Some(late) = late {
            late.clear();
        }
        settle(match current {
            Ok(Some(session)) => SessionState::SignedIn(Box::new(session)),
            Ok(None) => SessionState::SignedOut,
            Err(error) => SessionState::Unavailable(error),
        });
    });
}
