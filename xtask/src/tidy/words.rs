//! Looking for words in lines.

/// Whether the line contains `word` as a whole: not as a part of a longer name.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, found)| {
        let before = line[..start].chars().next_back();
        let after = line[start + found.len()..].chars().next();
        let begins = !word.starts_with(is_name) || !before.is_some_and(is_name);
        let ends = !word.ends_with(is_name) || !after.is_some_and(is_name);
        begins && ends
    })
}

/// The first of the words that the line contains.
pub(super) fn first_word<'w>(line: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().find(|word| has_word(line, word)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_only_as_a_whole() {
        assert!(has_word("use worker::Env;", "worker"));
        assert!(!has_word("mod worker_pool;", "worker"));
        assert!(!has_word("let coworker = 1;", "worker"));
        assert!(has_word("value.unwrap()", ".unwrap("));
        assert!(!has_word("value.unwrap_or(1)", ".unwrap("));
    }
}
