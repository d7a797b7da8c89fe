//! JSON pointers, in the limited form that Glance takes
//! (`glance/api/v2/images.py`, `_validate_json_pointer` and `_decode_json_pointer`).

/// Escapes a key for use in a JSON pointer (`~` → `~0`, `/` → `~1`; RFC 6901 section 3).
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

/// What is wrong with a pointer. Glance answers 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BadPointer {
    /// It does not begin with a slash.
    NoLeadingSlash,
    /// It has an empty token in the middle.
    EmptyToken,
    /// It ends with a slash.
    TrailingSlash,
    /// It has a tilde that is neither `~0` nor `~1`.
    BadEscape,
}

/// The unescaped tokens of a pointer. Whitespace around each is dropped, as Glance does; the pointer
/// `/` is the empty key, which Glance takes too.
///
/// # Errors
/// See [`BadPointer`].
pub fn parse_pointer(pointer: &str) -> Result<Vec<String>, BadPointer> {
    let rest = pointer
        .strip_prefix('/')
        .ok_or(BadPointer::NoLeadingSlash)?;
    // Glance looks for adjacent slashes behind the first character only, and takes all slashes off
    // the beginning: `//name` slips through as `/name`.
    let tokens_behind_slashes = rest.split('/').skip(1);
    let before_last = rest.matches('/').count().saturating_sub(1);
    if tokens_behind_slashes
        .take(before_last)
        .any(|token| strip(token).is_empty())
    {
        return Err(BadPointer::EmptyToken);
    }
    if rest.ends_with('/') {
        return Err(BadPointer::TrailingSlash);
    }
    // `//` with whitespace around its last slash, which the two checks above let through.
    if strip(rest) == "/" {
        return Err(BadPointer::EmptyToken);
    }
    if has_bad_escape(pointer) {
        return Err(BadPointer::BadEscape);
    }
    Ok(pointer
        .trim_start_matches('/')
        .split('/')
        .map(|token| strip(&unescape_token(token)).to_owned())
        .collect())
}

fn has_bad_escape(pointer: &str) -> bool {
    pointer
        .split('~')
        .skip(1)
        .any(|after| !after.starts_with(['0', '1']))
}

/// Python's `str.strip()`, which counts the four separators of ASCII as whitespace too.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
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

    #[test]
    fn pointers_read_as_glance_reads_them() {
        for (pointer, tokens) in [
            ("/name", &["name"][..]),
            ("/", &[""]),
            ("//name", &["name"]),
            ("/ name ", &["name"]),
            ("/tags/-", &["tags", "-"]),
            ("/a~1b~0c", &["a/b~c"]),
            ("/~01", &["~1"]),
        ] {
            assert_eq!(parse_pointer(pointer).unwrap(), tokens, "{pointer}");
        }
    }

    #[test]
    fn pointers_that_glance_refuses_are_refused_for_the_same_reason() {
        for (pointer, reason) in [
            ("", BadPointer::NoLeadingSlash),
            ("name", BadPointer::NoLeadingSlash),
            ("/a//b", BadPointer::EmptyToken),
            ("/a/ /b", BadPointer::EmptyToken),
            ("/name/", BadPointer::TrailingSlash),
            ("//", BadPointer::TrailingSlash),
            ("// ", BadPointer::EmptyToken),
            ("/ / ", BadPointer::EmptyToken),
            ("/a~2", BadPointer::BadEscape),
            ("/a~", BadPointer::BadEscape),
            ("/a~\n", BadPointer::BadEscape),
        ] {
            assert_eq!(parse_pointer(pointer), Err(reason), "{pointer}");
        }
    }

    proptest! {
        #[test]
        fn any_key_survives_a_round_trip(key in ".*") {
            prop_assert_eq!(unescape_token(&escape_token(&key)), key.clone());
            let pointer = format!("/{}", escape_token(&key));
            prop_assert_eq!(parse_pointer(&pointer).unwrap(), [strip(&key)]);
        }
    }
}
