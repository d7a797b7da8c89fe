//! Disk and container format, as the cloud takes them.

use gaze_shared::glance::image::{ContainerFormat, DiskFormat};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Violation};
use leptos::prelude::*;

use super::messages::message_for;
use crate::i18n::text::image_form;
use crate::ui::reactive::dyn_view;
use crate::ui::{FieldFrame, FieldIds};

/// A format while it is chosen. Empty text is none.
#[derive(Clone, Copy)]
pub struct FormatChoice {
    /// The format's word.
    value: Signal<String>,
    /// Takes another one.
    on_choose: Callback<String>,
    /// What no format is called, where there may be none.
    none: Option<&'static str>,
}

impl FormatChoice {
    /// The choice that `field` holds; `none` is what no format is called, where there may be none.
    #[must_use]
    pub fn of<T>(field: RwSignal<Option<T>>, none: Option<&'static str>) -> Self
    where
        T: ToString + for<'a> From<&'a str> + Send + Sync + 'static,
    {
        let word = move || field.with(|format| format.as_ref().map(ToString::to_string));
        let choose = move |word: String| {
            field.set((!word.is_empty()).then(|| word.as_str().into()));
        };
        Self {
            value: Signal::derive(move || word().unwrap_or_default()),
            on_choose: Callback::new(choose),
            none,
        }
    }
}

/// The choice of both formats.
#[component]
pub fn FormatFields(
    disk: FormatChoice,
    container: FormatChoice,
    /// What the cloud takes.
    schema: Signal<ImageSchema>,
    /// What is wrong with any field.
    #[prop(into)]
    violations: Signal<Vec<Violation>>,
) -> impl IntoView {
    let disks = Signal::derive(move || {
        schema.with(|schema| words(schema.disk_formats.iter().map(DiskFormat::as_str)))
    });
    let containers = Signal::derive(move || {
        schema.with(|schema| words(schema.container_formats.iter().map(ContainerFormat::as_str)))
    });
    let error =
        move |field: Field| Signal::derive(move || violations.with(|all| message_for(all, &field)));
    view! {
        <div class="field-pair">
            {select(image_form::disk_format(), disks, disk, error(Field::DiskFormat))}
            {select(image_form::container_format(), containers, container, error(Field::ContainerFormat))}
        </div>
    }
}

fn words<'a>(known: impl Iterator<Item = &'a str>) -> Vec<String> {
    known.map(ToOwned::to_owned).collect()
}

fn select(
    label: &'static str,
    known: Signal<Vec<String>>,
    choice: FormatChoice,
    error: Signal<Option<String>>,
) -> AnyView {
    let FormatChoice {
        value,
        on_choose,
        none,
    } = choice;
    let ids = FieldIds::new();
    let described_by = {
        let ids = ids.clone();
        move || ids.described_by(false, error.with(Option::is_some))
    };
    let options = move || {
        let option = |word: String| {
            let is_chosen = value.with(|value| *value == word);
            let label = none
                .filter(|_| word.is_empty())
                .map_or_else(|| word.clone(), ToOwned::to_owned);
            view! { <option value=word selected=is_chosen>{label}</option> }.into_any()
        };
        let none = none.map(|_| String::new());
        let mut words: Vec<String> = none.into_iter().chain(known.get()).collect();
        // A choice that the cloud does not offer is shown all the same, with its error: it came from the
        // file or from the image.
        let chosen = value.get();
        if !words.contains(&chosen) {
            words.push(chosen);
        }
        words.into_iter().map(option).collect_view()
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
                {dyn_view(options)}
            </select>
        </FieldFrame>
    }
    .into_any()
}
