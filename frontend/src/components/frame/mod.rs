//! The frame around every page behind the sign-in.

mod header;
mod help;
mod person_menu;
mod project_menu;
mod rail;
mod sign_in_again;
mod theme_menu;
mod toast_view;

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};

use crate::app::load_session;
use crate::components::error_panel::ErrorPanel;
use crate::paths::Page;
use crate::state::session::{SessionState, SessionStore};
use crate::ui::announcer::RouteAnnouncer;
use crate::ui::keyboard::on_plain_key;
use crate::upload::tray::Tray;

use header::Header;
use help::ShortcutHelp;
use rail::Rail;
use sign_in_again::SignInAgain;
use toast_view::ToastView;

/// The element above the tray where a page puts a bar that keeps to the bottom of the window.
pub const BAR_ID: &str = "frame-bar";

/// What the frame shows; the session itself may change (another project) without a new frame.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Unavailable(crate::api::ApiError),
    Leaving,
    Working,
}

/// Header, rail, page and tray; sends whoever is not signed in to the sign-in page.
#[component]
pub fn Frame() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let stage = Memo::new(move |_| match sessions.state().get() {
        SessionState::Unknown => Stage::Waiting,
        SessionState::Unavailable(error) => Stage::Unavailable(error),
        SessionState::SignedOut => Stage::Leaving,
        SessionState::SignedIn(_) => Stage::Working,
    });
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move || {
        if stage.get() == Stage::Leaving {
            let query = location.search.get_untracked();
            let path = location.pathname.get_untracked();
            let asked = if query.is_empty() {
                path
            } else {
                format!("{path}?{query}")
            };
            let page = Page::SignIn {
                return_to: (asked != "/").then_some(asked),
            };
            navigate(
                &page.path(),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
    move || match stage.get() {
        Stage::Waiting | Stage::Leaving => ().into_any(),
        Stage::Unavailable(error) => view! { <Unavailable error=error/> }.into_any(),
        Stage::Working => view! { <WorkingFrame/> }.into_any(),
    }
}

/// The edge could not say who is signed in.
#[component]
fn Unavailable(error: crate::api::ApiError) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    view! {
        <main class="alone">
            <ErrorPanel
                title="Gaze could not be opened."
                error=error
                on_retry=Callback::new(move |()| load_session(sessions))
            />
        </main>
    }
}

#[component]
fn WorkingFrame() -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    let focus_main = move || {
        if let Some(main) = main.get_untracked() {
            // An element of the page that takes the focus cannot refuse it.
            let _focused = main.focus();
        }
    };
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = pathname.get();
        // A new page begins at its top; the first one leaves the focus to the browser.
        if before.is_some_and(|before| before != now) {
            focus_main();
        }
        now
    });
    let navigate = use_navigate();
    on_plain_key(move |key| {
        let page = match key {
            "n" => Page::new_image(),
            "g" => Page::images(),
            _ => return false,
        };
        navigate(&page.path(), NavigateOptions::default());
        true
    });
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>{"Skip to the page"}</a>
        <div class="frame">
            <Header/>
            <Rail/>
            <main class="frame-main" id="main" tabindex="-1" node_ref=main>
                <Outlet/>
            </main>
            <div class="frame-tray">
                <div id=BAR_ID></div>
                <Tray/>
            </div>
        </div>
        <ToastView/>
        <RouteAnnouncer/>
        <ShortcutHelp/>
        <SignInAgain/>
    }
}
