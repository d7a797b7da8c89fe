//! Spellings of a name that Keystone may take for one.
//!
//! Which those are is a matter of its database or directory: MySQL's collations look neither at case
//! nor at accents nor at spaces at the end (`utf8mb3_general_ci`, which Keystone's tables have, also
//! takes `ß` for `s`, and the newer ones for `ss`), those of Unicode also overlook what is invisible,
//! and LDAP takes compatibility forms and runs of spaces as one (RFC 4518). Who guesses passwords must
//! get no more tries by any of them, so all count as one name. That two names of different people
//! sometimes count as one as well costs them next to nothing.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// What all spellings of a name have in common. It is for comparing only.
#[must_use]
pub fn fold(name: &str) -> String {
    // What is decomposed may be letters of another case, and those may come apart anew.
    let once = in_one_case(&decompose(&in_one_case(name)));
    let kept: String = decompose(&once)
        .chars()
        .filter(|character| !is_overlooked(*character))
        .map(plain)
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let mut folded = words.join(" ");
    while folded.contains("ss") {
        folded = folded.replace("ss", "s");
    }
    folded
}

/// In lower case by way of the upper one: some letters share only that, such as both forms of sigma.
fn in_one_case(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

fn decompose(text: &str) -> Cow<'_, str> {
    DecomposingNormalizerBorrowed::new_nfkd().normalize(text)
}

/// Collations of three bytes a character take all that are beyond for the same.
const fn plain(character: char) -> char {
    if character as u32 > 0xffff {
        char::REPLACEMENT_CHARACTER
    } else {
        character
    }
}

/// Accents, and what nobody sees.
fn is_overlooked(character: char) -> bool {
    let is_space = character.is_whitespace();
    (character.is_control() && !is_space)
        || matches!(character,
            '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_of_spellings() {
        for (name, spellings) in [
            (
                "demo",
                &[
                    "DEMO",
                    "Demo",
                    " demo",
                    "demo  ",
                    "demo\t",
                    "démo",
                    "de\u{301}mo",
                    "ｄｅｍｏ",
                    "𝐝𝐞𝐦𝐨",
                    "ⓓⓔⓜⓞ",
                    "de\u{200b}mo",
                    "de\u{ad}mo",
                    "\u{feff}demo",
                    "dem\u{0}o",
                    "demo\u{a0}",
                    "ᴰemo",
                ][..],
            ),
            (
                "kris fine",
                &[
                    "Kris Fine",
                    "\u{212a}ris ﬁne",
                    "kris   fine",
                    "kris\u{3000}fine",
                ],
            ),
            (
                "straße",
                &["strasse", "STRASSE", "STRAẞE", "ſtraſſe", "strase"],
            ),
            ("σισυφος", &["ΣΊΣΥΦΟΣ", "σίσυφοσ"]),
            ("istanbul", &["İSTANBUL", "ıstanbul", "ISTANBUL"]),
            ("café", &["CAFE", "cafe\u{301}"]),
            (
                "한국",
                &["\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), fold(name), "{spelling} {name}");
            }
        }
        for (one, another) in [
            ("demo", "demo2"),
            ("demo", "de mo"),
            ("a-b", "a.b"),
            ("a", ""),
        ] {
            assert_ne!(fold(one), fold(another));
        }
    }

    proptest! {
        #[test]
        fn case_accents_and_forms_make_no_other_name(name in "[\\p{L}\\p{N} ._-]{0,12}") {
            let folded = fold(&name);
            prop_assert_eq!(&fold(&name.to_uppercase()), &folded);
            prop_assert_eq!(&fold(&name.to_lowercase()), &folded);
            prop_assert_eq!(&fold(&decompose(&name)), &folded);
            prop_assert_eq!(&fold(&format!("  {name} ")), &folded);
            prop_assert_eq!(&fold(&folded), &folded);
        }
    }
}
