//! Several things in one sentence.

use super::locale;

/// `a, b and c`.
#[must_use]
pub(crate) fn all_of(items: &[String]) -> String {
    locale::all_of(items)
}

/// `a, b or c`.
#[must_use]
pub(crate) fn one_of(items: &[String]) -> String {
    locale::one_of(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_is_joined_by_a_word() {
        let items = |items: &[&str]| items.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            all_of(&items(&["raw", "qcow2", "iso"])),
            "raw, qcow2 and iso"
        );
        assert_eq!(one_of(&items(&["raw", "qcow2"])), "raw or qcow2");
        assert_eq!(one_of(&items(&["raw"])), "raw");
    }
}
