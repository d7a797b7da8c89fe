//! The way in.

use leptos::prelude::*;

use crate::components::sign_in_form::SignInForm;
use crate::paths::safe_return_path;
use crate::state::config::Config;
use crate::state::navigation::use_navigator;
use crate::state::reactive::{effect, live};
use crate::state::session::{SessionState, SessionStore};
use crate::ui::Mark;
use crate::ui::Show;
use crate::ui::announcer::{RouteAnnouncer, set_page_title};

/// Signs in, then goes to where the person wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    set_page_title(|| "Sign in".into());
    let sessions = expect_context::<SessionStore>();
    let config = expect_context::<Config>();
    let navigator = use_navigator();
    // Also for a person who comes here signed in.
    effect(move || {
        if matches!(sessions.state().get(), SessionState::SignedIn(_)) {
            let wanted = navigator
                .address()
                .with_untracked(|at| at.parameter("return_to"));
            navigator.lead_on(&safe_return_path(wanted.as_deref()));
        }
    });
    let is_known = move || {
        sessions
            .state()
            .with(|state| !matches!(state, SessionState::Unknown | SessionState::SignedIn(_)))
    };
    view! {
        <main class="sign-in">
            <Show when=is_known>
                <div class="sign-in-head">
                    <Mark/>
                    <h1 class="sign-in-title">
                        {live(move || match config.cloud_name() {
                            name if name.is_empty() => "Sign in".to_owned(),
                            name => format!("Sign in to {name}"),
                        })}
                    </h1>
                </div>
                <SignInForm on_signed_in=Callback::new(move |session| sessions.signed_in(session))/>
            </Show>
        </main>
        <RouteAnnouncer/>
    }
}
