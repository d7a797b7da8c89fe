//! The files of a form that has several: a line for each, with what its image has of its own.

use std::collections::BTreeSet;

use gaze_shared::glance::validate::{Field, Violation};
use gaze_shared::inspect::Severity;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::already_here::AlreadyHerePanel;
use super::chosen_file::ChosenFile;
use super::expected::ChecksumQuestion;
use super::fields::{Formats, MinDisk};
use super::form_state::FormState;
use super::inspecting::InspectionState;
use super::inspection_panel::FileInspection;
use super::letting_go::{button_id, let_go};
use super::notes::severity_word;
use super::quota::FilesQuota;
use crate::features::image_form::message_for;
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView, Show, TextField, unique_id};

/// A line a file. What has come of looking at them is said once, when all were looked at.
#[component]
pub(super) fn FileList(form: FormState, quota: FilesQuota) -> impl IntoView {
    let said = memo(move || {
        let files = form.files.get();
        let size = Bytes(files.iter().map(|file| file.outgoing().0.0).sum());
        let is_looked_at = |file: &ChosenFile| {
            file.data_state.with(|state| {
                !matches!(state, InspectionState::Awaited | InspectionState::UnderWay)
            })
        };
        if !files.iter().all(is_looked_at) {
            return text::new_image::looking_at_files(files.len(), size);
        }
        let is_refused = |file: &&ChosenFile| file.gravest() == Some(Severity::Refused);
        let refused = files.iter().filter(is_refused).count();
        match refused {
            0 => text::new_image::files_chosen(files.len(), size),
            refused => text::new_image::files_chosen_and_refused(refused, files.len(), size),
        }
    });
    let double = memo(move || {
        let files = form.files.get();
        let names = files.iter().map(|file| file.own.name.get());
        first_double(names)
    });
    view! {
        <p class="field-label" role="status">{dyn_view(move || said.get())}</p>
        <ul class="findings file-list">
            <For each=move || form.files.get() key=|file| file.key.0 let:file>
                <FileLine form=form file=file quota=quota/>
            </For>
        </ul>
        {dyn_view(move || {
            let told = text::new_image::double_name(&double.get()?);
            Some(view! { <p class="field-hint">{told}</p> }.into_any())
        })}
    }
}

/// The first name that several images would have. Glance allows it, and nobody tells them apart.
fn first_double(names: impl Iterator<Item = String>) -> Option<String> {
    let mut known = BTreeSet::new();
    for name in names {
        let name = name.trim().to_owned();
        if !name.is_empty() && known.contains(&name) {
            return Some(name);
        }
        known.insert(name);
    }
    None
}

#[component]
fn FileLine(form: FormState, file: ChosenFile, quota: FilesQuota) -> impl IntoView {
    let key = file.key;
    let is_open = RwSignal::new(false);
    // What is looked for in the details goes on when they are closed.
    let was_opened = RwSignal::new(false);
    let name_error = {
        let violations = file.own.violations.clone();
        Signal::derive(move || violations.with(|all| message_for(all, &Field::Name)))
    };
    let details_id = unique_id("file");
    let controls = details_id.clone();
    let (label, details) = (
        text::new_image::name_for(&file.name),
        text::new_image::details_of(&file.name),
    );
    let (remove, name) = (
        text::new_image::let_go_of(&file.name),
        RwSignal::from(file.own.name.clone()),
    );
    let expanded = file.clone();
    view! {
        <li class="chosen-file file-line">
            <TextField label=label value=name error=name_error/>
            <button
                type="button"
                class="button"
                aria-label=details
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-controls=controls
                on:click=move |_| {
                    was_opened.set(true);
                    is_open.update(|open| *open = !*open);
                }
            >
                {text::new_image::details()}
                <IconView icon=Icon::ChevronDown/>
            </button>
            <button
                type="button"
                class="button button-quiet button-icon"
                id=button_id(key)
                aria-label=remove.clone()
                title=remove
                on:click=move |_| let_go(form, key)
            >
                <IconView icon=Icon::Cross/>
            </button>
            <FileFacts form=form file=file/>
            <div class="side-part file-details" id=details_id hidden=move || !is_open.get()>
                <Show when=move || was_opened.get()>
                    <Formats own=expanded.own.clone() schema=form.schema/>
                    <MinDisk own=expanded.own.clone()/>
                    <FileInspection file=expanded.clone() quota=quota/>
                    <ChecksumQuestion expected=form.expected key=key/>
                    <AlreadyHerePanel form=form file=expanded.clone()/>
                </Show>
            </div>
        </li>
    }
}

