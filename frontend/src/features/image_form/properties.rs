//! Custom properties as rows of key and value.

use std::sync::Arc;

use gaze_shared::glance::validate::{Field, Violation};
use leptos::prelude::*;

use super::message_for;
use crate::i18n::text::image_form;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView, unique_id};

/// A custom property while it is edited. The number tells rows apart when one of them goes. Its signals live
/// as long as it does: one that is added on a tab outlives that tab's view, to which signals of the arena
/// would belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedProperty {
    pub number: u32,
    pub key: ArcRwSignal<String>,
    pub value: ArcRwSignal<String>,
    /// The value as it was before anything was typed.
    before: Arc<str>,
}

impl EditedProperty {
    /// Adds a row with this key and value.
    pub fn add(rows: RwSignal<Vec<Self>>, key: &str, value: &str) {
        rows.update(|rows| {
            let number = rows
                .iter()
                .map(|row| row.number + 1)
                .max()
                .unwrap_or_default();
            rows.push(Self {
                number,
                key: ArcRwSignal::new(key.to_owned()),
                value: ArcRwSignal::new(value.to_owned()),
                before: value.into(),
            });
        });
    }
}

/// The rows, and a button for one more.
#[component]
pub fn PropertyRows(
    rows: RwSignal<Vec<EditedProperty>>,
    /// What is wrong with any of them.
    #[prop(into)]
    violations: Signal<Vec<Violation>>,
) -> impl IntoView {
    let title_id = unique_id("properties");
    let labelled_by = title_id.clone();
    // Typing changes a row's own signals; only adding and deleting draws the list again.
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| view! { <Row rows=rows row=row violations=violations/> }.into_any())
            .collect_view()
    };
    view! {
        <div class="field" role="group" aria-labelledby=labelled_by>
            <span class="field-label" id=title_id>{image_form::properties()}</span>
            <ul class="property-rows">
                {dyn_view(list)}
            </ul>
            <button
                type="button"
                class="button property-add"
                on:click=move |_| EditedProperty::add(rows, "", "")
            >
                <IconView icon=Icon::Plus/>
                {image_form::add_property()}
            </button>
        </div>
    }
}

#[component]
fn Row(
    rows: RwSignal<Vec<EditedProperty>>,
    row: EditedProperty,
    violations: Signal<Vec<Violation>>,
) -> impl IntoView {
    let EditedProperty {
        number,
        key,
        value,
        before,
    } = row;
    let (key, value) = (RwSignal::from(key), RwSignal::from(value));
    let is_blank = move || key.with(String::is_empty) && value.with(String::is_empty);
    let error = memo(move || {
        let field = Field::Property(key.get().trim().to_owned());
        violations
            .with(|all| message_for(all, &field))
            .filter(|_| !is_blank())
    });
    let error_id = unique_id("property-error");
    let described_by = error_id.clone();
    let take_away = move |_| rows.update(|rows| rows.retain(|other| other.number != number));
    view! {
        <li class="property-row">
            <input
                class="input code"
                type="text"
                aria-label=image_form::property_name()
                placeholder="os_distro"
                autocomplete="off"
                spellcheck="false"
                autocapitalize="none"
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=move || error.get().map(|_| described_by.clone())
                prop:value=move || key.get()
                on:input=move |event| key.set(event_target_value(&event))
            />
            <textarea
                class="textarea code"
                rows=move || value.with(|value| rows_of(value))
                aria-label=move || match key.get().trim() {
                    "" => image_form::value_of_nameless_property().to_owned(),
                    key => image_form::value_of_property(key),
                }
                placeholder="debian"
                autocomplete="off"
                spellcheck="false"
                autocapitalize="none"
                prop:value=move || value.get()
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    value.set(with_line_ends_of(&before, &typed));
                }
            ></textarea>
            <button
                type="button"
                class="button button-quiet button-icon"
                aria-label=move || match key.get().trim() {
                    "" => image_form::delete_nameless_property().to_owned(),
                    key => image_form::delete_property(key),
                }
                title=image_form::delete_a_property()
                on:click=take_away
            >
                <IconView icon=Icon::Trash/>
            </button>
            {dyn_view(move || {
                error
                    .get()
                    .map(|text| view! { <p class="field-error" id=error_id.clone()>{text}</p> }.into_any())
            })}
        </li>
    }
}

