//! Form fields: a label, a control, a hint, and the error at its place.

use leptos::prelude::*;

use crate::ui::base::reactive::dyn_view;
use crate::ui::base::unique_id::unique_id;

/// The ids that tie a control to its hint and error.
#[derive(Clone, Debug)]
pub struct FieldIds {
    pub control: String,
    pub hint: String,
    pub error: String,
}

impl FieldIds {
    #[must_use]
    pub fn new() -> Self {
        let control = unique_id("field");
        Self {
            hint: format!("{control}-hint"),
            error: format!("{control}-error"),
            control,
        }
    }

    /// The value of `aria-describedby`.
    #[must_use]
    pub fn described_by(&self, has_hint: bool, has_error: bool) -> Option<String> {
        match (has_hint, has_error) {
            (false, false) => None,
            (true, false) => Some(self.hint.clone()),
            (false, true) => Some(self.error.clone()),
            (true, true) => Some(format!("{} {}", self.error, self.hint)),
        }
    }
}

impl Default for FieldIds {
    fn default() -> Self {
        Self::new()
    }
}

/// The frame around any control: label above, hint and error below.
#[component]
pub fn FieldFrame(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The ids that the control uses too.
    ids: FieldIds,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let (hint_id, error_id) = (ids.hint, ids.error);
    view! {
        <div class="field">
            <label class="field-label" for=ids.control>{dyn_view(move || label.get())}</label>
            {children()}
            {dyn_view(move || {
                error
                    .get()
                    .map(|text| view! { <p class="field-error" id=error_id.clone()>{text}</p> }.into_any())
            })}
            {dyn_view(move || {
                hint.get().map(|text| view! { <p class="field-hint" id=hint_id.clone()>{text}</p> }.into_any())
            })}
        </div>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    value: RwSignal<String>,
    /// The `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` of the input.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The `inputmode` of the input, for the keyboards of phones.
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// What helps to answer.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can only be read.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// The input, for who must put the focus there.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Input>,
    /// Hears every key, for a caps lock hint.
    #[prop(optional, into)]
    on_key: Option<Callback<web_sys::KeyboardEvent>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let described_by = {
        let ids = ids.clone();
        move || ids.described_by(hint.with(Option::is_some), error.with(Option::is_some))
    };
    let hear = move |event: web_sys::KeyboardEvent| {
        if let Some(on_key) = on_key {
            on_key.run(event);
        }
    };
    view! {
        <FieldFrame label=label ids=ids.clone() hint=hint error=error>
            <input
                class="input"
                id=ids.control
                type=kind
                autocomplete=autocomplete
                inputmode=input_mode
                spellcheck="false"
                autocapitalize="none"
                readonly=move || read_only.get()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=hear
                on:keyup=hear
                node_ref=node_ref
            />
        </FieldFrame>
    }
}

/// Something that is so or not, with what it means.
#[component]
pub fn CheckField(
    value: RwSignal<bool>,
    label: &'static str,
    /// What it means when it is so.
    meaning: &'static str,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span class="choice-label">{label}</span>
            <span class="choice-text">{meaning}</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_described_by_its_error_first_and_then_its_hint() {
        let ids = FieldIds::new();
        assert_eq!(ids.described_by(false, false), None);
        assert_eq!(
            ids.described_by(true, true),
            Some(format!("{} {}", ids.error, ids.hint))
        );
    }
}
