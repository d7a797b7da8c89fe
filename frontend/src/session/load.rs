//! Asking who is signed in, once, when the dashboard opens.

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::{SessionState, SessionStore};
use crate::api::{ApiError, session};
use crate::data::ANSWER_TIMEOUT;

/// Asks the edge who is signed in, and takes the loading state away once it has answered.
pub fn load_session(sessions: SessionStore) {
    let settle = move |state| {
        sessions.set(state);
        if let Some(loading) = document().get_element_by_id("loading") {
            loading.remove();
        }
    };
    // An answer that comes after all is taken.
    let late = move || settle(SessionState::Unavailable(ApiError::NoAnswer));
    let late = set_timeout_with_handle(late, ANSWER_TIMEOUT).ok();
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
