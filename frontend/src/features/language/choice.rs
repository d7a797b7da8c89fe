//! The choice of a language.

use leptos::prelude::*;

use super::LanguageStore;
use crate::i18n::language::Language;
use crate::i18n::text;
use crate::navigation::UnsavedWork;

/// A row of buttons, each with the name of a language in that language.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let store = expect_context::<LanguageStore>();
    let unsaved = expect_context::<UnsavedWork>();
    let choices = Language::ALL.map(|language| {
        view! {
            <button
                type="button"
                class="language"
                lang=language.tag()
                aria-pressed=move || if store.get() == Some(language) { "true" } else { "false" }
                on:click=move |_| store.choose(language, unsaved)
            >
                {language.own_name()}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="languages" role="group" aria-label=text::language::label()>
            {choices.collect_view()}
        </div>
    }
}
