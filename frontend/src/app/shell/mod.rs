//! What stands around every page behind the sign-in.

mod header;
mod help;
mod person_menu;
mod project_menu;
mod sidebar;
mod sign_in_again;
mod theme_menu;
mod toast_view;
mod unsaved_dialog;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::router::{offer_resumable, tray_view};
use crate::features::downloads::store::Downloads;
use crate::features::quota::QuotaStore;
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::store::use_uploads;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::{Address, Page, Route};
use crate::session::config::Config;
use crate::session::{SessionEnd, SessionState, SessionStore, load_session};
use crate::ui::PAGE_BAR_ID;
use crate::ui::announcer::RouteAnnouncer;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, effect, memo, on_change};

use header::Header;
use help::ShortcutHelp;
use sidebar::Sidebar;
use sign_in_again::SignInAgain;
pub(super) use toast_view::ToastView;
use unsaved_dialog::UnsavedDialog;

/// What the shell shows; the session itself may change (another project) without a new shell.
#[derive(Clone, PartialEq)]
enum ShellState {
    Waiting,
    Unavailable(crate::api::ApiError),
    Leaving,
    Working,
}

/// Header, sidebar, page and tray; sends whoever is not signed in to the sign-in page.
#[component]
pub(super) fn Shell(
    /// The page that is shown.
    route: Memo<Option<Route>>,
    downloads: Downloads,
    children: ChildrenFn,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let navigator = use_navigator();
    let state = memo(move || match sessions.state().get() {
        SessionState::Unknown => ShellState::Waiting,
        SessionState::Unavailable(error) => ShellState::Unavailable(error),
        SessionState::SignedOut => ShellState::Leaving,
        SessionState::SignedIn(_) => ShellState::Working,
    });
    effect(move || {
        if state.get() == ShellState::Leaving {
            let asked = navigator.address().with_untracked(Address::to_target);
            let page = Page::sign_in(Some(asked).filter(|asked| asked != "/"));
            navigator.lead_on(&page.path());
        }
    });
    dyn_view(move || match state.get() {
        ShellState::Waiting | ShellState::Leaving => ().into_any(),
        ShellState::Unavailable(error) => view! { <Unavailable error=error/> }.into_any(),
        ShellState::Working => {
            let children = children.clone();
            view! { <WorkingShell route=route downloads=downloads>{children()}</WorkingShell> }
                .into_any()
        }
    })
}

/// The edge could not say who is signed in.
#[component]
fn Unavailable(error: crate::api::ApiError) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    view! {
        <main class="alone">
            <ErrorPanel
                title=text::shell::not_opened()
                error=error
                on_retry=Callback::new(move |()| load_session(sessions))
            />
        </main>
    }
}

/// Looks for uploads of earlier pages when somebody comes, and again when they come back to this tab: another
/// may have been closed meanwhile.
fn offer_resumable_uploads() {
    let uploads = use_uploads();
    let search = move || spawn_local(offer_resumable(uploads));
    let sessions = expect_context::<SessionStore>();
    let acting_as = memo(move || sessions.session().as_ref().map(ActingAs::from));
    let config = expect_context::<Config>();
    effect(move || {
        // What was offered to somebody else is nobody else's.
        let is_signed_in = acting_as.get().is_some();
        uploads.withdraw_all();
        if is_signed_in && config.with(|config| config.is_some()) {
            search();
        }
    });
    let listeners =
        ["focus", "online"].map(|event| window_event_listener_untyped(event, move |_| search()));
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

#[component]
fn WorkingShell(
    route: Memo<Option<Route>>,
    downloads: Downloads,
    children: Children,
) -> impl IntoView {
    provide_context(QuotaStore::start(use_uploads().moving_count()));
    let main = NodeRef::<html::Main>::new();
    let focus_main = move || {
        if let Some(main) = main.get_untracked() {
            // An element of the page that takes the focus cannot refuse it.
            let _focused = main.focus();
        }
    };
    // A new page begins at its top; the first one leaves the focus to the browser.
    on_change(move || route.get(), move |_| focus_main());
    offer_resumable_uploads();
    let uploads = use_uploads();
    let has_uploads = memo(move || {
        uploads.can_start().get() || uploads.offers().with(|offers| !offers.is_empty())
    });
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>{text::shell::skip()}</a>
        <div class="shell">
            <Header/>
            <Sidebar/>
            <main class="shell-main" id="main" tabindex="-1" node_ref=main>
                {children()}
            </main>
            <div class="shell-tray">
                <SessionEnd/>
                <div id=PAGE_BAR_ID></div>
                {downloads.lines()}
                {dyn_view(move || has_uploads.get().then(tray_view))}
            </div>
        </div>
        <RouteAnnouncer/>
        <ShortcutHelp/>
        <SignInAgain/>
        <UnsavedDialog/>
    }
}
