//! The field: a text or a file, what is understood of it, and the question where it is not certain.

use gaze_shared::digest::sums::ListedFile;
use leptos::prelude::*;
use web_sys::File;

use super::sharing::{NamedFile, Understood};
use super::understanding::Question;
use super::{ExpectedChecksum, Given, words};
use crate::i18n::text;
use crate::pages::new_image::chosen_file::FileKey;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{
    FieldFrame, FieldIds, FileDialog, FileInput, HowManyFiles, Icon, IconView, Show, unique_id,
};

/// "Expected checksum".
#[component]
pub(in crate::pages::new_image) fn ChecksumField(expected: ExpectedChecksum) -> impl IntoView {
    let dialog = FileDialog::for_files(HowManyFiles::One);
    let on_files = move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            expected.take_file(file);
        }
    };
    let file_name = memo(move || {
        expected.given.with(|given| match given {
            Given::Text(_) => None,
            Given::Reading { name, .. } | Given::File { name, .. } | Given::Unreadable { name } => {
                Some(name.clone())
            }
        })
    });
    let ids = FieldIds::new();
    let said_id = StoredValue::new(ids.hint.clone());
    let said = memo(move || expected.understood.with(words::sentence_of_all));
    // Of several files each is asked about where it stands.
    let only = memo(move || {
        expected.files.with(|files| match &files[..] {
            [file] => Some(file.key),
            _ => None,
        })
    });
    let is_asked_whose = memo(move || expected.understood.get() == Understood::Unassigned);
    let is_asked = move || {
        let question = only.get().and_then(|key| expected.question(key));
        question.is_some() || is_asked_whose.get()
    };
    let is_unusable = memo(move || expected.blocks_because().is_some());
    let said_class = move || {
        if is_unusable.get() {
            "field-error"
        } else {
            "field-hint"
        }
    };
    let control = StoredValue::new(ids.control.clone());
    view! {
        <section class="side-part">
            <FileInput dialog=dialog label=text::expected_checksum::sums_file() on_files=on_files/>
            {dyn_view(move || match file_name.get() {
                Some(name) => view! { <GivenFile expected=expected name=name/> }.into_any(),
                None => view! {
                    <FieldFrame label=text::expected_checksum::title() ids=ids.clone()>
                        <textarea
                            class="textarea code"
                            id=control.get_value()
                            rows="2"
                            autocomplete="off"
                            spellcheck="false"
                            autocapitalize="none"
                            aria-invalid=move || is_unusable.get().then_some("true")
                            aria-describedby=said_id.get_value()
                            prop:value=move || match expected.given.get() {
                                Given::Text(text) => text,
                                _ => String::new(),
                            }
                            on:input=move |event| expected.give(Given::Text(event_target_value(&event)))
                        ></textarea>
                    </FieldFrame>
                }
                    .into_any(),
            })}
            <p class=said_class id=said_id.get_value() role="status">
                {dyn_view(move || said.get().unwrap_or_else(|| {
                    let hint = if is_asked() { "" } else { text::expected_checksum::hint() };
                    hint.to_owned()
                }))}
            </p>
            {dyn_view(move || only.get().map(|key| view! { <ChecksumQuestion expected=expected key=key/> }.into_any()))}
            <Show when=move || is_asked_whose.get() || (only.get().is_none() && expected.meant.get().is_some())>
                <WhoseField expected=expected/>
            </Show>
            {dyn_view(move || {
                file_name
                    .with(Option::is_none)
                    .then(|| {
                        view! {
                            <div>
                                <button type="button" class="button" on:click=move |_| dialog.open()>
                                    {text::expected_checksum::choose_file()}
                                </button>
                            </div>
                        }
                            .into_any()
                    })
            })}
        </section>
    }
}

/// A file in the place of the text.
#[component]
fn GivenFile(expected: ExpectedChecksum, name: String) -> impl IntoView {
    view! {
        <div class="field">
            <span class="field-label">{text::expected_checksum::title()}</span>
            <div class="chosen-file">
                <span class="chosen-file-name">{name}</span>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    aria-label=text::expected_checksum::let_go()
                    title=text::expected_checksum::let_go()
                    on:click=move |_| expected.clear()
                >
                    <IconView icon=Icon::Cross/>
                </button>
            </div>
        </div>
    }
}

/// Which of several files a checksum without a name is of.
#[component]
fn WhoseField(expected: ExpectedChecksum) -> impl IntoView {
    let ids = FieldIds::new();
    let control = ids.control.clone();
    let options = move || {
        let option = |file: NamedFile| {
            let is_meant = expected.meant.get_untracked() == Some(file.key);
            view! { <option value=file.key.0.to_string() selected=is_meant>{file.name}</option> }
                .into_any()
        };
        expected.files.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let key = event_target_value(&event).parse().ok();
        expected.meant.set(key.map(FileKey));
    };
    view! {
        <FieldFrame label=text::expected_checksum::whose() ids=ids>
            <select class="select" id=control on:change=choose>
                <option value="">{text::expected_checksum::choose_whose()}</option>
                {dyn_view(options)}
            </select>
        </FieldFrame>
    }
}

/// What is to be asked of a file, if anything.
#[component]
pub(in crate::pages::new_image) fn ChecksumQuestion(
    expected: ExpectedChecksum,
    key: FileKey,
) -> impl IntoView {
    let question = memo(move || expected.question(key));
    dyn_view(move || {
        question.get().map(|question| {
            view! { <WhichOne expected=expected key=key question=question/> }.into_any()
        })
    })
}

#[component]
fn WhichOne(expected: ExpectedChecksum, key: FileKey, question: Question) -> impl IntoView {
    let group = unique_id("checksum");
    let Question {
        why,
        candidates,
        left_off,
    } = question;
    let row = |file: ListedFile| {
        let name = file.name.as_deref();
        let name = name.unwrap_or_else(|| text::expected_checksum::without_name());
        let (name, digest) = (name.to_owned(), words::told_by(&file.sums));
        let this = file.clone();
        let is_chosen = memo(move || {
            let chosen = (key, this.clone());
            expected.choices.with(|choices| choices.contains(&chosen))
        });
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || is_chosen.get()
                    on:change=move |_| expected.choose(key, file.clone())
                />
                <span class="choice-label">{name}</span>
                <span class="choice-text">{digest}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices checksum-choices">
            <legend class="field-label">{words::question(why)}</legend>
            {candidates.into_iter().map(row).collect_view()}
            {(left_off > 0)
                .then(|| {
                    let more = text::expected_checksum::more(left_off);
                    view! { <p class="field-hint">{more}</p> }.into_any()
                })}
        </fieldset>
    }
}
