//! The frame around every page behind the sign-in.

mod header;
mod help;
mod person_menu;
mod project_menu;
mod rail;
mod session_end;
mod sign_in_again;
mod theme_menu;
mod toast_view;
mod unsaved_dialog;

use leptos::html;
use leptos::prelude::*;

use crate::app::{load_session, page_view, tray_view};
use crate::components::error_panel::ErrorPanel;
use crate::paths::{Page, Route};
use crate::quota::QuotaStore;
use crate::state::navigation::{Address, use_navigator};
use crate::state::reactive::{effect, live, memo, on_change};
use crate::state::session::{SessionState, SessionStore};
use crate::ui::announcer::RouteAnnouncer;
use crate::ui::keyboard::on_plain_key;
use crate::upload::uploads::use_uploads;

use header::Header;
use help::ShortcutHelp;
use rail::Rail;
use session_end::SessionEnd;
use sign_in_again::SignInAgain;
use toast_view::ToastView;
use unsaved_dialog::UnsavedDialog;

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
pub fn Frame(
    /// The page that is shown.
    route: Memo<Route>,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let navigator = use_navigator();
    let stage = memo(move || match sessions.state().get() {
        SessionState::Unknown => Stage::Waiting,
        SessionState::Unavailable(error) => Stage::Unavailable(error),
        SessionState::SignedOut => Stage::Leaving,
        SessionState::SignedIn(_) => Stage::Working,
    });
    effect(move || {
        if stage.get() == Stage::Leaving {
            let asked = navigator.address().with_untracked(Address::to_target);
            let page = Page::SignIn {
                return_to: Some(asked).filter(|asked| asked != "/"),
            };
            navigator.lead_on(&page.path());
        }
    });
    live(move || match stage.get() {
        Stage::Waiting | Stage::Leaving => ().into_any(),
        Stage::Unavailable(error) => view! { <Unavailable error=error/> }.into_any(),
        Stage::Working => view! { <WorkingFrame route=route/> }.into_any(),
    })
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
fn WorkingFrame(route: Memo<Route>) -> impl IntoView {
    let navigator = use_navigator();
    provide_context(QuotaStore::start());
    let main = NodeRef::<html::Main>::new();
    let focus_main = move || {
        if let Some(main) = main.get_untracked() {
            // An element of the page that takes the focus cannot refuse it.
            let _focused = main.focus();
        }
    };
    // A new page begins at its top; the first one leaves the focus to the browser.
    on_change(move || route.get(), move |_| focus_main());
    on_plain_key(move |key| {
        let page = match key {
            "n" => Page::new_image(),
            "g" => Page::images(),
            _ => return false,
        };
        navigator.go(&page.path());
        true
    });
    let can_upload = use_uploads().can_start();
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
                {live(move || page_view(route.get()))}
            </main>
            <div class="frame-tray">
                <SessionEnd/>
                <div id=BAR_ID></div>
                {live(move || can_upload.get().then(tray_view))}
            </div>
        </div>
        <ToastView/>
        <RouteAnnouncer/>
        <ShortcutHelp/>
        <SignInAgain/>
        <UnsavedDialog/>
    }
}
