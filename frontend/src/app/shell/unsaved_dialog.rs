//! The question before something that was typed is lost.

use leptos::prelude::*;

use crate::i18n::text;
use crate::navigation::UnsavedWork;
use crate::ui::reactive::dyn_view;
use crate::ui::{ButtonStyle, Dialog};

/// Asks what [`UnsavedWork`] has been asked. To stay is what the focus is on, and what Escape does.
#[component]
pub(super) fn UnsavedDialog() -> impl IntoView {
    let unsaved = expect_context::<UnsavedWork>();
    let loss = move || unsaved.question().unwrap_or_default();
    view! {
        <Dialog
            title=text::shell::leave_question()
            open=Signal::derive(move || unsaved.question().is_some())
            on_close=Callback::new(move |()| unsaved.stay())
        >
            <p class="dialog-text">{dyn_view(loss)}</p>
            <div class="dialog-actions">
                <button type="button" class=ButtonStyle::Plain.classes() autofocus on:click=move |_| unsaved.stay()>
                    {text::shell::keep_editing()}
                </button>
                <button
                    type="button"
                    class=ButtonStyle::Danger.classes()
                    on:click=move |_| unsaved.leave_all_the_same()
                >
                    {text::shell::leave_unsaved()}
                </button>
            </div>
        </Dialog>
    }
}
