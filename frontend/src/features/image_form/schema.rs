//! What this cloud takes in an image.

use gaze_shared::glance::schema::ImageSchema;
use leptos::prelude::*;

use crate::api::Api;
use crate::session::query::place_query;
use crate::ui::reactive::memo;

/// What this cloud takes; Glance's own defaults until it has answered, and when it does not.
#[must_use]
pub fn load_schema(api: Api) -> Signal<ImageSchema> {
    let query = place_query(move || api.image_schema());
    let known = memo(move || query.value.with(|value| value.ready().cloned()));
    Signal::derive(move || known.get().unwrap_or_default())
}
