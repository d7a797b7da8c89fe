//! The fields of the form.

use gaze_shared::image::{ContainerFormat, DiskFormat};
use gaze_shared::image_can::{Caller, Reason};
use gaze_shared::schema::ImageSchema;
use gaze_shared::validate::{Field, Violation};
use leptos::prelude::*;

use super::form_state::FormState;
use crate::components::image_fields::{
    PropertyRows, TagsField, VisibilityField, message_for, message_for_tags,
};
use crate::state::reactive::live;
use crate::ui::field::FieldIds;
use crate::ui::{FieldFrame, TextField};

/// Everything that can be said of a new image besides its data.
#[component]
pub(super) fn ImageFields(
    form: FormState,
    #[prop(into)] schema: Signal<ImageSchema>,
    #[prop(into)] violations: Signal<Vec<Violation>>,
    #[prop(into)] caller: Signal<Option<Caller>>,
) -> impl IntoView {
    let error =
        move |field: Field| Signal::derive(move || violations.with(|all| message_for(all, &field)));
    let tags_error = Signal::derive(move || violations.with(|all| message_for_tags(all)));
    let min_disk_hint = Signal::derive(move || {
        let from = form
            .min_disk_from
            .get()
            .map(|from| format!(" {from}"))
            .unwrap_or_default();
        Some(format!("In GiB.{from}"))
    });
    let publish_refused = Signal::derive(move || {
        let is_admin = caller.with(|caller| caller.as_ref().is_some_and(Caller::is_admin));
        (!is_admin).then(|| Reason::AdminOnly.to_string())
    });
    view! {
        <div class="form">
            <TextField label="Name" value=form.name error=error(Field::Name)/>
            <Formats form=form schema=schema violations=violations/>
            <VisibilityField
                value=form.visibility
                publish_refused=publish_refused
                error=error(Field::Visibility)
            />
            <TagsField tags=form.tags error=tags_error/>
            <div class="field-pair">
                <TextField
                    label="Minimum disk"
                    value=form.min_disk
                    input_mode="numeric"
                    hint=min_disk_hint
                    error=error(Field::MinDisk)
                />
                <TextField
                    label="Minimum memory"
                    value=form.min_ram
                    input_mode="numeric"
                    hint=Signal::stored(Some("In MiB.".to_owned()))
                    error=error(Field::MinRam)
                />
            </div>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || form.protected.get()
                    on:change=move |event| form.protected.set(event_target_checked(&event))
                />
                <span class="choice-label">"Protected"</span>
                <span class="choice-text">"Cannot be deleted until protection is turned off"</span>
            </label>
            <PropertyRows rows=form.properties violations=violations/>
        </div>
    }
}

/// Disk and container format, as this cloud takes them.
#[component]
pub(super) fn Formats(
    form: FormState,
    schema: Signal<ImageSchema>,
    violations: Signal<Vec<Violation>>,
) -> impl IntoView {
    let disk_words = Signal::derive(move || {
        let known = schema.with(|schema| schema.disk_formats.clone());
        with_chosen(
            known.iter().map(DiskFormat::as_str),
            form.disk_format.get().as_str(),
        )
    });
    let container_words = Signal::derive(move || {
        let known = schema.with(|schema| schema.container_formats.clone());
        with_chosen(
            known.iter().map(ContainerFormat::as_str),
            form.container_format.get().as_str(),
        )
    });
    let error =
        move |field: Field| Signal::derive(move || violations.with(|all| message_for(all, &field)));
    view! {
        <div class="field-pair">
            <SelectField
                label="Disk format"
                words=disk_words
                value=Signal::derive(move || form.disk_format.get().to_string())
                on_choose=Callback::new(move |word: String| {
                    form.disk_format.set(DiskFormat::from(word.as_str()));
                })
                error=error(Field::DiskFormat)
            />
            <SelectField
                label="Container format"
                words=container_words
                value=Signal::derive(move || form.container_format.get().to_string())
                on_choose=Callback::new(move |word: String| {
                    form.container_format.set(ContainerFormat::from(word.as_str()));
                })
                error=error(Field::ContainerFormat)
            />
        </div>
    }
}

/// A choice that the cloud does not offer is shown all the same, with its error: it came from the
/// file.
fn with_chosen<'a>(known: impl Iterator<Item = &'a str>, chosen: &str) -> Vec<String> {
    let mut words: Vec<String> = known.map(ToOwned::to_owned).collect();
    if !words.iter().any(|word| word == chosen) {
        words.push(chosen.to_owned());
    }
    words
}

#[component]
fn SelectField(
    #[prop(into)] label: String,
    words: Signal<Vec<String>>,
    value: Signal<String>,
    on_choose: Callback<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described_by = {
        let ids = ids.clone();
        move || ids.described_by(false, error.with(Option::is_some))
    };
    let options = move || {
        let option = |word: String| {
            let is_chosen = value.with(|value| *value == word);
            view! { <option value=word.clone() selected=is_chosen>{word.clone()}</option> }
                .into_any()
        };
        words.get().into_iter().map(option).collect_view()
    };
    view! {
        <FieldFrame label=label ids=ids.clone() error=error>
            <select
                class="select"
                id=ids.control
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=move || value.get()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {live(options)}
            </select>
        </FieldFrame>
    }
}
