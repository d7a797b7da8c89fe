//! RFC 6901 tokens.

/// Escapes a key for use in a JSON pointer (`~` → `~0`, `/` → `~1`).
#[must_use]
pub fn escape_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Turns a pointer's token back into the key. `~1` goes first, as RFC 6901 section 4 demands, so
/// that `~01` becomes `~1` and not `/`.
#[must_use]
pub fn unescape_token(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_order_of_unescaping_is_that_of_the_rfc() {
        assert_eq!(unescape_token("~01"), "~1");
        assert_eq!(escape_token("a/b~c"), "a~1b~0c");
    }

    proptest! {
        #[test]
        fn any_key_survives_a_round_trip(key in ".*") {
            prop_assert_eq!(unescape_token(&escape_token(&key)), key);
        }
    }
}
