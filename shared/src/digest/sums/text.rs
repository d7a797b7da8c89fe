//! The text in the bytes of a sums file.

use std::borrow::Cow;

use super::error::SumsError;
use crate::units::Bytes;

/// The most bytes that are read. The longest lists, of whole mirrors, have less than 1 MiB.
pub const TEXT_LIMIT: Bytes = Bytes(4 << 20);

/// Decodes UTF-8, and UTF-16 with its mark, which is what `>` of Windows PowerShell writes.
///
/// # Errors
/// More bytes than [`TEXT_LIMIT`], no characters, or characters that no text has.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SumsError> {
    if bytes.len() as u64 > TEXT_LIMIT.0 {
        return Err(SumsError::TooLarge);
    }
    let text = match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text),
        [0xff, 0xfe, text @ ..] => Cow::Owned(utf16(text, u16::from_le_bytes)),
        [0xfe, 0xff, text @ ..] => Cow::Owned(utf16(text, u16::from_be_bytes)),
        // A name in another encoding of 8 bits spoils no line but its own.
        text => String::from_utf8_lossy(text),
    };
    let is_no_text = |letter: char| letter.is_control() && !letter.is_ascii_whitespace();
    if text.chars().any(is_no_text) {
        Err(SumsError::NotText)
    } else if trim(&text).is_empty() {
        Err(SumsError::Empty)
    } else {
        Ok(text)
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let pairs = bytes.chunks_exact(2);
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Takes off blanks, also those without a width, which come along from web pages.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_each_encoding_that_says_which_it_is() {
        let text = "Prüfsumme \u{1f4be}\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", &little[..]].concat(),
            [b"\xfe\xff", &big[..]].concat(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        let limit = usize::try_from(TEXT_LIMIT.0).unwrap();
        let longest = vec![b'a'; limit + 1];
        assert!(decode(&longest[1..]).is_ok());
        assert_eq!(decode(&longest), Err(SumsError::TooLarge));
        for empty in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t\n"] {
            assert_eq!(decode(empty), Err(SumsError::Empty), "{empty:?}");
        }
        for binary in [&b"QFI\xfb\0\0\0\x03"[..], b"a\0b", b"\x1b[0m", b"\x7f"] {
            assert_eq!(decode(binary), Err(SumsError::NotText), "{binary:?}");
        }
    }
}
