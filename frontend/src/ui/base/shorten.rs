//! Text that is too long for its place.

/// Shortens an id or a digest in the middle: both ends tell it from others.
#[must_use]
pub fn shorten_middle(text: &str, keep: usize) -> String {
    let length = text.chars().count();
    if length <= 2 * keep + 1 {
        return text.to_owned();
    }
    let head: String = text.chars().take(keep).collect();
    let tail: String = text.chars().skip(length - keep).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_id_keeps_both_ends() {
        let id = "71c675ab-d94f-49cd-a114-e12490b328d9";
        assert_eq!(shorten_middle(id, 8), "71c675ab…90b328d9");
        assert_eq!(shorten_middle("short", 8), "short");
        assert_eq!(shorten_middle("ä".repeat(20).as_str(), 2), "ää…ää");
    }
}
