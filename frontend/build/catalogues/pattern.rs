//! The short form of a message, in which the program carries it: its text, with marks where something is
//! filled in or chosen. `frontend/src/i18n/message.rs` reads it.

use super::message::{Argument, Choice, Message, Part};

/// The argument whose number follows, as a letter from `a`.
const ARGUMENT: char = '\u{1}';
/// A choice by the argument whose number follows.
const CHOICE: char = '\u{2}';
/// A variant of the choice: its key follows, empty for the one that fits always.
const VARIANT: char = '\u{3}';
/// What the variant says follows.
const SAYS: char = '\u{4}';
/// The choice ends.
const END: char = '\u{5}';

pub(super) fn pattern(message: &Message) -> String {
    let mut pattern = String::new();
    write_parts(&message.parts, &message.arguments, &mut pattern);
    pattern
}

fn write_parts(parts: &[Part], arguments: &[Argument], pattern: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => pattern.push_str(text),
            Part::Argument(name) => {
                pattern.push(ARGUMENT);
                pattern.push(letter(name, arguments));
            }
            Part::Choice(choice) => write_choice(choice, arguments, pattern),
        }
    }
}

fn write_choice(choice: &Choice, arguments: &[Argument], pattern: &mut String) {
    pattern.push(CHOICE);
    pattern.push(letter(&choice.by, arguments));
    let otherwise = (String::new(), &choice.otherwise);
    let variants = choice
        .variants
        .iter()
        .map(|(key, parts)| (key.clone(), parts));
    for (key, parts) in variants.chain([otherwise]) {
        pattern.push(VARIANT);
        pattern.push_str(&key);
        pattern.push(SAYS);
        write_parts(parts, arguments, pattern);
    }
    pattern.push(END);
}

fn letter(name: &str, arguments: &[Argument]) -> char {
    let number = arguments.iter().position(|argument| argument.name == name);
    // Every name was noted when the message was read.
    let number = number
        .and_then(|number| u8::try_from(number).ok())
        .unwrap_or_default();
    char::from(b'a' + number)
}
