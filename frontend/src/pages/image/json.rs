//! The image as the API serves it.

use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::pretty::pretty;
use crate::api::{Api, ApiError, image_path, image_request};
use crate::i18n::text;
use crate::session::query::{Loaded, Query};
use crate::ui::CopyButton;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::dyn_view;

/// The tab with the JSON: the very answer, not what this program reads out of it.
#[component]
pub(super) fn JsonTab(image: RwSignal<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let id = image.with_untracked(|image| image.id.clone());
    let heading = format!("GET {}", image_path(&id));
    let text = Query::new(move || {
        // Read again when the image is known to have changed.
        image.track();
        let request = image_request(&id);
        async move {
            let response = api.send(request).await?;
            // What something on the way has put in the place of it is not shown as the image.
            pretty(&response.text).ok_or(ApiError::Unreadable {
                detail: "no JSON".to_owned(),
                request_id: response.request_id,
            })
        }
    });
    let copied = Signal::derive(move || {
        text.value
            .with(|text| text.ready().cloned().unwrap_or_default())
    });
    let content = move || match text.value.get() {
        Loaded::Pending => ().into_any(),
        Loaded::Failed(error) => view! {
            <ErrorPanel
                title=text::image::json_not_loaded()
                error=error
                on_retry=Callback::new(move |()| text.reload())
            />
        }
        .into_any(),
        Loaded::Ready(text) => {
            view! { <pre class="code-block" tabindex="0">{text}</pre> }.into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="json-title">
            <div class="panel-head">
                <h2 class="panel-title" id="json-title"><code>{heading}</code></h2>
                <CopyButton label=text::image::copy_json() text=copied/>
            </div>
            {dyn_view(content)}
        </section>
    }
}
