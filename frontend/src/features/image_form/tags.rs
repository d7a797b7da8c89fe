//! Tags as chips: written one after the other, taken away one by one.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::text::image_form;
use crate::ui::reactive::{dyn_view, while_here};
use crate::ui::{FieldFrame, FieldIds, Icon, IconView};

/// The tags of an image while they are edited.
#[derive(Clone, Copy)]
pub struct EditedTags {
    ended: RwSignal<Vec<String>>,
    /// What is written in the field and not ended yet. It counts: whoever leaves the field by a key loses
    /// it otherwise.
    typed: RwSignal<String>,
}

impl EditedTags {
    /// These tags, and nothing begun.
    #[must_use]
    pub fn new(tags: Vec<String>) -> Self {
        Self {
            ended: RwSignal::new(tags),
            typed: RwSignal::default(),
        }
    }

    /// All tags, reactively.
    #[must_use]
    pub fn get(self) -> Vec<String> {
        let mut tags = self.ended.get();
        // Glance keeps a set: a tag that is there already is not added again.
        let new = self.typed.with(|text| without(split(text), &tags));
        tags.extend(new);
        tags
    }

    /// Puts others in their place.
    pub fn set(self, tags: Vec<String>) {
        self.ended.set(tags);
        self.typed.set(String::new());
    }

    /// Ends what is written.
    fn end(self) {
        let all = untrack(|| self.get());
        if self.ended.with_untracked(|tags| *tags != all) {
            self.ended.set(all);
        }
        self.typed.set(String::new());
    }
}

/// The tags of an image.
#[component]
pub fn TagsField(
    tags: EditedTags,
    /// What is wrong with them.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let EditedTags { ended, typed } = tags;
    let input = NodeRef::<html::Input>::new();
    let described_by = {
        let ids = ids.clone();
        move || ids.described_by(true, error.with(Option::is_some))
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" | "," => {
            // Enter in a form would send it; the comma is no part of the tag.
            event.prevent_default();
            tags.end();
        }
        "Backspace" if typed.with_untracked(String::is_empty) => ended.update(|tags| {
            tags.pop();
        }),
        _ => {}
    };
    let take_away = move |index: usize| {
        ended.update(|tags| {
            if index < tags.len() {
                tags.remove(index);
            }
        });
        if let Some(input) = input.get_untracked() {
            // The button that had the focus is gone; an input of the page takes it.
            let _focused = input.focus();
        }
    };
    let chips = move || {
        let chip = |(index, tag): (usize, String)| {
            let label = image_form::delete_tag(&tag);
            view! {
                <li class="chip">
                    <span class="chip-text">{tag}</span>
                    <button
                        type="button"
                        class="chip-remove"
                        aria-label=label
                        on:click=move |_| take_away(index)
                    >
                        <IconView icon=Icon::Cross/>
                    </button>
                </li>
            }
            .into_any()
        };
        ended.get().into_iter().enumerate().map(chip).collect_view()
    };
    view! {
        <FieldFrame
            label=image_form::tags()
            ids=ids.clone()
            hint=Signal::stored(Some(image_form::tags_hint().to_owned()))
            error=error
        >
            <div class="chips-field">
                <ul class="chips" aria-label=image_form::tags_of_image()>{dyn_view(chips)}</ul>
                <input
                    class="chips-input"
                    id=ids.control
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    autocapitalize="none"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described_by
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:keydown=on_key
                    on:blur=while_here(move |_| tags.end())
                    node_ref=input
                />
            </div>
        </FieldFrame>
    }
}

/// What was typed or pasted, as tags.
fn split(text: &str) -> Vec<String> {
    text.split([',', '\n'])
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// The tags of `typed` that are not in `present`, each once.
fn without(typed: Vec<String>, present: &[String]) -> Vec<String> {
    let mut new: Vec<String> = Vec::new();
    for tag in typed {
        if !present.contains(&tag) && !new.contains(&tag) {
            new.push(tag);
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::{split, without};

    #[test]
    fn a_pasted_list_becomes_one_tag_each_and_blanks_none() {
        assert_eq!(
            split("lts, web server ,,\n amd64"),
            ["lts", "web server", "amd64"]
        );
        assert_eq!(split("  "), Vec::<String>::new());
    }

    #[test]
    fn a_tag_that_is_there_already_is_not_added_again() {
        assert_eq!(without(split("a,b,b,c"), &["a".to_owned()]), ["b", "c"]);
    }
}
