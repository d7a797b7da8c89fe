//! Shows the one message there may be.

use leptos::prelude::*;

use crate::i18n::text;
use crate::ui::reactive::dyn_view;
use crate::ui::toasts::Toasts;
use crate::ui::{Icon, IconView};

/// The message about what happened elsewhere. It stays while the pointer or the focus is on it.
#[component]
pub(in crate::app) fn ToastView() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let shown = move |text: String| {
        view! {
            <div
                class="toast"
                on:mouseenter=move |_| toasts.hold()
                on:mouseleave=move |_| toasts.release()
                on:focusin=move |_| toasts.hold()
                on:focusout=move |_| toasts.release()
            >
                <p>{text}</p>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    aria-label=text::shell::dismiss()
                    on:click=move |_| toasts.dismiss()
                >
                    <IconView icon=Icon::Cross/>
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="toasts" role="status">{dyn_view(move || toasts.current().get().map(shown))}</div>
    }
}
