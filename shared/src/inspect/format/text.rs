//! Texts, which Glance takes as raw: what one is for, by how it begins.

use super::vmdk::{self, FIRST_LINE};
use crate::digest::sums::lists_sums;
use crate::inspect::finding::{Content, FindingCode};
use crate::inspect::reference::Reference;

/// How a text begins, in either case and without the blanks before it.
const TEXTS: [(&[u8], Content); 8] = [
    (b"<!doctype html", Content::WebPage),
    (b"<html", Content::WebPage),
    (b"<head", Content::WebPage),
    (b"-----begin pgp signed message", Content::Text),
    (b"-----begin pgp message", Content::EncryptedFile),
    (b"-----begin age encrypted file", Content::EncryptedFile),
    (b"-----begin ", Content::Signature),
    (b"version https://git-lfs", Content::LfsPointer),
];

/// What there is to say of a file that begins and ends so, and the files that it names; `None` when it
/// is no text. Zeros behind a text are of it where the beginning has all of the file, and, as far as is read, where
/// it begins as only a text of a known kind does: a download that reserves room leaves them. A disk can begin with a
/// few characters.
pub(super) fn examine(beginning: &[u8], rest: Rest<'_>) -> Option<(FindingCode, Vec<Reference>)> {
    let text = decode(beginning)?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let content = content_of(text);
    let is_whole = match rest {
        Rest::Seen(rest) => !is_filled_up(beginning) || rest.iter().all(|byte| *byte == 0),
        Rest::EndsWith(tail) if is_filled_up(beginning) => {
            content != Content::Text && tail.iter().all(|byte| *byte == 0)
        }
        Rest::EndsWith(tail) if beginning.contains(&0) => !is_filled_up(tail),
        Rest::EndsWith(tail) => tail.iter().all(is_text_byte),
    };
    if !is_whole {
        return None;
    }
    Some(if text.starts_with(FIRST_LINE) {
        (FindingCode::DescriptorOnly, vmdk::named_in(text))
    } else {
        (FindingCode::NotADisk(content), Vec::new())
    })
}

/// What follows the beginning of a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest<'file> {
    /// All of it.
    Seen(&'file [u8]),
    /// Something that ends so.
    EndsWith(&'file [u8]),
}

/// Whether zeros are behind the last character, of which one can be its upper half.
fn is_filled_up(bytes: &[u8]) -> bool {
    bytes.ends_with(&[0, 0])
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The same in UTF-16.
const BYTE_ORDER_MARK_16: u16 = 0xfeff;
/// What stands for a character beyond ASCII, of which no text is known by its beginning.
const ANY_CHARACTER: u8 = b'?';

/// The beginning as a text that agrees with it in ASCII: characters, blanks and ends of lines, and
/// zeros only behind them, which is how some tools fill up a sector.
fn decode(beginning: &[u8]) -> Option<Vec<u8>> {
    let end = beginning.iter().rposition(|byte| *byte != 0)? + 1;
    let bytes = beginning.get(..end)?;
    // The upper half of the last character can be a zero.
    let pairs = beginning
        .get(..end.next_multiple_of(2))
        .unwrap_or(beginning);
    if is_utf8_text(bytes) || is_eight_bit_text(bytes) {
        return Some(bytes.to_vec());
    }
    utf16(pairs, u16::from_le_bytes).or_else(|| utf16(pairs, u16::from_be_bytes))
}

fn is_text(character: char) -> bool {
    !character.is_control() || character.is_ascii_whitespace()
}

fn is_utf8_text(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // A character can be cut in two where the beginning ends.
        Err(error) if error.error_len().is_none() => {
            let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && text.chars().all(is_text)
}

/// Every other pair of bytes is a character of some script: without the mark at its beginning, half of
/// the text is ASCII.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Vec<u8>> {
    let pairs = bytes.chunks_exact(2);
    let mut units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    let mut ascii = 0;
    let mut text = Vec::new();
    let is_marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if is_marked && units.next() != Some(BYTE_ORDER_MARK_16) {
        return None;
    }
    for unit in units {
        // Half of a character that has two units is no control character either.
        if !is_text(char::from_u32(unit.into()).unwrap_or_default()) && unit & 0xf800 != 0xd800 {
            return None;
        }
        let character = u8::try_from(unit).ok().filter(u8::is_ascii);
        ascii += usize::from(character.is_some());
        text.push(character.unwrap_or(ANY_CHARACTER));
    }
    let is_likely = is_marked || 2 * ascii >= text.len();
    (is_likely && !text.is_empty()).then_some(text)
}

/// Latin-1 or one of its kind, with ASCII for half of it: what the other bytes mean is not known.
fn is_eight_bit_text(bytes: &[u8]) -> bool {
    let ascii = bytes.iter().filter(|byte| byte.is_ascii()).count();
    2 * ascii >= bytes.len() && bytes.iter().all(is_text_byte)
}

const fn is_text_byte(byte: &u8) -> bool {
    !byte.is_ascii_control() || byte.is_ascii_whitespace()
}

fn content_of(text: &[u8]) -> Content {
    if lists_sums(&String::from_utf8_lossy(text)) {
        return Content::Checksums;
    }
    let text = text.trim_ascii_start();
    let known = TEXTS.into_iter().find(|(start, _)| {
        let beginning = text.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    });
    known.map_or(Content::Text, |(_, content)| content)
}
