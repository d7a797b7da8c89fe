//! One image.

mod tab;

use leptos::prelude::*;

pub use tab::Tab;

use crate::ui::announcer::set_page_title;

/// The page of an image.
#[component]
pub fn ImagePage() -> impl IntoView {
    set_page_title(|| "Image".into());
    view! {
        <div class="page-head">
            <h1 class="page-title">"Image"</h1>
        </div>
    }
}
