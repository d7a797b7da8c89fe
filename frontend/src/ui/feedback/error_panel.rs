//! An error at its place: what happened, what to do, whom to give which id.

use leptos::prelude::*;

use crate::i18n::text;
use crate::ui::controls::copy::CopyButton;
use crate::ui::display::icon::{Icon, IconView};
use crate::ui::feedback::error_view::ErrorView;

/// Tells an error, with a way to try again where there is one.
#[component]
pub fn ErrorPanel(
    /// What could not be done, as a sentence: "The images could not be loaded." Not told of what may still
    /// be done.
    #[prop(into)]
    title: String,
    #[prop(into)] error: ErrorView,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let ErrorView {
        headline,
        advice,
        request_id,
        is_awaited,
    } = error;
    // What may still come has not failed, which is what the title says.
    let (class, title, headline) = if is_awaited {
        ("notice notice-caution", headline, String::new())
    } else {
        ("notice notice-negative", title, headline)
    };
    let text = [headline, advice].join(" ");
    view! {
        <div class=class role="alert">
            <IconView icon=Icon::Warning class="notice-icon"/>
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                <p class="notice-text">{text.trim().to_owned()}</p>
                {request_id
                    .map(|id| {
                        view! {
                            <p class="notice-meta">
                                {text::ui::request()} " " <code>{id.clone()}</code>
                                <CopyButton label=text::ui::copy_request_id() text=id/>
                            </p>
                        }.into_any()
                    })}
            </div>
            {on_retry
                .map(|retry| {
                    view! {
                        <button type="button" class="button" on:click=move |_| retry.run(())>
                            <IconView icon=Icon::Refresh/>
                            {text::ui::try_again()}
                        </button>
                    }.into_any()
                })}
        </div>
    }
}
