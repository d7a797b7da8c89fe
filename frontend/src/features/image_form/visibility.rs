//! Who can see an image, as choices that say what they mean.

use gaze_shared::glance::image::Visibility;
use leptos::prelude::*;

use crate::i18n::text::image_form;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::unique_id;

/// A visibility, what it is called, and what it means.
fn choices() -> [(Visibility, &'static str, &'static str); 4] {
    [
        (
            Visibility::Private,
            image_form::private(),
            image_form::private_meaning(),
        ),
        (
            Visibility::Shared,
            image_form::shared(),
            image_form::shared_meaning(),
        ),
        (
            Visibility::Community,
            image_form::community(),
            image_form::community_meaning(),
        ),
        (
            Visibility::Public,
            image_form::public(),
            image_form::public_meaning(),
        ),
    ]
}

/// The choice of a visibility.
#[component]
pub fn VisibilityField(
    value: RwSignal<Visibility>,
    /// Why it cannot be published, if so.
    #[prop(into)]
    publish_refused: Signal<Option<String>>,
    /// What is wrong with the choice.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let name = unique_id("visibility");
    let radio = |(choice, label, meaning): (Visibility, &'static str, &'static str)| {
        let is_public = choice == Visibility::Public;
        let chosen = choice.clone();
        let is_chosen = memo(move || value.with(|value| *value == chosen));
        // What an image is already may stay chosen, whoever looks at it.
        let refusal = move || {
            publish_refused
                .get()
                .filter(|_| is_public && !is_chosen.get())
        };
        view! {
            <label class="choice" data-disabled=move || refusal().map(|_| "")>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || is_chosen.get()
                    disabled=move || refusal().is_some()
                    on:change=move |_| value.set(choice.clone())
                />
                <span class="choice-label">{label}</span>
                <span class="choice-text">
                    {dyn_view(move || refusal().unwrap_or_else(|| meaning.to_owned()))}
                </span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices">
            <legend class="field-label">{image_form::visibility()}</legend>
            {choices().map(radio).into_iter().collect_view()}
            {dyn_view(move || error.get().map(|text| view! { <p class="field-error">{text}</p> }.into_any()))}
        </fieldset>
    }
}
