//! A new image, or data for one that waits for it.

mod draft;
mod drop_zone;
mod fields;
mod fill_page;
mod form_page;
mod form_state;
mod guess;
mod inspecting;
mod inspection_panel;
mod notes;
mod quota;
mod readiness;
mod submit;
mod transfer_part;

use gaze_shared::glance::image::ImageId;
use gaze_shared::glance::schema::ImageSchema;
use leptos::prelude::*;

use crate::api::Api;
use crate::pages::not_found::NotFoundPage;
use crate::state::navigation::use_navigator;
use crate::state::query::Query;
use crate::state::reactive::{live, memo};
use crate::upload::uploads::use_uploads;
use fill_page::FillPage;
use form_page::FormPage;

/// `/images/new`, and `/images/new?image={id}` for an image that waits for data.
#[component]
pub fn NewImagePage() -> impl IntoView {
    use_uploads().equip();
    let navigator = use_navigator();
    let wanted = memo(move || navigator.parameter("image"));
    live(move || match wanted.get() {
        None => view! { <FormPage/> }.into_any(),
        Some(text) => match text.parse::<ImageId>() {
            Ok(id) => view! { <FillPage id=id/> }.into_any(),
            Err(_) => view! { <NotFoundPage/> }.into_any(),
        },
    })
}

/// What this cloud takes; Glance's own defaults until it has answered, and when it does not.
fn load_schema(api: Api) -> Signal<ImageSchema> {
    let query = Query::of_place(move || api.image_schema());
    let known = memo(move || query.value.with(|value| value.ready().cloned()));
    Signal::derive(move || known.get().unwrap_or_default())
}
