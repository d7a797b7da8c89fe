//! The uploads of this tab.

use leptos::prelude::*;

use crate::features::uploads::tray::UploadList;
use crate::i18n::text;
use crate::ui::announcer::set_page_title;

/// What is on its way, and what has arrived.
#[component]
pub fn UploadsPage() -> impl IntoView {
    set_page_title(|| text::uploads::title().into());
    view! {
        <div class="page-head">
            <h1 class="page-title">{text::uploads::title()}</h1>
        </div>
        <UploadList/>
    }
}
