//! Choosing a file: by the button, by dropping it anywhere on the page, or by pasting it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File};

use super::form_state::{FormState, TakeNote};
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{FileDialog, FileInput, Icon, IconView, file_handle, files_of, unique_id};

/// The drop zone; once there is a file, its name and size and the way to another one.
#[component]
pub(super) fn DropZone(form: FormState) -> impl IntoView {
    let dialog = FileDialog::default();
    let take = move |files: Vec<File>| form.take(files);
    let is_over = listen_on_page(take);
    let hint_id = unique_id("drop-hint");
    let has_file = memo(move || form.chosen.with(Option::is_some));
    let empty_hint_id = hint_id.clone();
    let empty = move || {
        view! {
            <button type="button" class="drop-zone" data-over=move || is_over.get().then_some("") aria-describedby=empty_hint_id.clone() on:click=move |_| dialog.open()>
                <IconView icon=Icon::Upload/>
                <span class="drop-zone-title">{text::new_image::choose_a_file()}</span>
                <span class="drop-zone-hint" id=empty_hint_id.clone()>
                    {text::new_image::or_drop_it()}
                </span>
            </button>
        }.into_any()
    };
    view! {
        <FileInput dialog=dialog label=text::new_image::image_file() on_files=take/>
        {dyn_view(move || {
            if has_file.get() {
                view! { <ChosenFile form=form is_over=is_over on_other=Callback::new(move |()| dialog.open())/> }
                    .into_any()
            } else {
                empty().into_any()
            }
        })}
        {dyn_view(move || {
            let told = match form.take_note.get()? {
                TakeNote::OnlyTheFirst => text::new_image::only_the_first().to_owned(),
                TakeNote::TakenAsChecksum(name) => text::expected_checksum::taken_as_checksum(&name),
            };
            Some(view! { <p class="field-hint" role="status">{told}</p> }.into_any())
        })}
    }
}

#[component]
fn ChosenFile(form: FormState, is_over: RwSignal<bool>, on_other: Callback<()>) -> impl IntoView {
    let name = move || form.file_name();
    let size = move || form.file_size().map(bytes);
    let exact = move || form.file_size().map(exact_bytes);
    view! {
        <div class="chosen-file" data-over=move || is_over.get().then_some("")>
            <span class="chosen-file-name">{dyn_view(name)}</span>
            <span class="chosen-file-size" title=exact>{dyn_view(size)}</span>
            <button type="button" class="button" on:click=move |_| on_other.run(())>
                {text::new_image::choose_another()}
            </button>
            <button
                type="button"
                class="button button-quiet button-icon"
                aria-label=text::new_image::let_go()
                title=text::new_image::let_go()
                on:click=move |_| form.let_go()
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
