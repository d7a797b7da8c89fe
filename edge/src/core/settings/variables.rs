//! Reading variables, and remembering every one that is wrong.

use std::borrow::Cow;

use serde::Serialize;

/// A variable that is missing or cannot be read. The value itself is never shown: it may be secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{variable}: {expected}")]
pub struct BadSetting {
    /// The variable's name.
    pub variable: &'static str,
    /// What is expected in it, or what is wrong.
    pub expected: Cow<'static, str>,
}

/// The variables of the Worker. Reading goes on after a wrong one, so that an operator is told of all.
pub(super) struct Variables<R> {
    read: R,
    wrong: Vec<BadSetting>,
}

impl<R: Fn(&str) -> Option<String>> Variables<R> {
    /// Starts to read; `read` gives `None` for a variable that is not set.
    pub(super) const fn new(read: R) -> Self {
        Self {
            read,
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
    pub(super) fn or_told<T: Default>(
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
            variable,
            expected: expected.into(),
        });
    }

    /// A text that can be anything.
    pub(super) fn text(&self, variable: &str, default: &str) -> String {
        self.set(variable).unwrap_or_else(|| default.to_owned())
    }

    /// Whether the operator has given it a value.
    pub(super) fn is_set(&self, variable: &str) -> bool {
        self.set(variable).is_some()
    }

    /// What was wrong.
    pub(super) fn into_wrong(self) -> Vec<BadSetting> {
        self.wrong
    }

    /// An empty variable is one that is not set: a form or a shell leaves it so.
    fn set(&self, variable: &str) -> Option<String> {
        (self.read)(variable).filter(|text| !text.is_empty())
    }
}
