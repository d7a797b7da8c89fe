//! Which language is spoken, and how another one comes.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::i18n::language::Language;
use crate::i18n::{speak, text};
use crate::navigation::{Leaving, UnsavedWork, focus_page};
use crate::ui::storage;
use crate::ui::toasts::Toasts;

/// The key in local storage.
const KEY: &str = "gaze.language";

/// The sentences of a language, as a chunk of the program (`docs/adr/0021-catalogues.md`).
#[wasm_split(german, wasm_split_path = leptos::wasm_split, fallible)]
fn german() -> Result<&'static str, SplitLoaderError> {
    Ok(text::de())
}

/// English is in the program.
async fn catalogue(language: Language) -> Result<Option<&'static str>, SplitLoaderError> {
    match language {
        Language::English => Ok(None),
        Language::German => german().await.map(Some),
    }
}

/// How long nothing is shown for want of the first language's sentences.
const CATALOGUE_TIMEOUT: Duration = Duration::from_secs(5);

/// The language of the page. What reads it is made anew when another is spoken.
#[derive(Clone, Copy)]
pub struct LanguageStore {
    /// Unknown until the sentences are here for the first time.
    spoken: RwSignal<Option<Language>>,
    /// Of two choices in a row the later one holds, whichever's sentences come first.
    choices: StoredValue<u32>,
    toasts: Toasts,
}

impl LanguageStore {
    /// Begins with what was chosen earlier, else with the first of the browser's languages that is spoken
    /// here. When its sentences do not come, the page speaks English and says why; when they come late, it
    /// changes over unless something was typed.
    #[must_use]
    pub fn start(toasts: Toasts, unsaved: UnsavedWork) -> Self {
        let store = Self {
            spoken: RwSignal::new(None),
            choices: StoredValue::new(0),
            toasts,
        };
        let chosen = storage::read(KEY).and_then(|tag| Language::of_tag(&tag));
        let language = chosen.unwrap_or_else(of_the_browser);
        if language == Language::English {
            store.speak(language, None);
            return store;
        }
        let speak_english = move || {
            if store.spoken.get_untracked().is_none() {
                store.speak(Language::English, None);
                store.tell_failure(language);
            }
        };
        set_timeout(speak_english, CATALOGUE_TIMEOUT);
        spawn_local(async move {
            match catalogue(language).await {
                Ok(sentences) if store.may_change_over(unsaved) => {
                    store.speak(language, sentences);
                }
                Ok(_) => {}
                Err(_) => speak_english(),
            }
        });
        store
    }

    /// Whether the first language, which may come late, is still wanted, and costs nothing that was typed.
    fn may_change_over(self, unsaved: UnsavedWork) -> bool {
        let is_first = self.spoken.get_untracked().is_none();
        let is_chosen = self.choices.get_value() > 0;
        is_first || (!is_chosen && unsaved.loss(&Leaving::OtherLanguage).is_none())
    }

    /// The language that is spoken, reactively; `None` while the first one is on its way.
    #[must_use]
    pub fn get(self) -> Option<Language> {
        self.spoken.get()
    }

    /// Speaks another language from now on and in later visits, once its sentences are here. What was typed
    /// and is not saved would go with the views, so the person is asked first.
    pub fn choose(self, language: Language, unsaved: UnsavedWork) {
        let choice = self.choices.get_value().wrapping_add(1);
        self.choices.set_value(choice);
        spawn_local(async move {
            let sentences = catalogue(language).await;
            if self.choices.get_value() != choice {
                return;
            }
            match sentences {
                Ok(_) if self.spoken.get_untracked() == Some(language) => {}
                Ok(sentences) => unsaved.leave(&Leaving::OtherLanguage, move || {
                    storage::write(KEY, language.tag());
                    self.speak(language, sentences);
                    // What was pressed is gone with the views.
                    request_animation_frame(focus_page);
                }),
                Err(_) => self.tell_failure(language),
            }
        });
    }

    fn speak(self, language: Language, sentences: Option<&'static str>) {
        speak(language, sentences);
        if let Some(root) = document().document_element() {
            // Fails only for a name that is none.
            let _set = root.set_attribute("lang", language.tag());
        }
        self.spoken.set(Some(language));
    }

    fn tell_failure(self, language: Language) {
        self.toasts
            .show(text::language::not_loaded(language.own_name()));
    }
}

fn of_the_browser() -> Language {
    let languages = window().navigator().languages();
    let tags: Vec<String> = languages.iter().filter_map(|tag| tag.as_string()).collect();
    Language::preferred(tags.iter().map(String::as_str))
}
