//! One line of a list of checksums.

use std::borrow::Cow;

use super::algorithm::NamedAlgorithm;
use super::entry::{Line, NameStyle, tagged, untagged};
use super::error::LineFault;
use super::text::trim;
use super::windows;
use crate::units::Bytes;

pub(super) fn read(line: &str) -> Line<'_> {
    let line = trim(line);
    if line.is_empty() {
        return Line::Aside;
    }
    if let Some(comment) = ["#", "//", ";"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
    {
        return read_comment(comment);
    }
    let (style, entry) = match line.strip_prefix('\\') {
        Some(entry) => (NameStyle::Escaped, entry),
        None => (NameStyle::Plain, line),
    };
    tagged(entry, style)
        .or_else(|| untagged(None, entry, style))
        .or_else(|| windows::read(line))
        .or_else(|| labelled(line))
        .or_else(|| section(line))
        .unwrap_or(Line::Unread(LineFault::Unrecognised))
}

/// An algorithm before a digest, or before what else it introduces: `sha256:digest`,
/// `SHA-512 = digest`, `SHA256  digest  name`, `MD5 hash of name:`.
fn labelled(line: &str) -> Option<Line<'_>> {
    let (algorithm, rest) = label(line)?;
    if rest.is_empty() {
        return Some(Line::Section(algorithm));
    }
    untagged(Some(algorithm), rest, NameStyle::Plain).or_else(|| {
        let introduced = rest.strip_suffix(':')?;
        let name = windows::heading_name(introduced).map(Cow::Borrowed);
        Some(Line::Heading { algorithm, name })
    })
}

/// `# SHA512 HASH`, `[SHA256]`, `=== MD5 sums ===`.
fn section(line: &str) -> Option<Line<'_>> {
    let (algorithm, rest) = label(line.trim_matches(|letter: char| !letter.is_alphanumeric()))?;
    rest.is_empty().then_some(Line::Section(algorithm))
}

/// The algorithm that a text begins with, and what follows behind the separator.
fn label(text: &str) -> Option<(NamedAlgorithm, &str)> {
    const WORDS: [&str; 6] = ["hash", "hashes", "sum", "sums", "checksum", "checksums"];
    let is_separator = |letter: char| letter.is_whitespace() || matches!(letter, ':' | '=');
    let end = text.find(is_separator).unwrap_or(text.len());
    let (word, mut rest) = text.split_at_checked(end)?;
    let algorithm = NamedAlgorithm::from_word(word)?;
    loop {
        let next = rest.trim_start();
        let end = next.find(is_separator).unwrap_or(next.len());
        let (word, after) = next.split_at_checked(end)?;
        if !WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            return Some((algorithm, next.trim_start_matches(is_separator)));
        }
        rest = after;
    }
}

/// Fedora and its relatives write `# name: 123 bytes` before a file's line.
fn read_comment(comment: &str) -> Line<'_> {
    let size = comment.rsplit_once(':').and_then(|(name, value)| {
        let digits = value.strip_suffix("bytes")?.trim();
        let size = digits.parse().ok().map(Bytes)?;
        let name = trim(name.trim_start_matches('#'));
        (!name.is_empty()).then_some(Line::Size { name, size })
    });
    size.or_else(|| section(comment)).unwrap_or(Line::Aside)
}
