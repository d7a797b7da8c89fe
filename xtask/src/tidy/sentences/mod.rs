//! What a person reads stands in the catalogues of `frontend/src/i18n`, so that it can be said in
//! every language. Here the texts are found that stand in the code all the same.

mod literals;
mod prose;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::Violation;
use super::text_file::{CodePart, TextFile};
use super::tree::Tree;
use literals::{Literal, Position, literals};
use prose::{has_word, is_class_list, is_prose};

const PROGRAM: &str = "frontend/src";
const CATALOGUES: &str = "frontend/src/i18n";
const STYLES: &str = "frontend/styles";

/// Files whose texts look like prose and are not: each with what they are.
const EXCEPTIONS: [(&str, &str); 3] = [
    (
        "frontend/src/workers/protocol.rs",
        "what the page and its workers say to each other",
    ),
    (
        "frontend/src/workers/saving.rs",
        "what the page and its workers say to each other",
    ),
    (
        "frontend/src/pages/image/download/command.rs",
        "what is typed in a terminal",
    ),
];

/// Texts that are the same in every language: each with what it is.
const NAMES: [(&str, &str); 5] = [
    ("Enter", "what stands on a key"),
    ("Esc", "what stands on a key"),
    ("Files", "what a browser calls files that are dragged"),
    ("Glance", "the image service"),
    ("gaze", "the dashboard"),
];

pub(super) fn no_sentence_stands_in_code(tree: &Tree) -> Vec<Violation> {
    let classes = style_classes(tree);
    let programs = tree
        .rust_below(PROGRAM)
        .filter(|file| file.part == CodePart::Program && !file.is_below(CATALOGUES));
    programs
        .flat_map(|file| {
            let found = sentences(file, &classes);
            let is_excepted = EXCEPTIONS.iter().any(|(path, _)| *path == file.path);
            match (is_excepted, found.is_empty()) {
                (false, _) => found,
                (true, false) => Vec::new(),
                (true, true) => {
                    let message = "it needs no exception any more: take it off the list";
                    vec![Violation::new(&file.path, 0, message)]
                }
            }
        })
        .collect()
}

fn sentences(file: &TextFile, classes: &BTreeSet<&str>) -> Vec<Violation> {
    let found = match literals(&file.text) {
        Ok(found) => found,
        Err(error) => return vec![Violation::new(&file.path, 0, error)],
    };
    let is_sentence = |literal: &&Literal| {
        let text = &literal.text;
        match literal.position {
            Position::Shown => has_word(text),
            Position::Code => is_prose(text) && !is_class_list(text, classes),
        }
    };
    let violation = |literal: &Literal| {
        let message = format!(
            "{:?} is for a person: say it in the catalogues",
            literal.text
        );
        Violation::new(&file.path, literal.line, message)
    };
    let shown = found.iter().filter(is_sentence);
    shown
        .filter(|literal| NAMES.iter().all(|(name, _)| *name != literal.text))
        .map(violation)
        .collect()
}

/// The classes that the style sheets name.
fn style_classes(tree: &Tree) -> BTreeSet<&str> {
    let is_name = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
    };
    let sheets = tree
        .files()
        .filter(|file| file.is_below(STYLES) && file.has_extension(&["css"]));
    let after_dots = sheets.flat_map(|sheet| sheet.text.split('.').skip(1));
    after_dots
        .map(|rest| {
            rest.split(|character| !is_name(character))
                .next()
                .unwrap_or("")
        })
        .filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
        .collect()
}
