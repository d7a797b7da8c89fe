//! The list of images.

mod list_state;

use leptos::prelude::*;

pub use list_state::{ListState, Position, View};

use crate::ui::announcer::set_page_title;

/// The list.
#[component]
pub fn ImageListPage() -> impl IntoView {
    set_page_title(|| "Images".into());
    view! {
        <div class="page-head">
            <h1 class="page-title">"Images"</h1>
        </div>
    }
}
