//! A sentence of the catalogues, in the language that the dashboard speaks, with what is filled in.

use std::iter::Peekable;
use std::str::Chars;

use gaze_shared::units::Bytes;

use super::locale::{self, translation};
use super::numbers::{bytes, whole};

/// A message by its number, with its pattern in English, which the program has at hand for good.
/// `frontend/build/catalogues/pattern.rs` says what a pattern is.
#[derive(Clone, Copy)]
pub(super) struct Message {
    number: u16,
    english: &'static str,
}

/// What is filled in.
pub(super) enum Argument<'a> {
    Text(&'a str),
    Number(u64),
    Bytes(Bytes),
}

const ARGUMENT: char = '\u{1}';
const CHOICE: char = '\u{2}';
const VARIANT: char = '\u{3}';
const SAYS: char = '\u{4}';
const END: char = '\u{5}';

impl Message {
    pub(super) const fn new(number: u16, english: &'static str) -> Self {
        Self { number, english }
    }

    /// A message into which nothing is filled in.
    pub(super) fn text(self) -> &'static str {
        translation(self.number).unwrap_or(self.english)
    }

    pub(super) fn fill_in(self, arguments: &[Argument<'_>]) -> String {
        let mut output = String::new();
        write_pattern(&mut self.text().chars().peekable(), arguments, &mut output);
        output
    }
}

fn write_pattern(rest: &mut Peekable<Chars<'_>>, arguments: &[Argument<'_>], output: &mut String) {
    while let Some(next) = rest.next_if(|next| !matches!(*next, VARIANT | END)) {
        match next {
            ARGUMENT => match argument(rest, arguments) {
                Some(Argument::Text(text)) => output.push_str(text),
                Some(Argument::Number(number)) => output.push_str(&whole(*number)),
                Some(Argument::Bytes(size)) => output.push_str(&bytes(*size)),
                None => {}
            },
            CHOICE => write_choice(rest, arguments, output),
            letter => output.push(letter),
        }
    }
}

/// Writes the first variant that fits, and passes over the others.
fn write_choice(rest: &mut Peekable<Chars<'_>>, arguments: &[Argument<'_>], output: &mut String) {
    let number = match argument(rest, arguments) {
        Some(Argument::Number(number)) => *number,
        _ => 0,
    };
    let plural = locale::plural(number);
    let mut is_chosen = false;
    while rest.next_if_eq(&VARIANT).is_some() {
        let key: String = rest.by_ref().take_while(|next| *next != SAYS).collect();
        let fits = key.is_empty() || key == plural || key == number.to_string();
        let mut passed_over = String::new();
        if fits && !is_chosen {
            is_chosen = true;
            write_pattern(rest, arguments, output);
        } else {
            write_pattern(rest, arguments, &mut passed_over);
        }
    }
    let _end = rest.next();
}

fn argument<'a, 'b>(
    rest: &mut Peekable<Chars<'_>>,
    arguments: &'a [Argument<'b>],
) -> Option<&'a Argument<'b>> {
    let letter = u32::from(rest.next()?);
    arguments.get(usize::try_from(letter.checked_sub(u32::from('a'))?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: Message = Message::new(
        u16::MAX,
        "\u{2}a\u{3}0\u{4}Nothing\u{3}one\u{4}\u{1}a image\u{3}\u{4}\u{1}a images\u{5} in \u{1}b",
    );

    #[test]
    fn a_number_chooses_among_the_variants_by_itself_and_by_its_plural() {
        for (count, expected) in [
            (0, "Nothing in demo"),
            (1, "1 image in demo"),
            (1_500, "1,500 images in demo"),
        ] {
            let arguments = [Argument::Number(count), Argument::Text("demo")];
            assert_eq!(FOUND.fill_in(&arguments), expected);
        }
    }

    #[test]
    fn what_is_filled_in_is_not_read_as_a_pattern() {
        let arguments = [Argument::Number(1), Argument::Text("\u{1}a\u{2}{ $x }")];
        assert_eq!(FOUND.fill_in(&arguments), "1 image in \u{1}a\u{2}{ $x }");
    }

    #[test]
    fn sizes_are_told_in_binary_units() {
        let message = Message::new(u16::MAX, "At most \u{1}a.");
        assert_eq!(
            message.fill_in(&[Argument::Bytes(Bytes(3 << 29))]),
            "At most 1.5 GiB."
        );
    }
}
