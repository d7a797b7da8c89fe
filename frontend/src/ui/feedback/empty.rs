//! A place where something could be, and what to do about it.

use leptos::prelude::*;

use crate::ui::display::logo::Logo;

/// What is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// A part of a page that has its own title.
    #[default]
    Part,
    /// The whole page: the title is the page's.
    Page,
}

/// Title, a sentence, and the way on.
#[component]
pub fn Empty(
    /// What is (not) here.
    #[prop(into)]
    title: String,
    /// What that means.
    #[prop(into)]
    text: String,
    /// What is empty.
    #[prop(optional)]
    scope: Scope,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = match scope {
        Scope::Part => view! { <h2 class="empty-title">{title}</h2> }.into_any(),
        Scope::Page => view! { <h1 class="empty-title">{title}</h1> }.into_any(),
    };
    view! {
        <div class="empty">
            <Logo/>
            {title}
            <p class="empty-text">{text}</p>
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> }.into_any())}
        </div>
    }
}
