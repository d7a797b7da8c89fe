//! How far a transfer is, as numbers that do not jump.

use leptos::prelude::*;

use super::meter::Meter;
use crate::i18n::dates::duration;
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::ui::Show;
use crate::ui::reactive::dyn_view;

/// Bytes and percent; while bytes move, their speed and the time left, too.
#[component]
pub fn TransferNumbers(
    #[prop(into)] meter: Signal<Meter>,
    /// Whether bytes move.
    #[prop(into)]
    is_moving: Signal<bool>,
) -> impl IntoView {
    let bytes = move || meter.with(|meter| part_of(meter.sent(), meter.total()));
    let percent = move || meter.with(|meter| text::uploads::percent(u16::from(meter.percent())));
    let speed = move || {
        let speed = meter.with(Meter::speed);
        speed.map_or_else(|| "–".to_owned(), text::uploads::speed)
    };
    let left = move || {
        let seconds = meter.with(Meter::seconds_left);
        seconds.map_or_else(
            || "–".to_owned(),
            |seconds| text::uploads::time_left(&duration(seconds)),
        )
    };
    view! {
        <span class="numbers-bytes">{dyn_view(bytes)}</span>
        <span class="numbers-percent">{dyn_view(percent)}</span>
        <Show when=move || is_moving.get()>
            <span class="numbers-speed">{dyn_view(speed)}</span>
            <span class="numbers-left">{dyn_view(left)}</span>
        </Show>
    }
}
