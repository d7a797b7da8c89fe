//! The title of the page, told to the window and to assistive technology after a navigation.

use leptos::prelude::*;

use crate::ui::base::reactive::{dyn_view, effect};

/// The title of the page that is shown.
#[derive(Clone, Copy)]
pub struct PageTitle(RwSignal<String>);

impl PageTitle {
    /// No page yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Keeps the window's title the same as the page's.
    pub fn follow(self) {
        effect(move || {
            let title = self.0.get();
            document().set_title(&match title.as_str() {
                "" => "gaze".to_owned(),
                title => format!("{title} · gaze"),
            });
        });
    }
}

impl Default for PageTitle {
    fn default() -> Self {
        Self::new()
    }
}

/// Names the page for as long as it is shown.
pub fn set_page_title(title: impl Fn() -> String + 'static) {
    let page_title = expect_context::<PageTitle>();
    effect(move || page_title.0.set(title()));
}

/// Says the title when it changes; a page that loads without a navigation is silent otherwise.
#[component]
pub fn RouteAnnouncer() -> impl IntoView {
    let page_title = expect_context::<PageTitle>();
    view! { <p class="visually-hidden" aria-live="polite">{dyn_view(move || page_title.0.get())}</p> }
}
