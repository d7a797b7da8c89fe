//! How a value becomes words of a line: numbers, texts, what may be absent, lists.

use std::str::Split;

use crate::units::Bytes;

pub(super) const SEPARATOR: char = ',';
/// In the place of a value that is not there.
const ABSENT: &str = "-";

/// The rest of a line.
pub(super) struct Words<'line>(pub(super) Split<'line, char>);

/// What can stand on a line.
pub(super) trait OnLine: Sized {
    fn write(&self, line: &mut String);

    /// `None` when the next words are not such a value.
    fn read(words: &mut Words<'_>) -> Option<Self>;
}

pub(super) fn write_word(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(SEPARATOR);
    }
    line.push_str(word);
}

/// Numbers write themselves as their digits.
macro_rules! digits {
    ($($number:ty),+) => { $(
        impl OnLine for $number {
            fn write(&self, line: &mut String) {
                write_word(line, &self.to_string());
            }

            fn read(words: &mut Words<'_>) -> Option<Self> {
                words.0.next()?.parse().ok()
            }
        }
    )+ };
}

digits!(u8, u16, u64);

impl OnLine for Bytes {
    fn write(&self, line: &mut String) {
        self.0.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        OnLine::read(words).map(Self)
    }
}

/// Texts of others can have anything in them, and go as the digits of their bytes.
impl OnLine for Box<str> {
    fn write(&self, line: &mut String) {
        write_word(line, "");
        for byte in self.bytes() {
            for digit in [byte >> 4, byte & 0xf] {
                line.extend(char::from_digit(digit.into(), 16));
            }
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let digits = words.0.next()?.as_bytes().chunks(2);
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = digits.map(byte).collect();
        String::from_utf8(bytes?).ok().map(Into::into)
    }
}

impl<T: OnLine> OnLine for Option<T> {
    fn write(&self, line: &mut String) {
        match self {
            None => write_word(line, ABSENT),
            Some(value) => value.write(line),
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let mut after = Words(words.0.clone());
        if after.0.next()? == ABSENT {
            *words = after;
            Some(None)
        } else {
            T::read(words).map(Some)
        }
    }
}

impl<T: OnLine> OnLine for Vec<T> {
    fn write(&self, line: &mut String) {
        (self.len() as u64).write(line);
        for item in self {
            item.write(line);
        }
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        // A line that names more items than it has ends the collection; no room is made beforehand.
        let length = u64::read(words)?;
        (0..length).map(|_| T::read(words)).collect()
    }
}
