//! Numbers as the protocol writes them: decimal digits and nothing else.
//!
//! It asks for "a non-negative integer" and names no shortest form, so zeros may stand before it, as in all of
//! HTTP's own numbers (`1*DIGIT`: RFC 9110 section 8.6 for `Content-Length`).

use super::TusError;
use crate::units::Bytes;

pub(super) fn read_bytes(header: &'static str, value: &str) -> Result<Bytes, TusError> {
    let value = value.trim();
    // Rust reads a plus sign too.
    let is_digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_digits
        .then(|| value.parse().ok())
        .flatten()
        .map(Bytes)
        .ok_or(TusError::Malformed(header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tus::header::UPLOAD_OFFSET;

    #[test]
    fn only_decimal_digits_are_a_number() {
        for (value, bytes) in [(" 70 ", 70), ("01", 1), ("010", 10), ("00", 0)] {
            assert_eq!(
                read_bytes(UPLOAD_OFFSET, value),
                Ok(Bytes(bytes)),
                "{value}"
            );
        }
        for value in [
            "",
            "-1",
            "+1",
            "1.0",
            "0x1",
            "1 2",
            "1,1",
            "١",
            "18446744073709551616",
        ] {
            assert_eq!(
                read_bytes(UPLOAD_OFFSET, value),
                Err(TusError::Malformed(UPLOAD_OFFSET)),
                "{value}"
            );
        }
    }
}
