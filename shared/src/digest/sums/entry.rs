//! A line with a digest, in the styles of GNU coreutils and of the BSDs.

use std::borrow::Cow;

use super::algorithm::NamedAlgorithm;
use super::error::LineFault;
use super::text::trim;
use crate::digest::HexDigest;
use crate::units::Bytes;

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing: a comment, a rule, a blank line.
    Aside,
    /// A comment that tells the size of a file.
    Size {
        name: &'a str,
        size: Bytes,
    },
    /// The algorithm of the lines that follow.
    Section(NamedAlgorithm),
    /// The algorithm, and the file, of the digest in the next line.
    Heading {
        algorithm: NamedAlgorithm,
        name: Option<Cow<'a, str>>,
    },
    /// The file of the digest in a line before.
    Path(&'a str),
    Sum(Sum<'a>),
    Unread(LineFault),
}

/// A digest, and what its line says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum<'a> {
    pub(super) algorithm: Option<NamedAlgorithm>,
    pub(super) digest: HexDigest,
    pub(super) name: Option<Cow<'a, str>>,
}

/// Whether GNU coreutils wrote a name with escapes, which it says by a backslash before the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameStyle {
    Plain,
    Escaped,
}

/// A shorter word can be a word or a number that happens to have hexadecimal digits only.
const LEAST_DIGITS: usize = 16;

/// A digest has at most 128 digits, in groups of two at least with a blank behind each.
const LONGEST_GROUPED: usize = 128 / 2 * 3;

/// The style of the BSDs, `SHA256 (name) = digest`, and that of OpenSSL, `SHA256(name)= digest`.
pub(super) fn tagged(entry: &str, style: NameStyle) -> Option<Line<'_>> {
    let (left, digest) = entry.rsplit_once('=')?;
    let (algorithm, name) = left.trim_end().strip_suffix(')')?.split_once('(')?;
    let algorithm = NamedAlgorithm::from_name(algorithm.trim_end())?;
    let Some(name) = file_name(name, style) else {
        return Some(Line::Unread(LineFault::Unrecognised));
    };
    let digest = digest.trim_start();
    if digest.is_empty() {
        // Mail programs break the line here.
        return Some(Line::Heading { algorithm, name });
    }
    Some(match checked(Some(algorithm), digest) {
        Some(Ok(digest)) => Line::Sum(Sum {
            algorithm: Some(algorithm),
            digest,
            name,
        }),
        Some(Err(fault)) => Line::Unread(fault),
        None => Line::Unread(LineFault::Unrecognised),
    })
}

/// The style of GNU coreutils, `digest  name` and `digest *name`, and a digest alone.
pub(super) fn untagged(
    algorithm: Option<NamedAlgorithm>,
    entry: &str,
    style: NameStyle,
) -> Option<Line<'_>> {
    let end = entry.find(char::is_whitespace).unwrap_or(entry.len());
    let (word, rest) = entry.split_at_checked(end)?;
    let unquoted = word.trim_matches(['"', '\'', '`']);
    let sum = |digest, name| {
        Line::Sum(Sum {
            algorithm,
            digest,
            name,
        })
    };
    match checked(algorithm, unquoted) {
        Some(Ok(digest)) => {
            // The character after the blank is the mode: text or binary.
            let rest = rest.strip_prefix([' ', '\t']).unwrap_or(rest);
            let name = file_name(rest.strip_prefix('*').unwrap_or(rest), style);
            Some(name.map_or(Line::Unread(LineFault::Unrecognised), |name| {
                sum(digest, name)
            }))
        }
        Some(Err(fault)) => Some(Line::Unread(fault)),
        None => {
            let joined = joined_groups(entry)?;
            match checked(algorithm, &joined)? {
                Ok(digest) => Some(sum(digest, None)),
                Err(_) => None,
            }
        }
    }
}

/// The digest in a word; `None` where it is none.
fn checked(algorithm: Option<NamedAlgorithm>, word: &str) -> Option<Result<HexDigest, LineFault>> {
    let digits = word.len();
    if digits < LEAST_DIGITS || !word.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some(match algorithm {
        Some(algorithm) if !algorithm.fits(digits) => {
            Err(LineFault::WrongLength { algorithm, digits })
        }
        None if NamedAlgorithm::from_digits(digits).is_none() => {
            Err(LineFault::UnknownLength { digits })
        }
        _ => Ok(HexDigest::from_text(word)),
    })
}

/// A file's name without the blanks around it; `Some(None)` where there is none or it is that of the
/// standard input, and `None` where its escapes are none of coreutils'.
fn file_name(name: &str, style: NameStyle) -> Option<Option<Cow<'_, str>>> {
    let name = match trim(name) {
        "" | "-" | "stdin" => return Some(None),
        name => name,
    };
    if style == NameStyle::Plain {
        return Some(Some(Cow::Borrowed(name)));
    }
    let mut plain = String::with_capacity(name.len());
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            letter => letter,
        });
    }
    Some(Some(Cow::Owned(plain)))
}

/// The digits of a digest that stands in groups, as older versions of `certutil` (and GnuPG) have it.
fn joined_groups(text: &str) -> Option<String> {
    let is_group = |word: &str| {
        matches!(word.len(), 2 | 4 | 8) && word.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    let is_grouped = text.len() <= LONGEST_GROUPED && text.split_whitespace().all(is_group);
    is_grouped.then(|| text.split_whitespace().collect())
}
