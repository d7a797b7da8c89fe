//! Progress as a bar and as numbers that do not jump.

use leptos::prelude::*;

use crate::features::uploads::engine::stage::UploadStage;
use crate::features::uploads::engine::task::UploadTask;
use crate::i18n::text;
use crate::transfer::numbers::TransferNumbers;
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
    let meter = memo(move || upload.with(|upload| upload.meter.clone()));
    let hashed =
        move || upload.with(|upload| text::uploads::hashing(u16::from(upload.hashing.percent())));
    view! {
        <span class="numbers">
            <TransferNumbers meter=meter is_moving=is_sending/>
            <span class="numbers-hashed">{dyn_view(hashed)}</span>
        </span>
    }
}
