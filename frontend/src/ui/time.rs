//! Times: relative to now, exact on hover. The words come from the browser's `Intl`.

use gaze_shared::time::timestamp::Timestamp;
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::format::{Ago, ago};
use crate::state::clock::Clock;
use crate::state::reactive::live;

/// Words are English, as the rest of the page.
const LANGUAGE: &str = "en";

/// `2 hr. ago`, in the short style of the browser.
fn relative_text(ago: Ago) -> String {
    let Ago::Span { amount, unit } = ago else {
        return "now".into();
    };
    thread_local! {
        static FORMAT: Intl::RelativeTimeFormat = {
            let options = options(&[("numeric", "always"), ("style", "short")]);
            Intl::RelativeTimeFormat::new(&Array::of1(&LANGUAGE.into()), &options)
        };
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of minutes to years are small"
    )]
    let amount = amount as f64;
    FORMAT.with(|format| String::from(format.format(amount, unit)))
}

/// Date, time and zone in the person's own convention.
#[must_use]
pub fn exact_text(unix_seconds: i64) -> String {
    thread_local! {
        static FORMAT: js_sys::Function = {
            let options = options(&[("dateStyle", "medium"), ("timeStyle", "long")]);
            Intl::DateTimeFormat::new(&Array::new(), &options).format()
        };
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit into 53 bits"
    )]
    let milliseconds = (unix_seconds * 1000) as f64;
    let date = Date::new(&JsValue::from_f64(milliseconds));
    FORMAT
        .with(|format| format.call1(&JsValue::UNDEFINED, &date))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn options(entries: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        // Setting a key of a fresh object cannot fail.
        let _set = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

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
    view! { <time datetime=datetime title=exact>{live(relative)}</time> }
}
