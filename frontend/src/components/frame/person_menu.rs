//! Who is signed in, the keyboard help, and the way out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::help::HelpSwitch;
use crate::api::session;
use crate::state::session::SessionStore;
use crate::state::toasts::Toasts;
use crate::ui::time::exact_text;
use crate::ui::{Icon, IconView, Menu};

/// The person's menu.
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
                    {ends.map(|ends| view! { <dt>{"Session ends"}</dt> <dd>{ends}</dd> })}
                </dl>
            }
        })
    };
    let sign_out = move |_| {
        spawn_local(async move {
            match session::sign_out().await {
                Ok(()) => sessions.signed_out(),
                Err(error) => toasts.show(format!(
                    "You are still signed in. {} {}",
                    error.headline(),
                    error.advice()
                )),
            }
        });
    };
    let trigger = view! {
        <IconView icon=Icon::Person/>
        <span class="header-person">{name}</span>
    };
    view! {
        <Menu
            label=Signal::derive(move || format!("Signed in as {}", name()))
            trigger=trigger.into_any()
            class="header-button"
        >
            {facts}
            <ul class="menu-list">
                <li>
                    <button type="button" class="menu-item" on:click=move |_| help.open()>
                        <IconView icon=Icon::Keyboard/>
                        {"Keyboard shortcuts"}
                    </button>
                </li>
                <li>
                    <button type="button" class="menu-item" on:click=sign_out>
                        <IconView icon=Icon::SignOut/>
                        {"Sign out"}
                    </button>
                </li>
            </ul>
        </Menu>
    }
}
