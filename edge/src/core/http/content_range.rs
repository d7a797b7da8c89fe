//! The header of an answer that is a part.

/// How many bytes the part has, by `Content-Range: bytes 2-9/100` (RFC 9110 section 14.4); `None` when
/// it does not say.
#[must_use]
pub fn bytes(value: &str) -> Option<u64> {
    let range = value.trim().strip_prefix("bytes ")?;
    let (first, rest) = range.split_once('-')?;
    let (last, _) = rest.split_once('/')?;
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    last.checked_sub(first)?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_bytes_from_its_first_to_its_last() {
        for (value, expected) in [
            ("bytes 0-0/1", Some(1)),
            ("bytes 2-9/100", Some(8)),
            ("bytes 2-9/*", Some(8)),
            ("bytes 9-2/100", None),
            ("bytes */100", None),
            ("bytes 2-/100", None),
            ("items 2-9/100", None),
            ("bytes 0-18446744073709551615/1", None),
            ("", None),
        ] {
            assert_eq!(bytes(value), expected, "{value}");
        }
    }
}
