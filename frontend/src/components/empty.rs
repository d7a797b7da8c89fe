//! A place where something could be, and what to do about it.

use leptos::prelude::*;

use crate::ui::Mark;

/// Title, a sentence, and the way on.
#[component]
pub fn Empty(
    /// What is (not) here.
    #[prop(into)]
    title: String,
    /// What that means.
    #[prop(into)]
    text: String,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Mark/>
            <h2 class="empty-title">{title}</h2>
            <p class="empty-text">{text}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
}
