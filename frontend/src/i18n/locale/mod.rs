//! The language that is spoken now: its sentences, and how it writes numbers, plurals, lists and times.

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(not(target_family = "wasm"))]
mod native;

use std::cell::RefCell;

#[cfg(target_family = "wasm")]
use browser::Formats;
#[cfg(not(target_family = "wasm"))]
use native::Formats;

use super::language::Language;

struct Locale {
    language: Language,
    /// The patterns of all messages by their numbers; none for English, which is in the program.
    translations: Vec<&'static str>,
    formats: Formats,
}

impl Locale {
    fn new(language: Language, catalogue: Option<&'static str>) -> Self {
        Self {
            language,
            translations: catalogue
                .map(|all| all.split('\0').collect())
                .unwrap_or_default(),
            formats: Formats::new(language.tag()),
        }
    }
}

thread_local! {
    static LOCALE: RefCell<Locale> = RefCell::new(Locale::new(Language::English, None));
}

/// Speaks a language from now on. What is on the page stays as it is until it is made anew.
pub fn speak(language: Language, catalogue: Option<&'static str>) {
    LOCALE.with_borrow_mut(|locale| *locale = Locale::new(language, catalogue));
}

#[must_use]
pub fn spoken() -> Language {
    LOCALE.with_borrow(|locale| locale.language)
}

pub(super) fn translation(number: u16) -> Option<&'static str> {
    LOCALE.with_borrow(|locale| locale.translations.get(usize::from(number)).copied())
}

/// The category of a count by the language's plural rules: `one`, `other`, ….
pub(super) fn plural(number: u64) -> String {
    LOCALE.with_borrow(|locale| locale.formats.plural(number))
}

/// A whole number, grouped.
pub(super) fn whole(number: u64) -> String {
    LOCALE.with_borrow(|locale| locale.formats.whole(number))
}

/// A number of tenths, with one decimal.
pub(super) fn tenths(tenths: u64) -> String {
    LOCALE.with_borrow(|locale| locale.formats.tenths(tenths))
}

/// A span of time from now, short; negative is in the past.
pub(super) fn relative(amount: i64, unit: &str) -> String {
    LOCALE.with_borrow(|locale| locale.formats.relative(amount, unit))
}

/// Date, time and zone.
pub(super) fn exact(milliseconds: i64) -> String {
    LOCALE.with_borrow(|locale| locale.formats.exact(milliseconds))
}

/// `a, b and c`.
pub(super) fn all_of(items: &[String]) -> String {
    LOCALE.with_borrow(|locale| locale.formats.all_of(items))
}

/// `a, b or c`.
pub(super) fn one_of(items: &[String]) -> String {
    LOCALE.with_borrow(|locale| locale.formats.one_of(items))
}
