//! A point in time, relative to now and exact on hover.

use gaze_shared::time::timestamp::Timestamp;
use leptos::prelude::*;

use crate::i18n::dates::{ago, exact_text, relative_text};
use crate::ui::base::reactive::dyn_view;
use crate::ui::browser::clock::Clock;

/// A point in time, relative to now, with the exact one on hover.
#[component]
pub fn RelativeTime(
    /// The time, as Glance sent it.
    at: Timestamp,
) -> impl IntoView {
    let clock = expect_context::<Clock>();
    let then = at.unix_seconds();
    let text = at.as_str().to_owned();
    let exact = then.map_or_else(|| text.clone(), exact_text);
    let datetime = text.clone();
    let relative = move || match then {
        Some(then) => relative_text(ago(clock.unix_seconds(), then)),
        None => text.clone(),
    };
    view! { <time datetime=datetime title=exact>{dyn_view(relative)}</time> }
}
