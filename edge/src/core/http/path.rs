//! Path segments: decoded once on the way in, encoded once on the way out.
//!
//! Proxies were broken again and again by deciding on one form of a path and forwarding another
//! (CVE-2021-39206, CVE-2025-54576). Here the decision is made on decoded values, and the upstream
//! path is built anew from the same values.

use std::fmt;

/// One segment of a path, decoded: not empty, no slash, no control character, and no reader's way up. What
/// some readers take for a separator (`\`, `;`) may stand in it, as in tags of images: it goes on encoded, and
/// only where dots stand alone beside it would such a reader be led somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathSegment(String);

/// Why a path is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPath {
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    Encoding,
    /// A character that could be read as a separator or ends up in a header or log line, or dots that some
    /// reader follows.
    Character,
    /// Two slashes in a row.
    EmptySegment,
}

impl PathSegment {
    /// Decodes a segment as it stands in a URL.
    ///
    /// # Errors
    /// The segment is not UTF-8 in percent-encoding, holds `/` or a control character in either form, or has
    /// `.` or `..` for a part of it, to whoever takes `\` for a slash or ends a name at `;`.
    pub fn decode(raw: &str) -> Result<Self, BadPath> {
        Self::new(&percent_decode(raw).ok_or(BadPath::Encoding)?)
    }

    /// Takes a text that is to stand in a path.
    ///
    /// # Errors
    /// As for [`PathSegment::decode`], but for the encoding.
    pub fn new(text: &str) -> Result<Self, BadPath> {
        let is_bad = |c: char| c.is_control() || c == '/';
        let is_dots = |part: &str| matches!(part.split(';').next(), Some("." | ".."));
        if text.chars().any(is_bad) || text.split('\\').any(is_dots) {
            return Err(BadPath::Character);
        }
        if text.is_empty() {
            return Err(BadPath::EmptySegment);
        }
        Ok(Self(text.to_owned()))
    }

    /// The decoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PathSegment {
    /// The segment in percent-encoding: everything but RFC 3986's unreserved characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                write!(f, "{}", char::from(byte))?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

/// Splits a path into its segments. Two slashes in a row give [`BadPath::EmptySegment`], as does one
/// at the end.
///
/// # Errors
/// What the first bad segment says.
pub fn segments(path: &str) -> Result<Vec<PathSegment>, BadPath> {
    path.strip_prefix('/')
        .unwrap_or(path)
        .split('/')
        .map(PathSegment::decode)
        .collect()
}

fn percent_decode(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_be_read_as_another_path_is_refused() {
        for raw in [
            "%2e%2e",
            "..",
            ".",
            "%2F",
            "a%2fb",
            "%00",
            "a%0d%0ab",
            "..;",
            "%2e%2e%3bx",
            ".;a",
            "..%5C",
            "a%5C..",
            "a\\..\\b",
            "a\\.",
            "a%5c..;x%5cb",
        ] {
            assert_eq!(PathSegment::decode(raw), Err(BadPath::Character), "{raw}");
        }
        for raw in ["%", "%2", "%zz", "%+1", "%ff"] {
            assert_eq!(PathSegment::decode(raw), Err(BadPath::Encoding), "{raw}");
        }
        assert_eq!(PathSegment::decode(""), Err(BadPath::EmptySegment));
    }

    #[test]
    fn what_some_readers_take_for_a_separator_is_a_character_and_is_encoded() {
        for (raw, text, encoded) in [
            ("a;b", "a;b", "a%3Bb"),
            ("a%3bb", "a;b", "a%3Bb"),
            ("a\\b", "a\\b", "a%5Cb"),
            ("a%5cb", "a\\b", "a%5Cb"),
            (";", ";", "%3B"),
            ("a..;b", "a..;b", "a..%3Bb"),
            ("a;..", "a;..", "a%3B.."),
        ] {
            let segment = PathSegment::decode(raw).unwrap();
            assert_eq!(
                (segment.as_str(), segment.to_string().as_str()),
                (text, encoded)
            );
        }
    }

    #[test]
    fn names_in_any_script_pass_and_are_encoded_anew() {
        let segment = PathSegment::decode("Ubuntu%2026.04 %C3%A9").unwrap();
        assert_eq!(segment.as_str(), "Ubuntu 26.04 é");
        assert_eq!(segment.to_string(), "Ubuntu%2026.04%20%C3%A9");
    }

    proptest! {
        #[test]
        fn what_is_forwarded_decodes_to_what_was_decided_on(raw in ".{0,40}") {
            if let Ok(segment) = PathSegment::decode(&raw) {
                prop_assert_eq!(PathSegment::decode(&segment.to_string()), Ok(segment));
            }
        }
    }
}
