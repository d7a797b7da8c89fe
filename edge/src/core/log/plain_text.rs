//! Text of others, as it may stand in a line of the log or in an answer.

/// The text without control characters and what else changes how a line reads, at most so many bytes of it.
/// What was cut off is told by an ellipsis.
#[must_use]
pub fn plain_text(text: &str, most_bytes: usize) -> String {
    let is_plain = |letter: char| !letter.is_control() && !turns_the_line(letter);
    let mut plain = String::new();
    for letter in text.trim().chars() {
        if plain.len() + letter.len_utf8() > most_bytes {
            plain.push('…');
            break;
        }
        plain.push(if is_plain(letter) { letter } else { ' ' });
    }
    plain
}

/// Line separators, and the characters by which a text is written from right to left
/// (Trojan Source, CVE-2021-42574).
const fn turns_the_line(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_changes_how_a_line_reads_is_a_blank() {
        assert_eq!(plain_text(" demo\r\n\u{1b}[31m ", 64), "demo   [31m");
        assert_eq!(plain_text("a\u{202e}b", 64), "a b");
        assert_eq!(plain_text("Zoë", 64), "Zoë");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(plain_text("abcdef", 3), "abc…");
        assert_eq!(plain_text("abëf", 3), "ab…");
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in any::<String>(), most in 0..80_usize) {
            let plain = plain_text(&text, most);
            prop_assert!(!plain.chars().any(char::is_control));
            prop_assert!(plain.len() <= most + '…'.len_utf8());
        }
    }
}
