//! Who is signed in, the keyboard help, and the way out: at once, or after a question while files upload.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::help::HelpSwitch;
use crate::api::session;
use crate::features::language::LanguageChoice;
use crate::features::uploads::store::use_uploads;
use crate::i18n::dates::exact_text;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::SessionStore;
use crate::ui::reactive::dyn_view;
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonLook, Dialog, ErrorView, Icon, IconView, Menu};

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
                    <dt>{"User"}</dt>
                    <dd>{session.user.name}</dd>
                    <dt>{"Domain"}</dt>
                    <dd>{session.user.domain.name}</dd>
                    <dt>{"Region"}</dt>
                    <dd>{session.region}</dd>
                    <dt>{"Roles"}</dt>
                    <dd>{session.roles.join(", ")}</dd>
                    {ends.map(|ends| view! { <dt>{"Session ends"}</dt> <dd>{ends}</dd> }.into_any())}
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
                    let text = ErrorView::from(error).in_a_line();
                    // The cookie may be gone although the token could not be ended, or although the answer
                    // was lost.
                    if matches!(session::current().await, Ok(None)) {
                        toasts.show(text);
                        sessions.signed_out();
                    } else {
                        toasts.show(format!("You are still signed in. {text}"));
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
            label=Signal::derive(move || format!("Signed in as {}", name()))
            trigger=trigger.into_any()
            class="header-button"
        >
            {dyn_view(facts)}
            <ul class="menu-list">
                <li>
                    <button type="button" class="menu-item" on:click=move |_| help.open()>
                        <IconView icon=Icon::Keyboard/>
                        {"Keyboard shortcuts"}
                    </button>
                </li>
                <li>
                    <button type="button" class="menu-item" on:click=leave>
                        <IconView icon=Icon::SignOut/>
                        {"Sign out"}
                    </button>
                </li>
            </ul>
            <LanguageChoice/>
        </Menu>
        <Dialog
            title=Signal::stored("Sign out while files upload?".to_owned())
            open=is_asking
            on_close=Callback::new(move |()| is_asking.set(false))
        >
            <p class="dialog-text">{dyn_view(move || consequence(moving.get()))}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| is_asking.set(false)>
                    {"Stay signed in"}
                </button>
                <ActionButton
                    label=Signal::stored("Sign out".to_owned())
                    icon=Icon::SignOut
                    look=ButtonLook::Danger
                    on_click=sign_out
                    busy=is_busy
                />
            </div>
        </Dialog>
    }
}

/// What signing out means for the uploads that run.
fn consequence(moving: usize) -> String {
    match moving {
        0 => "Every upload has ended. Nothing is lost.".to_owned(),
        1 => {
            "1 upload has not ended. It can only be completed and verified after you sign in again \
              in this tab. If you close the tab instead, its image may stay without data."
                .to_owned()
        }
        more => format!(
            "{more} uploads have not ended. They can only be completed and verified after you sign \
             in again in this tab. If you close the tab instead, their images may stay without data."
        ),
    }
}
