//! The sign-in: by password, with a code where the account needs one, by application credential or by
//! token; for the sign-in page and for a session that ends.

mod typed;

use gaze_shared::gateway::Session;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::i18n::text;
use crate::session::SessionStore;
use crate::session::config::Config;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, effect};
use crate::ui::{FieldFrame, FieldIds, TextField};

use typed::{Method, Problems, Typed};

#[component]
pub fn SignInForm(
    /// The session to go on with: its user and project are kept.
    #[prop(default = None)]
    again_as: Option<Session>,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let config = expect_context::<Config>();
    let typed = Typed::new(again_as.as_ref());
    let Typed {
        method, receipt, ..
    } = typed;
    let name_error = RwSignal::new(None::<String>);
    let secret_error = RwSignal::new(None::<String>);
    let code_error = RwSignal::new(None::<String>);
    let other_error = RwSignal::new(None::<ApiError>);
    let is_busy = RwSignal::new(false);
    let caps_lock = RwSignal::new(false);
    let is_again = again_as.is_some();
    let again_as = StoredValue::new(again_as);
    let input = || NodeRef::<html::Input>::new();
    let (name_input, secret_input, code_input) = (input(), input(), input());

    let focus = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            // An input of the page takes the focus.
            let _focused = input.focus();
        }
    };
    effect(move || {
        let first = match (receipt.with(Option::is_some), is_again) {
            (true, _) => code_input,
            (false, true) => secret_input,
            (false, false) => name_input,
        };
        if first.get().is_some() {
            focus(first);
        }
    });
    let show = move |found: Problems| {
        for (error, input) in [
            (&found.name, name_input),
            (&found.secret, secret_input),
            (&found.code, code_input),
        ] {
            if error.is_some() {
                focus(input);
                break;
            }
        }
        name_error.set(found.name);
        secret_error.set(found.secret);
        code_error.set(found.code);
        other_error.set(found.elsewhere);
    };
    let submit = move || {
        if is_busy.get_untracked() {
            return;
        }
        let missing = typed.missing();
        if missing != Problems::default() {
            show(missing);
            return;
        }
        show(Problems::default());
        is_busy.set(true);
        let credentials = again_as.with_value(|again| typed.to_sign_in(again.as_ref()));
        spawn_local(async move {
            let outcome = typed.try_sign_in(credentials).await;
            // The dialog may have been left meanwhile. Then there is nobody to tell that it failed; a session
            // that was made holds all the same, as the cookie does.
            let is_left = is_busy.try_set(false).is_some();
            match outcome {
                Ok(session) => sessions.signed_in(session),
                Err(found) if !is_left => show(found),
                Err(_) => {}
            }
        });
    };
    let hear_caps_lock = Callback::new(move |event: web_sys::KeyboardEvent| {
        caps_lock.set(event.get_modifier_state("CapsLock"));
    });
    let choose = move |event: web_sys::Event| {
        let chosen = event_target_value(&event);
        if let Some(chosen) = Method::ALL
            .into_iter()
            .find(|method| method.word() == chosen)
        {
            method.set(chosen);
            show(Problems::default());
        }
    };
    let is_first_step = move || receipt.with(Option::is_none);
    let is_fixed = Signal::derive(move || is_again && method.get() == Method::Password);
    let ids = FieldIds::new();
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {dyn_view(move || {
                other_error
                    .get()
                    .map(|error| {
                        view! {
                            <ErrorPanel
                                title=text::session::not_signed_in()
                                error=error
                                on_retry=Callback::new(move |()| submit())
                            />
                        }.into_any()
                    })
            })}
            <div class="form" hidden=move || !is_first_step()>
                <div hidden=move || method.get() == Method::Token>
                    <TextField
                        label=Signal::derive(move || method.get().name_label().to_owned())
                        value=typed.name
                        autocomplete="username"
                        read_only=is_fixed
                        error=name_error
                        node_ref=name_input
                    />
                </div>
                <TextField
                    label=Signal::derive(move || method.get().secret_label().to_owned())
                    value=typed.secret
                    kind="password"
                    autocomplete="current-password"
                    hint=Signal::derive(move || caps_lock.get().then(|| text::session::caps_lock().to_owned()))
                    error=secret_error
                    node_ref=secret_input
                    on_key=hear_caps_lock
                />
                <details class="fold" hidden=is_again>
                    <summary>{text::session::more()}</summary>
                    <div class="form">
                        <FieldFrame label=text::session::sign_in_with() ids=ids.clone()>
                            <select class="select" id=ids.control on:change=choose>
                                {Method::ALL.map(|method| view! { <option value=method.word()>{method.label()}</option> }.into_any())}
                            </select>
                        </FieldFrame>
                        // A credential has a project of its own.
                        <div
                            class="form"
                            hidden=move || method.get() == Method::ApplicationCredential
                        >
                            <TextField
                                label=text::session::domain()
                                value=typed.domain
                                hint=Signal::derive(move || {
                                    config
                                        .with(|config| {
                                            config.map(|c| text::session::empty_means(&c.default_domain))
                                        })
                                })
                            />
                            <TextField
                                label=text::session::project()
                                value=typed.project
                                hint=Some(text::session::empty_means_default_project().to_owned())
                            />
                            <TextField
                                label=text::session::project_domain()
                                value=typed.project_domain
                                hint=Some(text::session::empty_means_domain_above().to_owned())
                            />
                        </div>
                    </div>
                </details>
            </div>
            <div hidden=is_first_step>
                <TextField
                    label=text::session::code()
                    value=typed.code
                    autocomplete="one-time-code"
                    input_mode="numeric"
                    hint=Some(text::session::code_hint().to_owned())
                    error=code_error
                    node_ref=code_input
                />
            </div>
            <button
                type="submit"
                class="button button-primary button-wide"
                aria-busy=move || is_busy.get().then_some("true")
            >
                {dyn_view(move || if is_busy.get() { text::session::signing_in() } else { text::session::sign_in() })}
            </button>
        </form>
    }
}
