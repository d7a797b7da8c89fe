//! One row of the list.

use gaze_shared::glance::image::Image;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::features::image_status::{ImageStatus, status_word};
use crate::features::image_words::visibility_word;
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text::image_list;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::ui::reactive::dyn_view;
use crate::ui::{Icon, IconView, RelativeTime, shorten_middle};

/// What stands for a value that is not there.
const NONE: &str = "–";

/// An image. A click anywhere opens it; the link in it does so for the keyboard and for new tabs. What
/// becomes known of the image later changes in place.
#[component]
pub(super) fn ImageRow(
    /// The image as it is when the row is made.
    first: Image,
    /// The image as it is now; `None` once it is no longer in the list.
    image: Memo<Option<Image>>,
) -> impl IntoView {
    let href = Page::image(&first.id).path();
    let navigator = use_navigator();
    let target = href.clone();
    let open = move |event: web_sys::MouseEvent| {
        let on_link = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.closest("a").ok().flatten().is_some());
        let has_selected = window()
            .get_selection()
            .ok()
            .flatten()
            .is_some_and(|selection| !selection.is_collapsed());
        if !on_link && !has_selected {
            navigator.go(&target);
        }
    };
    let now = move || image.get().unwrap_or_else(|| first.clone());
    let link = {
        let now = now.clone();
        move || name(&now())
    };
    let whole = {
        let now = now.clone();
        move || long_name(&now())
    };
    view! {
        <tr role="row" class="row" on:click=open>
            <td role="cell" class="cell-name">
                <div class="row-name">
                    <a class="row-link" href=href title=whole>{dyn_view(link)}</a>
                    {let now = now.clone(); dyn_view(move || now().protected.then(lock))}
                </div>
            </td>
            {dyn_view(move || facts(&now()))}
        </tr>
    }
}

fn name(image: &Image) -> AnyView {
    match image.name.as_deref() {
        None | Some("") => {
            let id = shorten_middle(image.id.as_str(), 8);
            view! { <span class="row-unnamed">{image_list::unnamed(&id)}</span> }.into_any()
        }
        Some(name) => name.to_owned().into_any(),
    }
}

/// A name that may not be shown to its end, for who points at it.
fn long_name(image: &Image) -> Option<String> {
    /// What three lines of a narrow window have room for, at least.
    const CHARACTERS: usize = 60;
    let name = image.name.as_ref()?;
    name.chars().nth(CHARACTERS).is_some().then(|| name.clone())
}

fn lock() -> AnyView {
    view! {
        <span class="row-flag" title=image_list::protected_from_deletion()>
            <IconView icon=Icon::Lock/>
            <span class="visually-hidden">{image_list::protected()}</span>
        </span>
    }
    .into_any()
}

/// The cells behind the name.
fn facts(image: &Image) -> AnyView {
    let format = image
        .disk_format
        .as_ref()
        .map_or(NONE.to_owned(), ToString::to_string);
    let size = image.size.map_or(NONE.to_owned(), bytes);
    let exact_size = image.size.map(exact_bytes);
    view! {
        <td role="cell" class="cell-status"><ImageStatus word=status_word(image)/></td>
        <td role="cell" class="cell-format code">{format}</td>
        <td role="cell" class="cell-size code" title=exact_size>{size}</td>
        <td role="cell" class="cell-visibility">{visibility_word(&image.visibility).to_owned()}</td>
        <td role="cell" class="cell-updated">
            <RelativeTime at=image.updated_at.clone()/>
        </td>
    }
    .into_any()
}

/// The place of a row that is being loaded, of the same height.
#[component]
pub(super) fn SkeletonRow(
    /// Which, so that not all look the same.
    index: usize,
) -> impl IntoView {
    let name = [
        "skeleton skeleton-long",
        "skeleton",
        "skeleton skeleton-short",
    ][index % 3];
    let cell = |class: &'static str, bone: &'static str| {
        view! { <td role="cell" class=class><span class=bone></span></td> }.into_any()
    };
    view! {
        <tr role="row" class="row-skeleton" aria-hidden="true">
            {cell("cell-name", name)}
            {cell("cell-status", "skeleton")}
            {cell("cell-format", "skeleton")}
            {cell("cell-size", "skeleton")}
            {cell("cell-visibility", "skeleton")}
            {cell("cell-updated", "skeleton")}
        </tr>
    }
}
