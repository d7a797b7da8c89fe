//! Reading variables, and remembering every one that is wrong.

use std::borrow::Cow;
use std::cell::RefCell;

use serde::Serialize;

use crate::core::log::plain_text::plain_text;

/// The most that is counted exactly everywhere on the way (`Number.MAX_SAFE_INTEGER`).
pub(super) const MAX_COUNTED: u64 = (1 << 53) - 1;

/// A variable that is missing or cannot be read. The value itself is never shown: it may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{variable}: {expected}")]
pub struct BadSetting {
    pub variable: Cow<'static, str>,
    /// What is expected in it, or what is wrong.
    pub expected: Cow<'static, str>,
}

#[cfg(test)]
impl BadSetting {
    /// The name of a setting that there is.
    pub(super) fn name(&self) -> &'static str {
        match self.variable {
            Cow::Borrowed(name) => name,
            Cow::Owned(_) => "a name that is no setting's",
        }
    }
}

/// The variables of the Worker. Reading goes on after a wrong one, so that an operator is told of all.
pub(super) struct Variables<R> {
    read: R,
    /// Every name that there is: whatever else is set is misspelt.
    known: RefCell<Vec<&'static str>>,
    wrong: Vec<BadSetting>,
}

/// The most of a misspelt name that is told, in bytes.
const MOST_OF_NAME: usize = 64;
/// How many letters may be wrong in a name for another to be the one that is meant.
const MOST_WRONG_LETTERS: usize = 3;

impl<R: Fn(&str) -> Option<String>> Variables<R> {
    /// Starts to read; `read` gives `None` for a variable that is not set.
    pub(super) const fn new(read: R) -> Self {
        Self {
            read,
            known: RefCell::new(Vec::new()),
            wrong: Vec::new(),
        }
    }

    /// A variable without which nothing works; `None` when it is missing or wrong, which is noted.
    pub(super) fn required<T>(
        &mut self,
        variable: &'static str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.set(variable).and_then(|text| parse(&text));
        if value.is_none() {
            self.note(variable, expected);
        }
        value
    }

    /// A variable that has a default. A wrong one is noted, and the default stands in until the end
    /// of the reading, which then fails.
    pub(super) fn or<T>(
        &mut self,
        variable: &'static str,
        expected: &'static str,
        default: T,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> T {
        match self.set(variable) {
            None => default,
            Some(text) => parse(&text).unwrap_or_else(|| {
                self.note(variable, expected);
                default
            }),
        }
    }

    /// A variable that says itself what is wrong, in words that hold nothing secret.
    pub(super) fn or_explained<T: Default>(
        &mut self,
        variable: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let read = self.set(variable).map(|text| parse(&text));
        match read.transpose() {
            Ok(value) => value.unwrap_or_default(),
            Err(wrong) => {
                self.note(variable, wrong);
                T::default()
            }
        }
    }

    fn note(&mut self, variable: &'static str, expected: impl Into<Cow<'static, str>>) {
        self.wrong.push(BadSetting {
            variable: variable.into(),
            expected: expected.into(),
        });
    }

    /// A text that can be anything.
    pub(super) fn text(&self, variable: &'static str, default: &str) -> String {
        self.set(variable).unwrap_or_else(|| default.to_owned())
    }

    /// Whether the operator has given it a value.
    pub(super) fn is_set(&self, variable: &'static str) -> bool {
        self.set(variable).is_some()
    }

    pub(super) fn into_wrong(self) -> Vec<BadSetting> {
        self.wrong
    }

    /// Notes each of these names that none of the reading has asked for, when all of it is done.
    pub(super) fn note_unknown(&mut self, set: impl Iterator<Item = String>) {
        for name in set {
            let known = self.known.borrow();
            if known.contains(&name.as_str()) {
                continue;
            }
            // All of them are in capital letters.
            let capitals = name.to_ascii_uppercase();
            let distance = |other: &&&'static str| letters_between(&capitals, other);
            let nearest = known.iter().min_by_key(distance);
            let meant = nearest.filter(|other| distance(other) <= MOST_WRONG_LETTERS);
            let expected = match meant {
                Some(meant) => format!("there is no such setting; {meant} is one"),
                None => "there is no such setting; docs/self_hosting.md has all".to_owned(),
            };
            drop(known);
            self.wrong.push(BadSetting {
                variable: plain_text(&name, MOST_OF_NAME).into(),
                expected: expected.into(),
            });
        }
    }

    /// An empty variable is one that is not set: a form or a shell leaves it so.
    fn set(&self, variable: &'static str) -> Option<String> {
        self.known.borrow_mut().push(variable);
        (self.read)(variable).filter(|text| !text.is_empty())
    }
}

/// How many letters have to be put in, taken out or changed to make one text of the other (Levenshtein).
fn letters_between(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.bytes().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, expected) in row.iter_mut().skip(1).zip(other.bytes()) {
            let changed = diagonal + usize::from(letter != expected);
            diagonal = *cell;
            left = changed.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_between_two_names_are_counted() {
        for (one, other, letters) in [
            ("", "", 0),
            ("", "abc", 3),
            ("SESION_KEYS", "SESSION_KEYS", 1),
            ("KEYSTONE_URI", "KEYSTONE_URL", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(letters_between(one, other), letters, "{one} {other}");
            assert_eq!(letters_between(other, one), letters, "{other} {one}");
        }
    }

    #[test]
    fn a_name_that_nobody_asks_for_is_named_with_the_one_that_is_meant() {
        let mut variables = Variables::new(|_: &str| None);
        assert!(!variables.is_set("SESSION_KEYS"));
        let names = [
            "SESSION_KEYS",
            "SESION_KEYS",
            "session_keys",
            "COLOUR",
            "A\nB",
        ];
        variables.note_unknown(names.into_iter().map(str::to_owned));
        let wrong: Vec<String> = variables
            .into_wrong()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            wrong,
            [
                "SESION_KEYS: there is no such setting; SESSION_KEYS is one",
                "session_keys: there is no such setting; SESSION_KEYS is one",
                "COLOUR: there is no such setting; docs/self_hosting.md has all",
                "A B: there is no such setting; docs/self_hosting.md has all",
            ]
        );
    }
}
