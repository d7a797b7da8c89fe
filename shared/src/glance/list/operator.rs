//! The `in:` and `eq:` operators in front of a filter's value
//! (<https://opendev.org/openstack/glance/src/branch/master/glance/common/utils.py>,
//! `split_filter_op` and `split_filter_value_for_quotes`).

use std::fmt::Display;
use std::str::FromStr;

use crate::time::iso8601;

/// A value that Glance takes literally. `eq:` is needed only where a colon would otherwise be read
/// as the end of an operator.
fn exactly(value: &str) -> String {
    if value.contains(':') {
        format!("eq:{value}")
    } else {
        value.to_owned()
    }
}

/// One value as it is, several as `in:a,b`. Words with a comma and empty ones are quoted.
///
/// Glance has no way to write some words into a list of several: one with a quotation mark that no
/// backslash precedes, and one that has a comma and ends with a backslash. Written all the same,
/// they may read as other words (`"a"` as `a`). Such a list is written behind a quotation mark that
/// never closes, to which Glance answers 400 and which [`read_any_of`] refuses.
pub(super) fn any_of<T: Display>(values: &[T]) -> String {
    join(&values.iter().map(ToString::to_string).collect::<Vec<_>>())
}

fn join(words: &[String]) -> String {
    if let [word] = words {
        return exactly(word);
    }
    let quoted = words.iter().map(|word| {
        if word.contains(',') || word.is_empty() {
            format!("\"{word}\"")
        } else {
            word.clone()
        }
    });
    let list = quoted.collect::<Vec<_>>().join(",");
    if read_list(&list).is_some_and(|read| read == words) {
        format!("in:{list}")
    } else {
        format!("in:\"{}", list.replace('"', ""))
    }
}

/// Reverses [`any_of`]. `None` for an operator that these filters do not have (`neq:`), for quotes
/// that Glance refuses, and for words that the field cannot hold.
pub(super) fn read_any_of<T: FromStr>(value: &str) -> Option<Vec<T>> {
    let words = read_words(value)?.into_iter();
    words.map(|word| word.parse().ok()).collect()
}

fn read_words(value: &str) -> Option<Vec<&str>> {
    match value.split_once(':') {
        // A bare time has colons and no operator.
        _ if iso8601::is_time(value) => Some(vec![value]),
        None => Some(vec![value]),
        Some(("eq", word)) => Some(vec![word]),
        // An empty list asks for no image at all, which nobody means.
        Some(("in", "")) => None,
        Some(("in", list)) => read_list(list),
        Some(_) => None,
    }
}

/// A list as `validate_quotes` and the pattern after it read one: a quotation mark stands only at
/// the beginning and the end of a word, and a comma that follows nothing is an empty word.
fn read_list(list: &str) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (word, after) = quoted.split_at(closing_quote(quoted)?);
            let after = after.strip_prefix('"')?;
            words.push(word);
            rest = match after.strip_prefix(',') {
                None if !after.is_empty() => return None,
                None => "",
                Some(next) => next,
            };
        } else {
            let (word, after) = rest.split_once(',').unwrap_or((rest, ""));
            if has_bare_quote(word) {
                return None;
            }
            words.push(word);
            rest = after;
        }
    }
    Some(words)
}

/// Where the word ends. A backslash keeps a quotation mark from ending it, and stays in the word.
fn closing_quote(quoted: &str) -> Option<usize> {
    let mut after_backslash = false;
    for (index, character) in quoted.char_indices() {
        if character == '"' && !after_backslash {
            return Some(index);
        }
        after_backslash = character == '\\';
    }
    None
}

fn has_bare_quote(word: &str) -> bool {
    word.match_indices('"').any(|(index, _)| {
        !word
            .get(..index)
            .is_some_and(|before| before.ends_with('\\'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<Vec<String>> {
        read_any_of(value)
    }

    #[test]
    fn lists_read_as_glance_reads_them() {
        for (value, words) in [
            ("a", &["a"][..]),
            ("", &[""]),
            ("a,b", &["a,b"]),
            ("eq:in:a", &["in:a"]),
            ("2026-11-21T17:38:45Z", &["2026-11-21T17:38:45Z"]),
            ("in:a,b", &["a", "b"]),
            ("in:a,,b", &["a", "", "b"]),
            ("in:,a", &["", "a"]),
            ("in:a,", &["a"]),
            ("in:\"a,b\",c", &["a,b", "c"]),
            ("in:\"\",a", &["", "a"]),
            ("in:a:b", &["a:b"]),
            (r#"in:"a\"b",c"#, &[r#"a\"b"#, "c"]),
        ] {
            assert_eq!(read(value).unwrap(), words, "{value}");
        }
    }

    #[test]
    fn a_list_that_cannot_be_written_is_refused_instead_of_read_as_another() {
        for words in [
            &["\"a\"", "b"][..],
            &["a\"", "b"],
            &["b", "a\"b"],
            &["a,b\\", "c"],
            &["\\\"", "a\"", ","],
        ] {
            let written = any_of(words);
            assert_eq!(read(&written), None, "{written}");
        }
        let words = [r#"a\"b"#, "c\\", "d,e"];
        assert_eq!(read(&any_of(&words)).unwrap(), words);
    }

    #[test]
    fn operators_and_quotes_that_glance_refuses_are_refused() {
        for value in [
            "in:",
            "neq:a",
            "x:y",
            "in:\"a",
            "in:a\"b\"",
            "in:\"a\"b",
            "in:a\"",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
