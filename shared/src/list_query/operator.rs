//! The `in:` and `eq:` operators in front of a filter's value
//! (`glance/common/utils.py`, `split_filter_op` and `split_filter_value_for_quotes`).

use std::fmt::Display;

/// A value that Glance takes literally. `eq:` is needed only where a colon would otherwise be read
/// as the end of an operator.
pub(super) fn exactly(value: &str) -> String {
    if value.contains(':') {
        format!("eq:{value}")
    } else {
        value.to_owned()
    }
}

/// Reverses [`exactly`].
pub(super) fn read_exactly(value: &str) -> String {
    value.strip_prefix("eq:").unwrap_or(value).to_owned()
}

/// One value as it is, several as `in:a,b`. Words with a comma are quoted.
pub(super) fn any_of<T: Display>(values: &[T]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [word] if !word.contains([':', ',', '"']) => word.clone(),
        words => {
            let words: Vec<String> = words
                .iter()
                .map(|word| {
                    if word.contains(',') {
                        format!("\"{word}\"")
                    } else {
                        word.clone()
                    }
                })
                .collect();
            format!("in:{}", words.join(","))
        }
    }
}

/// Reverses [`any_of`]; `None` when quotes do not balance.
pub(super) fn read_any_of<T: for<'a> From<&'a str>>(value: &str) -> Option<Vec<T>> {
    let Some(list) = value.strip_prefix("in:") else {
        return Some(vec![T::from(&read_exactly(value))]);
    };
    let mut words = Vec::new();
    let mut rest = list;
    loop {
        let (word, remainder) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (word, after) = quoted.split_once('"')?;
                (
                    word,
                    after.strip_prefix(',').or(after.is_empty().then_some(""))?,
                )
            }
            None => rest.split_once(',').unwrap_or((rest, "")),
        };
        if !word.is_empty() {
            words.push(T::from(word));
        }
        if remainder.is_empty() {
            return Some(words);
        }
        rest = remainder;
    }
}
