//! Saves the receipt of an upload as a file.

use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use crate::features::uploads::local_receipts;
use crate::i18n::text;
use crate::ui::save_file::save_text;
use crate::ui::{ButtonStyle, Icon, IconView};

/// A button that saves what this browser computed beside what Glance stores.
#[component]
pub fn SaveReceipt(
    /// The image as Glance shows it.
    image: Image,
) -> impl IntoView {
    // It was kept when the digests were compared; a browser that keeps nothing has none.
    let receipt = local_receipts::for_image(&image.id)?;
    let save = move |_| {
        let name = format!("{}.receipt.json", receipt.file_name);
        let text = local_receipts::document(&receipt, &image);
        if let Err(error) = save_text(&name, "application/json", &text) {
            web_sys::console::warn_1(&error);
        }
    };
    Some(view! {
        <button type="button" class=ButtonStyle::Plain.classes() on:click=save>
            <IconView icon=Icon::Download/>
            {text::uploads::save_receipt()}
        </button>
    })
}