/// What a property is called in a list of several.
#[must_use]
pub fn property_name(key: &str) -> &str {
    match key.trim() {
        "" => image_form::nameless_property(),
        key => key,
    }
}

/// The most lines that a value takes of the page; the rest is scrolled to.
const MOST_ROWS: usize = 12;

fn rows_of(value: &str) -> String {
    let n_lines = value.matches('\n').count() + 1;
    n_lines.min(MOST_ROWS).to_string()
}

/// Each line with what ends it; the last one with nothing.
fn lines_with_ends(mut text: &str) -> Vec<(&str, &str)> {
    let mut lines = Vec::new();
    while let Some((line, rest)) = text.split_once(['\r', '\n']) {
        let end = &text[line.len()..];
        let end = if end.starts_with("\r\n") {
            "\r\n"
        } else {
            &end[..1]
        };
        lines.push((line, end));
        text = if end.len() == 2 { &rest[1..] } else { rest };
    }
    lines.push((text, ""));
    lines
}

/// What was typed, with lines that end as they did `before`: a text area gives every end as a line feed. Lines
/// at the beginning and at the end that are still the same keep their own ends, others get the first one's.
fn with_line_ends_of(before: &str, typed: &str) -> String {
    let was = lines_with_ends(before);
    let now: Vec<&str> = typed.split('\n').collect();
    let usual = was.first().map_or("", |(_, end)| end);
    let usual = if usual.is_empty() { "\n" } else { usual };
    let is_same = |(was, now): &(&(&str, &str), &&str)| was.0 == **now;
    let n_first = was.iter().zip(&now).take_while(is_same).count();
    let most = was.len().min(now.len()) - n_first;
    let (backward, typed_backward) = (was.iter().rev(), now.iter().rev());
    let n_last = backward
        .zip(typed_backward)
        .take(most)
        .take_while(is_same)
        .count();
    let end_of = |place: usize| {
        let place_before = if place < n_first {
            Some(place)
        } else if place + n_last >= now.len() {
            Some(place + was.len() - now.len())
        } else {
            None
        };
        let end = place_before
            .and_then(|place| was.get(place))
            .map(|(_, end)| *end);
        end.filter(|end| !end.is_empty()).unwrap_or(usual)
    };
    let mut text = String::new();
    for (place, line) in now.iter().enumerate() {
        text.push_str(line);
        if place + 1 < now.len() {
            text.push_str(end_of(place));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_as_many_rows_as_it_has_lines() {
        for (value, rows) in [("", "1"), ("one", "1"), ("one\ntwo", "2"), ("\n", "2")] {
            assert_eq!(rows_of(value), rows, "{value:?}");
        }
        assert_eq!(rows_of(&"\n".repeat(99)), "12");
    }

    #[test]
    fn lines_go_on_to_end_as_they_did() {
        assert_eq!(with_line_ends_of("one\r\n", "one\ntwo"), "one\r\ntwo");
        assert_eq!(with_line_ends_of("one\n", "one\ntwo"), "one\ntwo");
        let mixed = "a\r\nb\rc";
        for (typed, expected) in [
            ("a\nb\nc", mixed),
            ("a\nb\ncz", "a\r\nb\rcz"),
            ("a\nnew\nb\nc", "a\r\nnew\r\nb\rc"),
            ("b\nc", "b\rc"),
            ("a\nb\nc\nd", "a\r\nb\rc\r\nd"),
            ("", ""),
        ] {
            assert_eq!(with_line_ends_of(mixed, typed), expected, "{typed:?}");
        }
        assert_eq!(with_line_ends_of("", "\n"), "\n");
    }
}
