//! The application: what every page shares, and which page an address leads to.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::api::{Api, session};
use crate::components::frame::Frame;
use crate::pages::image::ImagePage;
use crate::pages::image_list::ImageListPage;
use crate::pages::new_image::NewImagePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::uploads::UploadsPage;
use crate::paths::Page;
use crate::state::clock::Clock;
use crate::state::config::Config;
use crate::state::session::{SessionState, SessionStore};
use crate::state::theme::ThemeStore;
use crate::state::toasts::Toasts;
use crate::ui::announcer::PageTitle;
use crate::upload::tray::provide_uploads;

/// The whole dashboard.
#[component]
pub fn App() -> impl IntoView {
    let sessions = SessionStore::new();
    let api = Api::new(sessions);
    let title = PageTitle::new();
    let config = Config(RwSignal::new(None));
    provide_context(sessions);
    provide_context(api);
    provide_context(title);
    provide_context(config);
    provide_context(Clock::start());
    provide_context(ThemeStore::load());
    provide_context(Toasts::new());
    provide_uploads(sessions);
    title.follow();
    load_session(sessions);
    spawn_local(async move {
        // The settings only add names; a page without them works, so a failure is not shown. The
        // session, asked for at the same time, tells when the edge is away.
        config.0.set(session::config().await.ok());
    });

    view! {
        <Router>
            <Routes fallback=|| view! { <Redirect path=Page::images().path()/> }>
                <Route path=path!("/sign-in") view=SignInPage/>
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("") view=|| view! { <Redirect path=Page::images().path()/> }/>
                    <Route path=path!("/images") view=ImageListPage/>
                    <Route path=path!("/images/new") view=NewImagePage/>
                    <Route path=path!("/images/:id") view=ImagePage/>
                    <Route path=path!("/uploads") view=UploadsPage/>
                    <Route path=path!("/*any") view=NotFoundPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Asks the edge who is signed in, and takes the loading state away once it has answered.
pub(crate) fn load_session(sessions: SessionStore) {
    spawn_local(async move {
        sessions.set(match session::current().await {
            Ok(Some(session)) => SessionState::SignedIn(session),
            Ok(None) => SessionState::SignedOut,
            Err(error) => SessionState::Unavailable(error),
        });
        if let Some(loading) = document().get_element_by_id("loading") {
            loading.remove();
        }
    });
}
