//! Request ids, end to end.

/// The longest id that Glance takes; a longer one ends in a 500 there
/// (`glance/api/middleware/context.py`).
const MAX_CHARS: usize = 64;

/// The client's own id if it can be passed on.
#[must_use]
pub fn usable(from_client: Option<&str>) -> Option<&str> {
    from_client.filter(|id| {
        (1..=MAX_CHARS).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    })
}

/// An id in OpenStack's form: `req-` and a version 4 UUID.
#[must_use]
pub fn generate(entropy: [u8; 16]) -> String {
    let value = u128::from_be_bytes(entropy);
    // RFC 9562: the version and the variant have fixed bits.
    let value = (value & !(0xF000 << 64) & !(0xC << 60)) | (0x4000 << 64) | (0x8 << 60);
    let text = format!("{value:032x}");
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    format!(
        "req-{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_the_client_passes_when_glance_takes_it() {
        assert_eq!(usable(Some("req-abc.1_2")), Some("req-abc.1_2"));
        for bad in [
            None,
            Some(""),
            Some("a b"),
            Some("a\nb"),
            Some("é"),
            Some(&*"x".repeat(65)),
        ] {
            assert_eq!(usable(bad), None);
        }
    }

    #[test]
    fn an_id_of_the_gateway_is_a_version_4_uuid() {
        assert_eq!(
            generate([0xFF; 16]),
            "req-ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }
}
