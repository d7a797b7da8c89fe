//! The application: what every page shares, and which page an address leads to.

mod chunks;
mod fetch_ahead;

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError, session};
use crate::components::frame::Frame;
use crate::pages::image_list::Paused;
use crate::pages::sign_in::SignInPage;
use crate::paths::{Page, Route};
use crate::state::clock::Clock;
use crate::state::config::Config;
use crate::state::navigation::Navigator;
use crate::state::query::PATIENCE;
use crate::state::reactive::{effect, live, memo};
use crate::state::session::{SessionState, SessionStore};
use crate::state::theme::ThemeStore;
use crate::state::toasts::Toasts;
use crate::state::unsaved::UnsavedWork;
use crate::ui::announcer::PageTitle;
use crate::upload::tray::provide_uploads;

pub(crate) use chunks::{page_view, tray_view};

/// The whole dashboard.
#[component]
pub fn App() -> impl IntoView {
    let sessions = SessionStore::new();
    let api = Api::new(sessions);
    let title = PageTitle::new();
    let unsaved = UnsavedWork::start();
    let navigator = Navigator::start(unsaved);
    let config = Config(RwSignal::new(None));
    provide_context(sessions);
    provide_context(api);
    provide_context(unsaved);
    provide_context(navigator);
    provide_context(title);
    provide_context(config);
    provide_context(Clock::start());
    provide_context(ThemeStore::load());
    provide_context(Toasts::new());
    provide_context(Paused::not_yet());
    provide_uploads(sessions, unsaved);
    title.follow();
    load_session(sessions);
    fetch_ahead::start();
    spawn_local(async move {
        // The settings only add names; a page without them works, so a failure is not shown. The
        // session, asked for at the same time, tells when the edge is away.
        config.0.set(session::config().await.ok());
    });

    let route = memo(move || Route::of(&navigator.path()));
    effect(move || {
        if route.with(|route| *route == Route::Home) {
            navigator.lead_on(&Page::images().path());
        }
    });
    let is_framed = memo(move || route.with(|route| *route != Route::SignIn));
    live(move || {
        if is_framed.get() {
            view! { <Frame route=route/> }.into_any()
        } else {
            view! { <SignInPage/> }.into_any()
        }
    })
}

/// Asks the edge who is signed in, and takes the loading state away once it has answered.
pub(crate) fn load_session(sessions: SessionStore) {
    let settle = move |state| {
        sessions.set(state);
        if let Some(loading) = document().get_element_by_id("loading") {
            loading.remove();
        }
    };
    // An answer that comes after all is taken.
    let late = move || settle(SessionState::Unavailable(ApiError::NoAnswer));
    let late = set_timeout_with_handle(late, PATIENCE).ok();
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
