//! User and password, for the sign-in page and for a session that has ended.

use gaze_shared::gateway::{ErrorKind, ProjectScope, Session, SignIn};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, session};
use crate::components::error_panel::ErrorPanel;
use crate::state::config::Config;
use crate::state::reactive::effect;
use crate::ui::TextField;

/// What the person typed.
#[derive(Clone, Copy)]
struct Typed {
    user: RwSignal<String>,
    password: RwSignal<String>,
    domain: RwSignal<String>,
    project: RwSignal<String>,
}

/// Where the last try went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Problems {
    user: Option<String>,
    password: Option<String>,
    elsewhere: Option<ApiError>,
}

impl Typed {
    fn new(again_as: Option<&Session>) -> Self {
        let user = again_as
            .map(|session| session.user.name.clone())
            .unwrap_or_default();
        Self {
            user: RwSignal::new(user),
            password: RwSignal::new(String::new()),
            domain: RwSignal::new(String::new()),
            project: RwSignal::new(String::new()),
        }
    }

    fn missing(self) -> Problems {
        let ask = |empty: bool, text: &str| empty.then(|| text.to_owned());
        Problems {
            user: ask(
                self.user.with_untracked(|t| t.trim().is_empty()),
                "Enter your user name.",
            ),
            password: ask(
                self.password.with_untracked(String::is_empty),
                "Enter your password.",
            ),
            elsewhere: None,
        }
    }

    fn to_sign_in(self, again_as: Option<&Session>) -> SignIn {
        let filled = |text: RwSignal<String>| {
            Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        SignIn::Password {
            user: self.user.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            domain: filled(self.domain)
                .or_else(|| again_as.map(|session| session.user.domain.name.clone()))
                .filter(|name| !name.is_empty()),
            project: filled(self.project)
                .map(ProjectScope::Name)
                .or_else(|| again_as.map(|session| ProjectScope::Id(session.project.id.clone()))),
            passcode: None,
            region: again_as.map(|session| session.region.clone()),
        }
    }
}

/// Asks the edge, and puts what it says at its place.
async fn try_sign_in(credentials: SignIn) -> Result<Session, Problems> {
    session::sign_in(&credentials).await.map_err(|error| {
        if error.kind() == Some(&ErrorKind::InvalidCredentials) {
            let text = format!("{} {}", error.headline(), error.advice());
            Problems {
                password: Some(text.trim().to_owned()),
                ..Problems::default()
            }
        } else {
            Problems {
                elsewhere: Some(error),
                ..Problems::default()
            }
        }
    })
}

/// The form.
#[component]
pub fn SignInForm(
    /// The session to go on with: its user and project are kept.
    #[prop(default = None)]
    again_as: Option<Session>,
    /// It worked.
    on_signed_in: Callback<Session>,
) -> impl IntoView {
    let config = expect_context::<Config>();
    let typed = Typed::new(again_as.as_ref());
    let user_error = RwSignal::new(None::<String>);
    let password_error = RwSignal::new(None::<String>);
    let other_error = RwSignal::new(None::<ApiError>);
    let is_busy = RwSignal::new(false);
    let caps_lock = RwSignal::new(false);
    let is_again = again_as.is_some();
    let again_as = StoredValue::new(again_as);
    let (user_input, password_input) =
        (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());

    let focus = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            // An input of the page takes the focus.
            let _focused = input.focus();
        }
    };
    effect(move || {
        let first = if is_again { password_input } else { user_input };
        if first.get().is_some() {
            focus(first);
        }
    });
    let show = move |found: Problems| {
        if found.user.is_some() {
            focus(user_input);
        } else if found.password.is_some() {
            focus(password_input);
        }
        user_error.set(found.user);
        password_error.set(found.password);
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
            let outcome = try_sign_in(credentials).await;
            // The dialog may have been left meanwhile; then there is nobody to tell.
            let _ = is_busy.try_set(false);
            match outcome {
                Ok(session) => on_signed_in.run(session),
                Err(found) => show(found),
            }
        });
    };
    let hear_caps_lock = Callback::new(move |event: web_sys::KeyboardEvent| {
        caps_lock.set(event.get_modifier_state("CapsLock"));
    });
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {move || {
                other_error
                    .get()
                    .map(|error| {
                        view! {
                            <ErrorPanel
                                title="You are not signed in."
                                error=error
                                on_retry=Callback::new(move |()| submit())
                            />
                        }
                    })
            }}
            <TextField
                label="User name"
                value=typed.user
                autocomplete="username"
                read_only=is_again
                error=user_error
                node_ref=user_input
            />
            <TextField
                label="Password"
                value=typed.password
                kind="password"
                autocomplete="current-password"
                hint=Signal::derive(move || caps_lock.get().then(|| "Caps Lock is on.".to_owned()))
                error=password_error
                node_ref=password_input
                on_key=hear_caps_lock
            />
            {(!is_again)
                .then(|| {
                    view! {
                        <details class="fold">
                            <summary>{"More"}</summary>
                            <div class="form">
                                <TextField
                                    label="Domain"
                                    value=typed.domain
                                    hint=Signal::derive(move || {
                                        config
                                            .0
                                            .with(|config| {
                                                config
                                                    .as_ref()
                                                    .map(|c| format!("Empty means {}.", c.default_domain))
                                            })
                                    })
                                />
                                <TextField
                                    label="Project"
                                    value=typed.project
                                    hint=Some("Empty means your default project.".to_owned())
                                />
                            </div>
                        </details>
                    }
                })}
            <button
                type="submit"
                class="button button-primary button-wide"
                aria-busy=move || is_busy.get().then_some("true")
            >
                {move || if is_busy.get() { "Signing in" } else { "Sign in" }}
            </button>
        </form>
    }
}
