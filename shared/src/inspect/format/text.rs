//! Texts, which Glance takes as raw: what one is for, by how it begins.

use super::vmdk::FIRST_LINE;
use crate::inspect::finding::{Content, FindingCode};

/// How a text begins, in either case and without the blanks before it.
const TEXTS: [(&[u8], Content); 8] = [
    (b"<!doctype html", Content::WebPage),
    (b"<html", Content::WebPage),
    (b"<head", Content::WebPage),
    (b"-----begin pgp signed message", Content::Checksums),
    (b"-----begin pgp message", Content::EncryptedFile),
    (b"-----begin age encrypted file", Content::EncryptedFile),
    (b"-----begin ", Content::Signature),
    (b"version https://git-lfs", Content::LfsPointer),
];

/// The digits of a digest: of MD5, SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512.
const DIGEST_DIGITS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// What there is to say of a file that begins so; `None` when it is no text.
pub(super) fn examine(beginning: &[u8]) -> Option<FindingCode> {
    let text = decode(beginning)?;
    let text = text.trim_start_matches(BYTE_ORDER_MARK).as_bytes();
    Some(if text.starts_with(FIRST_LINE) {
        FindingCode::DescriptorOnly
    } else {
        FindingCode::NotADisk(content_of(text))
    })
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The beginning as a text: characters, blanks and ends of lines, and zeros only behind them, which
/// is how some tools fill up a sector.
fn decode(beginning: &[u8]) -> Option<String> {
    let end = beginning.iter().rposition(|byte| *byte != 0)? + 1;
    let bytes = beginning.get(..end)?;
    // The upper half of the last character can be a zero.
    let pairs = beginning
        .get(..end.next_multiple_of(2))
        .unwrap_or(beginning);
    utf8(bytes)
        .or_else(|| utf16(pairs, u16::from_le_bytes))
        .or_else(|| utf16(pairs, u16::from_be_bytes))
        .or_else(|| eight_bit(bytes))
}

fn is_text(text: &str) -> bool {
    let is_text = |character: char| !character.is_control() || character.is_ascii_whitespace();
    !text.is_empty() && text.chars().all(is_text)
}

fn utf8(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // A character can be cut in two where the beginning ends.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    is_text(text).then(|| text.to_owned())
}

/// Every other pair of bytes is a character of some script: without the mark at its beginning, half of
/// the text is ASCII.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let pairs = bytes.chunks_exact(2);
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    let mut units: Vec<u16> = units.collect();
    // A character of two units can be cut in two as well.
    if units.last().is_some_and(|last| last & 0xfc00 == 0xd800) {
        units.pop();
    }
    let text = String::from_utf16(&units).ok()?;
    let ascii = text.chars().filter(char::is_ascii).count();
    let is_likely = text.starts_with(BYTE_ORDER_MARK) || 2 * ascii >= units.len();
    (is_likely && is_text(&text)).then_some(text)
}

/// A text of Latin-1 or one of its kind, of which ASCII is half: what the other bytes mean is not
/// known.
fn eight_bit(bytes: &[u8]) -> Option<String> {
    let is_text = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    let ascii = bytes.iter().filter(|byte| byte.is_ascii()).count();
    let is_likely = 2 * ascii >= bytes.len() && bytes.iter().all(is_text);
    is_likely.then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn content_of(text: &[u8]) -> Content {
    let text = text.trim_ascii_start();
    let known = TEXTS.into_iter().find(|(start, _)| {
        let beginning = text.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    });
    if let Some((_, content)) = known {
        return content;
    }
    // A list of checksums has one in each line, but for its comments.
    let mut lines = text.split(|byte| *byte == b'\n');
    let line = lines
        .find(|line| line.first() != Some(&b'#'))
        .unwrap_or_default();
    let mut words = line.split(|byte| !byte.is_ascii_alphanumeric());
    if words.any(is_digest) {
        Content::Checksums
    } else {
        Content::Text
    }
}

fn is_digest(word: &[u8]) -> bool {
    DIGEST_DIGITS.contains(&word.len()) && word.iter().all(u8::is_ascii_hexdigit)
}
