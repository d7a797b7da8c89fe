//! The application: what every page shares, and the page that the address leads to.

mod commands;
mod fetch_ahead;
mod router;
mod shell;

use leptos::prelude::*;

use crate::api::{Api, OnSessionEnd, SigningIn};
use crate::features::downloads::store::Downloads;
use crate::features::language::LanguageStore;
use crate::features::uploads::store::Uploads;
use crate::navigation::{Navigator, UnsavedWork};
use crate::pages::image_list::Paused;
use crate::pages::sign_in::SignInPage;
use crate::routes::{Page, Route};
use crate::session::config::Config;
use crate::session::{SessionState, SessionStore, load_session};
use crate::ui::announcer::PageTitle;
use crate::ui::clock::Clock;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::theme::ThemeStore;
use crate::ui::toasts::Toasts;

use router::page_view;
use shell::{Shell, ToastView};

/// The whole dashboard.
#[component]
pub fn App() -> impl IntoView {
    let sessions = SessionStore::new();
    let api = Api::new(OnSessionEnd::SignInAgain(Callback::new(move |()| {
        Box::pin(sessions.sign_in_again()) as SigningIn
    })));
    let title = PageTitle::new();
    let unsaved = UnsavedWork::start();
    let navigator = Navigator::start(unsaved);
    provide_context(sessions);
    provide_context(api);
    provide_context(unsaved);
    provide_context(navigator);
    provide_context(navigator.scroll());
    provide_context(title);
    let config = Config::load();
    provide_context(config);
    provide_context(Clock::start());
    provide_context(ThemeStore::load());
    let toasts = Toasts::new();
    let language = LanguageStore::start(toasts, unsaved);
    provide_context(toasts);
    provide_context(language);
    provide_context(Paused::not_yet());
    provide_context(Uploads::new(sessions, config, unsaved));
    let downloads = Downloads::new();
    provide_context(downloads);
    title.follow();
    load_session(sessions);
    fetch_ahead::start();

    // The loading state of the document goes once there is something to show in its place.
    effect(move || {
        let is_known = sessions
            .state()
            .with(|state| !matches!(state, SessionState::Unknown));
        if is_known
            && language.get().is_some()
            && let Some(loading) = document().get_element_by_id("loading")
        {
            loading.remove();
        }
    });
    let route = memo(move || Route::of(&navigator.path()));
    effect(move || {
        if route.get() == Some(Route::Home) {
            navigator.lead_on(&Page::images().path());
        }
    });
    let is_framed = memo(move || route.get() != Some(Route::SignIn));
    let shown = move || {
        // In another language every view is made anew; what runs, uploads above all, goes on beside them.
        if language.get().is_none() {
            ().into_any()
        } else if is_framed.get() {
            view! {
                <Shell route=route downloads=downloads>{dyn_view(move || page_view(route.get().as_ref()))}</Shell>
            }
            .into_any()
        } else {
            view! { <SignInPage/> }.into_any()
        }
    };
    view! {
        {dyn_view(shown)}
        <ToastView/>
    }
}
