//! The tab of custom properties.

use leptos::prelude::*;

use super::editor::Editor;
use super::settings::{ReadOnlyNote, edit_refused};
use crate::features::image_form::{PropertyRows, is_editable};
use crate::i18n::text;
use crate::ui::reactive::dyn_view;
use crate::ui::{Fact, FactList, Show};

/// The properties that can be edited, then those that cannot.
#[component]
pub(super) fn PropertiesTab(editor: Editor) -> impl IntoView {
    let refused = edit_refused(editor);
    let is_empty = move || editor.fields.properties.with(Vec::is_empty);
    let fixed = move || {
        editor.base.with(|image| {
            let fixed = image
                .properties
                .iter()
                .filter(|(key, value)| !is_editable(key, value));
            fixed
                .map(|(key, value)| fact(key.clone(), value.to_text()))
                .collect::<Vec<_>>()
        })
    };
    let fixed_panel = move || {
        let facts = fixed();
        (!facts.is_empty()).then(|| {
            view! {
                <section class="panel" aria-labelledby="fixed-title">
                    <h2 class="panel-title" id="fixed-title">{text::image::set_by_glance()}</h2>
                    <FactList class="image-facts" facts=facts/>
                </section>
            }
            .into_any()
        })
    };
    view! {
        <section class="panel" aria-labelledby="properties-title">
            <h2 class="panel-title" id="properties-title">{text::image::custom_properties()}</h2>
            <p class="muted">
                {text::image::custom_properties_hint()}
            </p>
            <ReadOnlyNote refused=refused/>
            <Show when=move || is_empty() && refused.with(Option::is_some)>
                <p>{text::image::no_properties()}</p>
            </Show>
            <fieldset class="plain-fieldset properties-rows" disabled=move || refused.with(Option::is_some)>
                <PropertyRows rows=editor.fields.properties violations=editor.violations/>
            </fieldset>
        </section>
        {dyn_view(fixed_panel)}
    }
}

fn fact(key: String, value: String) -> Fact {
    let value = if value.is_empty() {
        text::image::empty_value().to_owned()
    } else {
        value
    };
    Fact::wide(view! { <code>{key}</code> }, view! { <code>{value}</code> })
}
