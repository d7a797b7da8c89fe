//! Image ids chosen by the browser.

use gaze_shared::glance::image::ImageId;

/// A random image id (UUID version 4, RFC 9562). Taken from `crypto.getRandomValues` and not from
/// `randomUUID`, which plain HTTP does not have.
///
/// Without a source of randomness the id of all zeros comes out once and is refused by Glance the
/// second time; no browser that runs WebAssembly is without one.
#[must_use]
pub fn random_image_id() -> ImageId {
    let mut bytes = [0_u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Fails only for more than 65536 bytes.
        let _too_many = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid_of(bytes)
}

fn uuid_of(mut bytes: [u8; 16]) -> ImageId {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let groups = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    groups
        .join("-")
        .parse()
        .expect("sixteen bytes in five groups of hexadecimal digits are an id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_make_a_version_4_uuid() {
        assert_eq!(
            uuid_of([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            uuid_of([0xff; 16]).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }
}
