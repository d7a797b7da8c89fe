//! New images, one a file, or data for an image that waits for it.

mod already_here;
mod chosen_file;
mod common_fields;
mod conversion;
mod conversion_choice;
mod converting;
mod create_image;
mod drop_zone;
mod existing_image_page;
mod expected;
mod fields;
mod file_list;
mod form_page;
mod form_state;
mod guess;
mod inspecting;
mod inspection_panel;
mod letting_go;
mod manifest;
mod notes;
mod own_fields;
mod quota;
mod readiness;
mod started_upload;
mod submit;

use gaze_shared::glance::image::ImageId;
use leptos::prelude::*;

use crate::features::not_found::NotFound;
use crate::features::uploads::store::use_uploads;
use crate::navigation::use_navigator;
use crate::routes::parameters::IMAGE;
use crate::ui::reactive::{dyn_view, memo};
use existing_image_page::ExistingImagePage;
use form_page::FormPage;

/// `/images/new`, and `/images/new?image={id}` for an image that waits for data.
#[component]
pub fn NewImagePage() -> impl IntoView {
    use_uploads().load_runner();
    let navigator = use_navigator();
    let wanted = memo(move || navigator.parameter(IMAGE));
    dyn_view(move || match wanted.get() {
        None => view! { <FormPage/> }.into_any(),
        Some(text) => match text.parse::<ImageId>() {
            Ok(id) => view! { <ExistingImagePage id=id/> }.into_any(),
            Err(_) => view! { <NotFound/> }.into_any(),
        },
    })
}
