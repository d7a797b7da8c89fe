//! A new image, or data for one that waits for it.

use leptos::prelude::*;

use crate::ui::announcer::set_page_title;

/// The page.
#[component]
pub fn NewImagePage() -> impl IntoView {
    set_page_title(|| "New image".into());
    view! {
        <div class="page-head">
            <h1 class="page-title">"New image"</h1>
        </div>
    }
}
