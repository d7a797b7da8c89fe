//! Progress as a bar and as numbers that do not jump.

use leptos::prelude::*;

use crate::features::uploads::engine::stage::UploadStage;
use crate::features::uploads::engine::task::UploadTask;
use crate::i18n::dates::duration;
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::ui::Show;
use crate::ui::reactive::{dyn_view, memo};

/// How far the transfer is.
#[component]
pub fn ProgressBar(#[prop(into)] upload: Signal<UploadTask>) -> impl IntoView {
    let percent = memo(move || upload.with(|upload| upload.meter.percent()));
    let name = upload.with_untracked(|upload| text::uploads::upload_of(&upload.file.name));
    view! { <progress class="progress" max="100" prop:value=move || percent.get() aria-label=name></progress> }
}

/// Bytes, percent, speed and time left while data is sent; then how far the hashing is.
#[component]
pub fn ProgressNumbers(#[prop(into)] upload: Signal<UploadTask>) -> impl IntoView {
    let is_sending = memo(move || upload.with(|upload| upload.stage == UploadStage::Sending));
    let bytes = move || upload.with(|upload| part_of(upload.meter.sent(), upload.meter.total()));
    let percent =
        move || upload.with(|upload| text::uploads::percent(u16::from(upload.meter.percent())));
    let speed = move || {
        let speed = upload.with(|upload| upload.meter.speed());
        speed.map_or_else(|| "–".to_owned(), text::uploads::speed)
    };
    let left = move || {
        let seconds = upload.with(|upload| upload.meter.seconds_left());
        seconds.map_or_else(
            || "–".to_owned(),
            |seconds| text::uploads::time_left(&duration(seconds)),
        )
    };
    let hashed =
        move || upload.with(|upload| text::uploads::hashing(u16::from(upload.hashing.percent())));
    view! {
        <span class="numbers">
            <span class="numbers-bytes">{dyn_view(bytes)}</span>
            <span class="numbers-percent">{dyn_view(percent)}</span>
            <Show when=move || is_sending.get()>
                <span class="numbers-speed">{dyn_view(speed)}</span>
                <span class="numbers-left">{dyn_view(left)}</span>
            </Show>
            <span class="numbers-hashed">{dyn_view(hashed)}</span>
        </span>
    }
}
