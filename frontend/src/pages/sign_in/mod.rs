//! The way in.

use leptos::prelude::*;

use crate::features::language::LanguageChoice;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::parameters::RETURN_TO;
use crate::routes::safe_return_path;
use crate::session::config::Config;
use crate::session::sign_in_form::SignInForm;
use crate::session::{SessionState, SessionStore};
use crate::ui::announcer::{RouteAnnouncer, set_page_title};
use crate::ui::reactive::{dyn_view, effect};
use crate::ui::{Logo, Show};

/// Signs in, then goes to where the person wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    set_page_title(|| text::session::sign_in().to_owned());
    let sessions = expect_context::<SessionStore>();
    let config = expect_context::<Config>();
    let navigator = use_navigator();
    // Also for a person who comes here signed in.
    effect(move || {
        if matches!(sessions.state().get(), SessionState::SignedIn(_)) {
            let wanted = navigator
                .address()
                .with_untracked(|at| at.parameter(RETURN_TO));
            navigator.lead_on(&safe_return_path(wanted.as_deref()));
        }
    });
    let is_known = move || {
        sessions
            .state()
            .with(|state| !matches!(state, SessionState::Unknown | SessionState::SignedIn(_)))
    };
    view! {
        <main class="sign-in" id="main" tabindex="-1">
            <Show when=is_known>
                <div class="sign-in-head">
                    <Logo/>
                    <h1 class="sign-in-title">
                        {dyn_view(move || match config.cloud_name() {
                            name if name.is_empty() => text::session::sign_in().to_owned(),
                            name => text::session::sign_in_to(&name),
                        })}
                    </h1>
                </div>
                <SignInForm/>
                <LanguageChoice/>
            </Show>
        </main>
        <RouteAnnouncer/>
    }
}
