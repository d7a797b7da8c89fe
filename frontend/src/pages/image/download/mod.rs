//! Downloading the image's data: to a place that the person chooses, where the browser lets a page write there, and
//! by the browser's own download elsewhere.

mod check;
mod command;
mod panel;

use gaze_shared::glance::can;
use gaze_shared::glance::image::Image;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use web_sys::MouseEvent;

use super::refusal::refusal_signal;
use crate::api::data_path;
use crate::features::chunk::{Chunk, loading};
use crate::features::downloads::store::Downloads;
use crate::i18n::text;
use crate::ui::file_handle::FileHandle;
use crate::ui::lazy::Lazy;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::save_file::{self, SavePlace, choose_place};
use crate::ui::{ActionButton, ButtonStyle, Icon, IconView};

/// A place that a person has chosen, until what writes there is loaded.
pub(super) type ChosenPlace = RwSignal<Option<FileHandle>, LocalStorage>;

#[wasm_split(downloads, wasm_split_path = leptos::wasm_split, fallible)]
fn download_panels(image: RwSignal<Image>, place: ChosenPlace) -> Chunk {
    Ok(view! { <panel::DownloadPanels image=image place=place/> }.into_any())
}

#[wasm_split(downloads, wasm_split_path = leptos::wasm_split, fallible)]
fn file_check(image: RwSignal<Image>) -> Chunk {
    Ok(view! { <check::FileCheck image=image/> }.into_any())
}

/// The name that a downloaded file gets: the image's, made safe for file systems, with the disk
/// format as its extension.
fn file_name(image: &Image) -> String {
    let stem: String = image
        .display_name()
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '-'
            } else {
                c
            }
        })
        .collect();
    match &image.disk_format {
        Some(format) if !stem.ends_with(&format!(".{format}")) => format!("{stem}.{format}"),
        _ => stem,
    }
}

/// The way to the data. A link, so that its address can be copied and the browser's own ways of saving work.
#[component]
pub(super) fn Download(image: RwSignal<Image>, place: ChosenPlace) -> impl IntoView {
    let refused = refusal_signal(image, can::download);
    let content = move || match refused.get() {
        Some(_) => view! {
            <ActionButton
                label=Signal::stored(text::image::download().to_owned())
                icon=Icon::Download
                on_click=Callback::new(|()| ())
                disabled_because=refused
            />
        }
        .into_any(),
        None => {
            let (href, name) = image.with(|image| (data_path(&image.id), file_name(image)));
            let (address, suggested) = (href.clone(), name.clone());
            let press = move |event: MouseEvent| {
                let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
                if is_plain && save_file::can_choose_place() {
                    event.prevent_default();
                    choose(place, address.clone(), suggested.clone());
                }
            };
            // `rel=external` keeps the router's hands off: the browser downloads.
            view! {
                <a class="button" href=href download=name rel="external" on:click=press>
                    <IconView icon=Icon::Download/>
                    {text::image::download()}
                </a>
            }
            .into_any()
        }
    };
    view! { {content} }
}

fn choose(place: ChosenPlace, address: String, suggested: String) {
    spawn_local(async move {
        match choose_place(&suggested).await {
            SavePlace::Chosen(file) => {
                // The page may have been left meanwhile.
                let _left = place.try_set(Some(file));
            }
            SavePlace::Dismissed => {}
            SavePlace::NotOffered => {
                if let Err(error) = save_file::download(&address, &suggested) {
                    web_sys::console::warn_1(&error);
                }
            }
        }
    });
}

/// The downloads of this image, once there is one.
#[component]
pub(super) fn DownloadsOfImage(image: RwSignal<Image>, place: ChosenPlace) -> impl IntoView {
    let downloads = expect_context::<Downloads>();
    let is_needed = memo(move || downloads.is_loaded() || place.with(Option::is_some));
    let load = move || loading(download_panels(image, place));
    dyn_view(move || {
        is_needed
            .get()
            .then(|| view! { <Lazy load=load what=text::downloads::this_part()/> }.into_any())
    })
}

/// The way to compare what the browser itself has downloaded.
#[component]
pub(super) fn CheckDownloaded(image: RwSignal<Image>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let load = move || loading(file_check(image));
    view! {
        <div class="stored-data">
            <button
                type="button"
                class=ButtonStyle::Plain.classes()
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {text::downloads::check()}
            </button>
            {dyn_view(move || {
                is_open
                    .get()
                    .then(|| view! { <Lazy load=load what=text::downloads::this_part()/> }.into_any())
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::image_form::test_image::image;

    #[test]
    fn a_download_is_named_after_the_image_and_its_format() {
        let mut image = image();
        assert_eq!(file_name(&image), "debian-13.qcow2");
        image.name = Some("debian.qcow2".into());
        assert_eq!(file_name(&image), "debian.qcow2");
        image.name = Some("../a:b\n".into());
        image.disk_format = None;
        assert_eq!(file_name(&image), "..-a-b-");
        image.name = None;
        assert_eq!(file_name(&image), image.id.as_str());
    }
}
