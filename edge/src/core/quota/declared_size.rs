//! How much image data a client says that it sends.

use gaze_shared::units::Bytes;

/// What a client says of the size of the data that it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredSize {
    Known(Bytes),
    /// Nothing: the bytes have to be counted on their way.
    Unknown,
}

impl DeclaredSize {
    /// From the header `x-openstack-image-size` and `Content-Length`. When the two differ Glance refuses
    /// the data after it has read it, and until then the larger one is what may come. A header of 0 says
    /// nothing (`glance/api/v2/image_data.py`, `upload`), and one that is no number Glance refuses.
    #[must_use]
    pub fn read(image_size: Option<&str>, content_length: Option<u64>) -> Self {
        let declared = image_size
            .and_then(|text| text.trim().parse::<u64>().ok())
            .filter(|bytes| *bytes > 0);
        match declared.max(content_length) {
            Some(bytes) => Self::Known(Bytes(bytes)),
            None => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_what_may_come_at_most() {
        for (header, length, known) in [
            (None, None, None),
            (None, Some(7), Some(7)),
            (Some("7"), None, Some(7)),
            (Some("7"), Some(9), Some(9)),
            (Some("9"), Some(7), Some(9)),
            (Some("0"), None, None),
            (Some("0"), Some(0), Some(0)),
            (Some("many"), None, None),
            (Some("-1"), Some(7), Some(7)),
            (Some("99999999999999999999"), Some(7), Some(7)),
        ] {
            let expected = known.map_or(DeclaredSize::Unknown, |n| DeclaredSize::Known(Bytes(n)));
            assert_eq!(
                DeclaredSize::read(header, length),
                expected,
                "{header:?} {length:?}"
            );
        }
    }
}
