//! The image as the API serves it.

use gaze_shared::image::Image;
use leptos::prelude::*;

use crate::api::image_path;
use crate::ui::CopyButton;

/// The tab with the JSON.
#[component]
pub(super) fn JsonTab(image: RwSignal<Image>) -> impl IntoView {
    // An image always has a JSON form.
    let text = Memo::new(move |_| {
        image.with(|image| serde_json::to_string_pretty(image).unwrap_or_default())
    });
    let request = move || image.with(|image| format!("GET {}", image_path(&image.id)));
    view! {
        <section class="panel" aria-labelledby="json-title">
            <div class="panel-head">
                <h2 class="panel-title" id="json-title"><code>{request}</code></h2>
                <CopyButton label="Copy JSON" text=text/>
            </div>
            <pre class="code-block" tabindex="0">{move || text.get()}</pre>
        </section>
    }
}
