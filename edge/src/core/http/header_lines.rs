//! Headers as one text, a name and a value on a line each.
//!
//! Between WebAssembly and the runtime every string that crosses costs, and a header set by itself
//! costs two; as one text all of them cost one. Neither a name nor a value can hold a line break
//! (RFC 9110 section 5.5), and nothing that does gets into the text.

use std::ops::Range;

/// A name or a value with a line break, a carriage return or a NUL in it: written down, it would be
/// another header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a header that does not fit on a line")]
pub struct NotAHeader;

/// Headers to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderWriter(String);

impl HeaderWriter {
    /// Starts behind lines that say something else.
    ///
    /// # Errors
    /// One of them is not one line.
    pub fn after(lines: &[&str]) -> Result<Self, NotAHeader> {
        let mut text = String::with_capacity(1024);
        for line in lines {
            push(&mut text, line)?;
        }
        Ok(Self(text))
    }

    /// Adds a header. Of two with the same name the last one counts.
    ///
    /// # Errors
    /// The name or the value is not one line.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), NotAHeader> {
        let length = self.0.len();
        let outcome = push(&mut self.0, name).and_then(|()| push(&mut self.0, value));
        if outcome.is_err() {
            self.0.truncate(length);
        }
        outcome
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn push(text: &mut String, line: &str) -> Result<(), NotAHeader> {
    if line.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | 0)) {
        return Err(NotAHeader);
    }
    text.push_str(line);
    text.push('\n');
    Ok(())
}

/// Headers that were received, with lower-case names as the runtime gives them. The runtime leaves the
/// whitespace behind a value, which is no part of it (RFC 9110 section 5.5).
#[derive(Clone, Debug, Default)]
pub struct HeaderLines {
    text: String,
    first: Vec<Range<usize>>,
    entries: Vec<(Range<usize>, Range<usize>)>,
}

impl HeaderLines {
    /// Reads a text in which `before` lines stand before the headers.
    #[must_use]
    pub fn parse(text: String, before: usize) -> Self {
        let mut end = 0;
        let mut lines = text.split_terminator('\n').map(|line| {
            let start = end;
            end = start + line.len() + 1;
            start..start + line.len()
        });
        let first = lines.by_ref().take(before).collect();
        let mut entries = Vec::with_capacity(16);
        while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
            entries.push((name, value));
        }
        Self {
            text,
            first,
            entries,
        }
    }

    /// One of the lines before the headers; empty when there is none.
    #[must_use]
    pub fn line(&self, index: usize) -> &str {
        let range = self.first.get(index).cloned();
        range.map_or("", |range| self.at(&range))
    }

    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.entries.iter().find(|(key, _)| self.at(key) == name)?;
        Some(self.at(value).trim_matches([' ', '\t']))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| self.at(name))
    }

    fn at(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_before_the_headers_are_told_apart_from_them() {
        let lines = HeaderLines::parse("GET\n\naccept\na/b\nx-empty\n\n".to_owned(), 2);
        assert_eq!(
            (lines.line(0), lines.line(1), lines.line(2)),
            ("GET", "", "")
        );
        assert_eq!(lines.get("accept"), Some("a/b"));
        assert_eq!(lines.get("x-empty"), Some(""));
        let padded = HeaderLines::parse("x\n \ta b\t \n".to_owned(), 0);
        assert_eq!(padded.get("x"), Some("a b"));
        assert_eq!(lines.get("GET"), None);
        assert_eq!(lines.get("a/b"), None);
        assert_eq!(lines.names().collect::<Vec<_>>(), ["accept", "x-empty"]);
    }

    #[test]
    fn nothing_can_be_written_that_reads_as_another_header() {
        let mut writer = HeaderWriter::default();
        for (name, value) in [
            ("a", "b\nx-roles\nadmin"),
            ("a\nx-roles\nadmin", "b"),
            ("a", "b\r"),
            ("a", "\0"),
        ] {
            assert_eq!(writer.set(name, value), Err(NotAHeader));
        }
        assert_eq!(writer.as_str(), "");
        assert_eq!(HeaderWriter::after(&["GET", "/\nx"]), Err(NotAHeader));
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(
            headers in proptest::collection::btree_map("[a-z-]{1,8}", "[^\n\r\0]{0,12}", 0..6)
        ) {
            let mut writer = HeaderWriter::after(&["PUT"]).unwrap();
            for (name, value) in &headers {
                writer.set(name, value).unwrap();
            }
            let lines = HeaderLines::parse(writer.as_str().to_owned(), 1);
            prop_assert_eq!(lines.names().count(), headers.len());
            for (name, value) in &headers {
                prop_assert_eq!(lines.get(name), Some(value.trim_matches([' ', '\t'])));
            }
        }
    }
}
