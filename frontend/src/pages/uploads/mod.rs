//! The transfers of this browser.

use leptos::prelude::*;

use crate::features::uploads::tray::TransferList;
use crate::ui::announcer::set_page_title;

/// What is on its way, and what has arrived.
#[component]
pub fn UploadsPage() -> impl IntoView {
    set_page_title(|| "Uploads".into());
    view! {
        <div class="page-head">
            <h1 class="page-title">{"Uploads"}</h1>
        </div>
        <TransferList/>
    }
}
