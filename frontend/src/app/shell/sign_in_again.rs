//! A session that ended under the person's hands, or will: sign in above the page, lose nothing.

use leptos::prelude::*;

use crate::i18n::text;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::SessionStore;
use crate::session::sign_in_form::SignInForm;
use crate::ui::Dialog;
use crate::ui::reactive::dyn_view;

/// The dialog that calls wait behind.
#[component]
pub(super) fn SignInAgain() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let (ended, ahead) = (sessions.is_interrupted(), sessions.is_ahead());
    let is_soon = move || ahead.get();
    let unsaved = expect_context::<UnsavedWork>();
    let leave = move || {
        if is_soon() {
            sessions.not_now();
        } else {
            unsaved.leave(&Leaving::SignOut, move || sessions.signed_out());
        }
    };
    view! {
        <Dialog
            title=Signal::derive(move || {
                if is_soon() { text::session::sign_in_ahead() } else { text::session::ended() }.to_owned()
            })
            open=Signal::derive(move || ended.get() || ahead.get())
            on_close=Callback::new(move |()| {
                if is_soon() {
                    sessions.not_now();
                }
            })
            class="dialog-narrow"
        >
            <p class="dialog-text">
                {dyn_view(move || if is_soon() {
                    text::session::ahead_consequence()
                } else {
                    text::session::ended_consequence()
                })}
            </p>
            <SignInForm
                again_as=sessions.state().with_untracked(|_| sessions.session())
            />
            <div class="dialog-aside">
                <button type="button" class="button button-quiet" on:click=move |_| leave()>
                    {dyn_view(move || if is_soon() { text::session::not_now() } else { text::session::leave() })}
                </button>
            </div>
        </Dialog>
    }
}
