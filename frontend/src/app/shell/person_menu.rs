//! Who is signed in, the keyboard help, and the way out: at once, or after a question while files upload.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::help::HelpSwitch;
use crate::api::session;
use crate::features::language::LanguageChoice;
use crate::features::uploads::store::use_uploads;
use crate::i18n::dates::exact_text;
use crate::i18n::text;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::SessionStore;
use crate::ui::reactive::dyn_view;
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonStyle, Dialog, ErrorView, Icon, IconView, Menu};

#[component]
pub(super) fn PersonMenu() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let toasts = expect_context::<Toasts>();
    let help = HelpSwitch::from_url();
    let name = move || {
        sessions
            .session()
            .map(|session| session.user.name)
            .unwrap_or_default()
    };
    let facts = move || {
        sessions.session().map(|session| {
            let ends = session.expires_at.unix_seconds().map(exact_text);
            view! {
                <dl class="menu-facts">
                    <dt>{text::shell::user()}</dt>
                    <dd>{session.user.name}</dd>
                    <dt>{text::shell::domain()}</dt>
                    <dd>{session.user.domain.name}</dd>
                    <dt>{text::shell::region()}</dt>
                    <dd>{session.region}</dd>
                    <dt>{text::shell::roles()}</dt>
                    <dd>{session.roles.join(", ")}</dd>
                    {ends.map(|ends| view! { <dt>{text::shell::session_ends()}</dt> <dd>{ends}</dd> }.into_any())}
                </dl>
            }.into_any()
        })
    };
    let is_busy = RwSignal::new(false);
    let sign_out = Callback::new(move |()| {
        is_busy.set(true);
        spawn_local(async move {
            match session::sign_out().await {
                Ok(()) => sessions.signed_out(),
                Err(error) => {
                    let reason = ErrorView::from(error).in_a_line();
                    // The cookie may be gone although the token could not be ended, or although the answer
                    // was lost.
                    if matches!(session::current().await, Ok(None)) {
                        toasts.show(reason);
                        sessions.signed_out();
                    } else {
                        toasts.show(format!("{} {reason}", text::shell::still_signed_in()));
                    }
                }
            }
            // The shell, and this with it, goes when the session does.
            let _gone = is_busy.try_set(false);
        });
    });
    let moving = use_uploads().moving_count();
    let is_asking = RwSignal::new(false);
    let unsaved = expect_context::<UnsavedWork>();
    let leave = move |_| {
        unsaved.leave(&Leaving::SignOut, move || {
            if moving.get_untracked() == 0 {
                sign_out.run(());
            } else {
                is_asking.set(true);
            }
        });
    };
    let trigger = view! {
        <IconView icon=Icon::Person/>
        <span class="header-person">{dyn_view(name)}</span>
    };
    view! {
        <Menu
            label=Signal::derive(move || text::shell::signed_in_as(&name()))
            trigger=trigger.into_any()
            class="header-button"
        >
            {dyn_view(facts)}
            <ul class="menu-list">
                <li>
                    <button type="button" class="menu-item" on:click=move |_| help.open()>
                        <IconView icon=Icon::Keyboard/>
                        {text::shell::shortcuts()}
                    </button>
                </li>
                <li>
                    <button type="button" class="menu-item" on:click=leave>
                        <IconView icon=Icon::SignOut/>
                        {text::shell::sign_out()}
                    </button>
                </li>
            </ul>
            <LanguageChoice/>
        </Menu>
        <Dialog
            title=text::shell::sign_out_question()
            open=is_asking
            on_close=Callback::new(move |()| is_asking.set(false))
        >
            <p class="dialog-text">{dyn_view(move || text::shell::sign_out_consequence(moving.get()))}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| is_asking.set(false)>
                    {text::shell::stay_signed_in()}
                </button>
                <ActionButton
                    label=text::shell::sign_out()
                    icon=Icon::SignOut
                    style=ButtonStyle::Danger
                    on_click=sign_out
                    busy=is_busy
                />
            </div>
        </Dialog>
    }
}