/// Size, format and verdict in one line, and below it what stands in the way.
#[component]
fn FileFacts(form: FormState, file: ChosenFile) -> impl IntoView {
    let (key, outgoing) = (file.key, file.clone());
    let size = memo(move || outgoing.outgoing().0);
    let (format, blocked) = (file.own.disk_format.clone(), file.clone());
    let violations = file.own.violations.clone();
    let told = move || {
        let n_violations = violations.with(|all| {
            let is_hidden = |one: &&Violation| !matches!(one.field, Field::Name);
            all.iter().filter(is_hidden).count()
        });
        (n_violations > 0).then(|| text::new_image::correct_fields(n_violations))
    };
    view! {
        <p class="numbers">
            <span title=move || exact_bytes(size.get())>{dyn_view(move || bytes(size.get()))}</span>
            <span>{dyn_view(move || format.with(|format| format.as_ref().map(ToString::to_string)))}</span>
            {dyn_view(move || verdict(&file))}
        </p>
        {dyn_view(move || {
            let at_work = || {
                let awaited = blocked.conversion.blocks_because(&blocked.name);
                awaited.filter(|_| blocked.conversion.is_at_work())
            };
            let told = told()
                .or_else(|| form.expected.blocks_file_because(key))
                .or_else(|| blocked.conversion.blocks_because(&blocked.name));
            let (class, told) = match (at_work(), told) {
                (Some(awaited), _) => ("field-hint", awaited),
                (None, Some(told)) => ("field-error", told),
                (None, None) => ("field-hint", form.expected.sentence(key)?),
            };
            Some(view! { <p class=class>{told}</p> }.into_any())
        })}
    }
}

/// What is known of the content, in a word or two.
fn verdict(file: &ChosenFile) -> AnyView {
    let (class, icon, word) = match file.data_state.get() {
        InspectionState::Awaited | InspectionState::UnderWay => (
            "status status-moving",
            Icon::Arc,
            text::new_image::looking(),
        ),
        InspectionState::Unreadable => (
            "status status-negative",
            Icon::Cross,
            text::new_image::not_readable(),
        ),
        InspectionState::Unseen(_) => (
            "status status-neutral",
            Icon::Question,
            text::new_image::not_looked_at(),
        ),
        InspectionState::Seen(_) => match file.gravest() {
            None => (
                "status status-positive",
                Icon::Check,
                text::new_image::nothing_against_it(),
            ),
            Some(severity @ Severity::Note) => (
                "status status-neutral",
                Icon::Question,
                severity_word(severity),
            ),
            Some(severity @ Severity::Warning) => (
                "status status-caution",
                Icon::Warning,
                severity_word(severity),
            ),
            Some(severity @ Severity::Refused) => (
                "status status-negative",
                Icon::Cross,
                severity_word(severity),
            ),
        },
    };
    view! {
        <span class=class>
            <IconView icon=icon/>
            {word}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_comes_twice_is_told() {
        let double = |names: &[&str]| first_double(names.iter().map(ToString::to_string));
        assert_eq!(double(&["a", "b", "c"]), None);
        assert_eq!(double(&["a", "b", " b ", "a"]).as_deref(), Some("b"));
        // An image may have none.
        assert_eq!(double(&["", "", " "]), None);
    }
}
