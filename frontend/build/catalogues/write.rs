//! The functions of the messages, as Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Catalogue;
use super::message::{ArgumentKind, Message};
use super::pattern::pattern;

/// Stands between the messages of a language's text.
const SEPARATOR: &str = "\0";

/// A module for each area of the source, and the text of each other language.
pub(super) fn code(source: &Catalogue, others: &BTreeMap<&str, Catalogue>) -> String {
    let mut code = String::new();
    let mut number = 0_u16;
    for (area, messages) in source {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            code,
            "/// `catalogues/en/{area}.ftl`.\npub(crate) mod {area} {{"
        );
        let _ = writeln!(
            code,
            "    use super::{{{}}};",
            imports(messages.values()).join(", ")
        );
        for message in messages.values() {
            write_function(&mut code, number, message);
            number += 1;
        }
        code.push_str("}\n");
    }
    for (language, catalogue) in others {
        let patterns: Vec<String> = source
            .iter()
            .flat_map(|(area, messages)| messages.keys().map(move |key| (area, key)))
            .filter_map(|(area, key)| catalogue.get(area)?.get(key))
            .map(pattern)
            .collect();
        let text = patterns.join(SEPARATOR);
        let _ = writeln!(
            code,
            "/// Every message in the language `{language}`, in the order of their numbers.\n\
             pub(crate) fn {language}() -> &'static str {{\n    {text:?}\n}}"
        );
    }
    code
}

/// What the functions of an area name.
fn imports<'m>(messages: impl Iterator<Item = &'m Message>) -> Vec<&'static str> {
    let arguments: Vec<_> = messages.flat_map(|message| &message.arguments).collect();
    let has = |kind| arguments.iter().any(|argument| argument.kind == kind);
    let needed = [
        ("Argument", !arguments.is_empty()),
        ("Bytes", has(ArgumentKind::Bytes)),
        ("Message", true),
        ("Number", has(ArgumentKind::Number)),
    ];
    let needed = needed.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(name, _)| name).collect()
}

fn write_function(code: &mut String, number: u16, message: &Message) {
    let english = pattern(message);
    let name = message.key.replace('-', "_");
    for line in readable(&english).lines() {
        let _ = writeln!(code, "    /// {line}");
    }
    code.push_str("    #[must_use]\n");
    if message.arguments.is_empty() {
        let _ = writeln!(
            code,
            "    pub(crate) fn {name}() -> &'static str {{\n        Message::new({number}, {english:?}).text()\n    }}"
        );
        return;
    }
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for argument in &message.arguments {
        let name = argument.name.replace('-', "_");
        let (parameter, value) = match argument.kind {
            ArgumentKind::Text => ("&str", format!("Argument::Text({name})")),
            ArgumentKind::Number => ("impl Number", format!("Argument::Number({name}.to_u64())")),
            ArgumentKind::Bytes => ("Bytes", format!("Argument::Bytes({name})")),
        };
        parameters.push(format!("{name}: {parameter}"));
        values.push(value);
    }
    let _ = writeln!(
        code,
        "    pub(crate) fn {name}({}) -> String {{\n        Message::new({number}, {english:?}).fill_in(&[{}])\n    }}",
        parameters.join(", "),
        values.join(", ")
    );
}

/// The English sentence for who reads the code, with signs for the marks.
fn readable(pattern: &str) -> String {
    pattern
        .chars()
        .map(|character| {
            if character.is_control() && character != '\n' {
                '·'
            } else {
                character
            }
        })
        .collect()
}
