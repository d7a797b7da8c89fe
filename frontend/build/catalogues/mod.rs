//! The compiler of the catalogues: Fluent files (<https://projectfluent.org>), one folder a language, become
//! Rust functions with typed arguments (`docs/adr/0021-catalogues.md`).
//!
//! A file is an area of the dashboard, a message in it a function of the module with the area's name. The
//! English sentence stands in the function, so that a chunk of the program carries its own and no other;
//! every other language is one text, which is a chunk by itself. Both are patterns ([`pattern`]), which
//! `frontend/src/i18n/message.rs` fills in.
//!
//! What is used of Fluent: texts, `{ $name }`, `{ BYTES($size) }`, `{ NUMBER($count) }`, and a choice by the
//! plural of a number. A message of another kind is refused here, and so is a catalogue that lacks a
//! message, has one too many, or fills in something else than the English one.

mod message;
mod pattern;
mod write;

use std::collections::BTreeMap;

use message::Message;

/// The language that the others are held to.
const SOURCE: &str = "en";

/// The text of each file, by language and area.
pub(super) type Sources = BTreeMap<String, BTreeMap<String, String>>;

/// The messages of each area, in the order of their keys.
type Catalogue = BTreeMap<String, BTreeMap<String, Message>>;

/// The functions of all messages, as Rust.
///
/// # Errors
/// What is wrong with the catalogues, each with its place.
pub(super) fn compile(sources: &Sources) -> Result<String, Vec<String>> {
    let mut faults = Vec::new();
    let mut catalogues = BTreeMap::new();
    for (language, areas) in sources {
        catalogues.insert(language.as_str(), parse(language, areas, &mut faults));
    }
    let source = catalogues.remove(SOURCE).unwrap_or_default();
    for (language, catalogue) in &mut catalogues {
        compare(&source, language, catalogue, &mut faults);
    }
    if faults.is_empty() {
        Ok(write::code(&source, &catalogues))
    } else {
        Err(faults)
    }
}

fn parse(language: &str, areas: &BTreeMap<String, String>, faults: &mut Vec<String>) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for (area, text) in areas {
        let mut messages = BTreeMap::new();
        for read in message::parse(text) {
            match read {
                Ok(message) => {
                    let key = message.key.clone();
                    if messages.insert(key.clone(), message).is_some() {
                        faults.push(format!("{language}/{area}.ftl: {key} is there twice."));
                    }
                }
                Err(fault) => faults.push(format!("{language}/{area}.ftl: {fault}")),
            }
        }
        catalogue.insert(area.clone(), messages);
    }
    catalogue
}

/// Notes where a catalogue departs from the source's, and gives its arguments the source's types.
fn compare(
    source: &Catalogue,
    language: &str,
    catalogue: &mut Catalogue,
    faults: &mut Vec<String>,
) {
    let none = BTreeMap::new();
    for (area, messages) in source {
        let translated = catalogue.get(area).unwrap_or(&none);
        for key in messages.keys().filter(|key| !translated.contains_key(*key)) {
            faults.push(format!("{language}/{area}.ftl: {key} is missing."));
        }
    }
    for (area, messages) in catalogue {
        for (key, message) in messages {
            let place = format!("{language}/{area}.ftl: {key}");
            match source.get(area).and_then(|messages| messages.get(key)) {
                None => faults.push(format!("{place} is not in {SOURCE}/{area}.ftl.")),
                Some(original) => {
                    if let Err(fault) = message.fill_in_as(original) {
                        faults.push(format!("{place} {fault}"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(files: &[(&str, &str, &str)]) -> Result<String, Vec<String>> {
        let mut sources = Sources::new();
        for (language, area, text) in files {
            let areas = sources.entry((*language).to_owned()).or_default();
            areas.insert((*area).to_owned(), (*text).to_owned());
        }
        compile(&sources)
    }

    #[test]
    fn a_message_becomes_a_function_with_typed_arguments() {
        let images = "found = { $count ->\n    [one] { $count } image\n   *[other] { $count } images\n }\nsize = { $name } has { BYTES($size) }\n";
        let code = compiled(&[("en", "list", images)]).unwrap();
        assert!(code.contains("pub(crate) mod list"), "{code}");
        assert!(
            code.contains("fn found(count: impl Number) -> String"),
            "{code}"
        );
        assert!(
            code.contains("fn size(name: &str, size: Bytes) -> String"),
            "{code}"
        );
    }

    #[test]
    fn a_message_without_arguments_is_a_text_for_good() {
        let code = compiled(&[("en", "list", "title = Images\n")]).unwrap();
        assert!(code.contains("fn title() -> &'static str"), "{code}");
    }

    #[test]
    fn what_a_language_lacks_has_too_much_or_fills_in_otherwise_is_told_with_its_place() {
        for (english, german, fault) in [
            ("a = A\nb = B\n", "a = A\n", "de/list.ftl: b is missing."),
            (
                "a = A\n",
                "a = A\nb = B\n",
                "de/list.ftl: b is not in en/list.ftl.",
            ),
            (
                "a = { $x } y\n",
                "a = y\n",
                "de/list.ftl: a does not fill in $x.",
            ),
            (
                "a = y\n",
                "a = { $x } y\n",
                "de/list.ftl: a fills in $x, which nobody gives it.",
            ),
            (
                "a = { BYTES($x) }\n",
                "a = { NUMBER($x) }\n",
                "de/list.ftl: a fills in $x as a number, where the source has bytes.",
            ),
        ] {
            let faults = compiled(&[("en", "list", english), ("de", "list", german)]);
            assert_eq!(faults, Err(vec![fault.to_owned()]), "{english}");
        }
        assert_eq!(
            compiled(&[("en", "list", "a = A\n"), ("de", "other", "")]),
            Err(vec!["de/list.ftl: a is missing.".to_owned()])
        );
    }

    #[test]
    fn what_the_program_could_not_fill_in_is_refused() {
        for (text, fault) in [
            (
                "a = { -brand }\n",
                "a: only $variables, NUMBER(), BYTES() and quoted texts can be filled in.",
            ),
            (
                "a = { DATETIME($x) }\n",
                "a: only $variables, NUMBER(), BYTES() and quoted texts can be filled in.",
            ),
            ("a = A\n    .title = B\n", "a: attributes are not used."),
            ("-brand = gaze\n", "-brand: terms are not used."),
            ("a = A\na = B\n", "a is there twice."),
            (
                "a = { $x ->\n    [size] S\n   *[other] O\n }\n",
                "a: $x is chosen by [size], which is no plural and no number.",
            ),
            (
                "nonsense\n",
                "what begins with \"nonsense\" cannot be read.",
            ),
        ] {
            let faults = compiled(&[("en", "list", text)]);
            assert_eq!(faults, Err(vec![format!("en/list.ftl: {fault}")]), "{text}");
        }
    }
}
