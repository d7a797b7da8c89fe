//! A session that ended under the person's hands: sign in above the page, lose nothing.

use leptos::prelude::*;

use crate::components::sign_in_form::SignInForm;
use crate::state::session::SessionStore;
use crate::ui::Dialog;

/// The dialog that calls wait behind.
#[component]
pub(super) fn SignInAgain() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    view! {
        <Dialog
            title="Your session has ended"
            open=sessions.is_interrupted()
            class="dialog-narrow"
        >
            <p class="dialog-text">
                {"Sign in again to go on. The page stays as it is."}
            </p>
            <SignInForm
                again_as=sessions.state().with_untracked(|_| sessions.session())
                on_signed_in=Callback::new(move |session| sessions.signed_in(session))
            />
            <div class="dialog-aside">
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| sessions.signed_out()
                >
                    {"Leave and sign in as someone else"}
                </button>
            </div>
        </Dialog>
    }
}
