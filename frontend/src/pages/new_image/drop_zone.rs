//! Choosing files: by the button, by dropping them anywhere on the page, or by pasting them.

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File};

use super::chosen_file::ChosenFile;
use super::file_list::FileList;
use super::form_state::{Chosen, FormState, TakeNote, Taking};
use super::letting_go::ADD_FILES_ID;
use super::quota::FilesQuota;
use crate::features::chunk::{Chunk, loading};
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::ui::lazy::Lazy;
use crate::ui::reactive::dyn_view;
use crate::ui::{
    FileDialog, FileInput, HowManyFiles, Icon, IconView, Show, file_handle, files_of, unique_id,
};

/// The drop zone; once there are files, what they are called and the way to others.
#[component]
pub(super) fn DropZone(form: FormState, quota: FilesQuota) -> impl IntoView {
    let dialog = FileDialog::for_files(form.takes);
    let take = move |files: Vec<File>| {
        // The one file gives way to another; several are taken away one by one.
        let taking = match form.chosen.get_untracked() {
            Chosen::Nothing | Chosen::One(_) => Taking::InTheirPlace,
            Chosen::Several => Taking::BesideThem,
        };
        form.take(files, taking);
    };
    let is_over = listen_on_page(move |files| form.take(files, Taking::BesideThem));
    let hint_id = unique_id("drop-hint");
    let choose = Callback::new(move |()| dialog.open());
    let hint = move || match form.takes {
        HowManyFiles::One => text::new_image::or_drop_it(),
        HowManyFiles::Several => text::new_image::or_drop_several(),
    };
    let empty = move || {
        view! {
            <button type="button" class="drop-zone" data-over=move || is_over.get().then_some("") aria-describedby=hint_id.clone() on:click=move |_| choose.run(())>
                <IconView icon=Icon::Upload/>
                <span class="drop-zone-title">{text::new_image::choose_a_file()}</span>
                <span class="drop-zone-hint" id=hint_id.clone()>
                    {hint()}
                </span>
            </button>
        }.into_any()
    };
    view! {
        <FileInput dialog=dialog label=text::new_image::image_file() on_files=take/>
        <div data-over=move || is_over.get().then_some("") class="chosen-files">
            {dyn_view(move || match form.chosen.get() {
                Chosen::Nothing => empty(),
                Chosen::One(file) => {
                    view! { <OnlyFile form=form file=*file on_other=choose/> }.into_any()
                }
                Chosen::Several => {
                    let load = move || loading(several_files(form, quota));
                    view! { <Lazy load=load what=text::new_image::list_of_files()/> }.into_any()
                }
            })}
            <Show when=move || form.takes == HowManyFiles::Several && form.has_file()>
                <AddFiles form=form/>
            </Show>
        </div>
        {dyn_view(move || {
            let told = match form.take_note.get()? {
                TakeNote::OnlyTheFirst => text::new_image::only_the_first().to_owned(),
                TakeNote::TakenAsChecksum(name) => text::expected_checksum::taken_as_checksum(&name),
            };
            Some(view! { <p class="field-hint" role="status">{told}</p> }.into_any())
        })}
    }
}

/// Who has one file does not pay for the list of several.
#[wasm_split(several_files, wasm_split_path = leptos::wasm_split, fallible)]
fn several_files(form: FormState, quota: FilesQuota) -> Chunk {
    Ok(view! { <FileList form=form quota=quota/> }.into_any())
}

/// The way to more files. It stays where it is when they come, and the focus with it.
#[component]
fn AddFiles(form: FormState) -> impl IntoView {
    let dialog = FileDialog::for_files(HowManyFiles::Several);
    let take = move |files: Vec<File>| form.take(files, Taking::BesideThem);
    view! {
        <FileInput dialog=dialog label=text::new_image::files_to_add() on_files=take/>
        <button type="button" id=ADD_FILES_ID class="button add-files" on:click=move |_| dialog.open()>
            <IconView icon=Icon::Plus/>
            {text::new_image::add_files()}
        </button>
    }
}

#[component]
fn OnlyFile(form: FormState, file: ChosenFile, on_other: Callback<()>) -> impl IntoView {
    let (key, size) = (file.key, file.size);
    view! {
        <div class="chosen-file">
            <span class="chosen-file-name">{file.name}</span>
            <span class="chosen-file-size" title=exact_bytes(size)>{bytes(size)}</span>
            <button type="button" class="button" on:click=move |_| on_other.run(())>
                {text::new_image::choose_another()}
            </button>
            <button
                type="button"
                class="button button-quiet button-icon"
                aria-label=text::new_image::let_go()
                title=text::new_image::let_go()
                on:click=move |_| form.let_go(key)
            >
                <IconView icon=Icon::Cross/>
            </button>
        </div>
    }
}

/// Files are taken wherever on the page they are dropped; a file dropped beside a small zone would
/// otherwise replace the page. Tells whether a file hovers over the page.
fn listen_on_page(take: impl Fn(Vec<File>) + Copy + 'static) -> RwSignal<bool> {
    let is_over = RwSignal::new(false);
    let carries_files = |event: &Event| {
        transfer_of(event).is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    let listeners = [
        window_event_listener_untyped("dragover", move |event| {
            if carries_files(&event) {
                event.prevent_default();
                is_over.set(true);
            }
        }),
        window_event_listener_untyped("dragleave", move |event| {
            // Leaving one element for another inside the page is no leaving.
            let has_left = event
                .dyn_ref::<DragEvent>()
                .is_some_and(|event| event.related_target().is_none());
            if has_left {
                is_over.set(false);
            }
        }),
        window_event_listener_untyped("drop", move |event| {
            is_over.set(false);
            if carries_files(&event) {
                event.prevent_default();
                let transfer = transfer_of(&event);
                let files = transfer.as_ref().and_then(DataTransfer::files);
                let files = files.map(|files| files_of(&files)).unwrap_or_default();
                if let Some(transfer) = &transfer {
                    file_handle::note_dropped(transfer, &files);
                }
                take(files);
            }
        }),
        window_event_listener_untyped("paste", move |event| {
            let files = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(ClipboardEvent::clipboard_data)
                .and_then(|data| data.files());
            let files = files.map(|files| files_of(&files)).unwrap_or_default();
            // Text that is pasted into a field is none of our business.
            if !files.is_empty() {
                event.prevent_default();
                take(files);
            }
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    is_over
}

fn transfer_of(event: &Event) -> Option<DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}
