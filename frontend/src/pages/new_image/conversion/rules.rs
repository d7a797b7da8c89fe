//! What can be sent of a file, by what it is and by what is known of the gateway and the cloud.

use gaze_shared::glance::image::DiskFormat;
use gaze_shared::inspect::Inspection;
use gaze_shared::units::Bytes;
use gaze_shared::unpack::Compression;

use super::state::{ConversionState, Undecided};
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::store::ModeSupport;

/// A smaller disk is sent in a moment, whatever it holds.
const SMALLEST_DISK: Bytes = Bytes(16 << 20);

/// What can be sent of a file here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages::new_image) struct ConversionRules {
    /// Whether the gateway takes tus, which alone carries data whose bytes are in no file.
    pub(in crate::pages::new_image) by_tus: ModeSupport,
    /// Whether the cloud has qcow2 among its formats.
    pub(in crate::pages::new_image) takes_qcow2: bool,
}

/// What is to be worked out of a file, by what it is.
pub(super) fn offered_of(inspection: &Inspection, rules: ConversionRules) -> ConversionState {
    let compression = inspection.detected.and_then(Compression::of);
    if let Some(compression) = compression {
        return match rules.by_tus {
            ModeSupport::Awaited => ConversionState::Undecided(Undecided::Awaited),
            ModeSupport::NotTold => ConversionState::Undecided(Undecided::NotTold),
            ModeSupport::Taken => ConversionState::Awaited(Conversion::Unpacked(compression)),
            ModeSupport::NotTaken => ConversionState::NotOffered,
        };
    }
    let raw = [DiskFormat::Raw];
    let is_raw_disk = inspection.may_be_raw_disk()
        && inspection.suggested_disk_format(&raw) == DiskFormat::Raw
        && inspection.file_size >= SMALLEST_DISK;
    if is_raw_disk && rules.takes_qcow2 {
        ConversionState::Awaited(Conversion::Qcow2)
    } else {
        ConversionState::NotOffered
    }
}

#[cfg(test)]
pub(super) mod tests {
    use gaze_shared::inspect::Inspector;

    use super::*;

    pub(in super::super) const RULES: ConversionRules = ConversionRules {
        by_tus: ModeSupport::Taken,
        takes_qcow2: true,
    };

    pub(in super::super) fn inspected(size: u64, beginning: &[u8]) -> Inspection {
        let mut inspector = Inspector::new(Bytes(size));
        while let Some(range) = inspector.wants() {
            let mut bytes = vec![0; range.length() as usize];
            for (place, byte) in (range.start..range.end).zip(&mut bytes) {
                *byte = beginning.get(place as usize).copied().unwrap_or(0);
            }
            inspector.give(range, &bytes);
        }
        inspector.conclude()
    }

    /// A master boot record with one partition.
    fn disk() -> Vec<u8> {
        let mut sector = vec![0; 512];
        sector[446..462].copy_from_slice(&[0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0]);
        sector[510..].copy_from_slice(&[0x55, 0xaa]);
        sector
    }

    fn worked_out(conversion: Conversion) -> ConversionState {
        match conversion {
            Conversion::None => ConversionState::NotOffered,
            _ => ConversionState::Awaited(conversion),
        }
    }

    #[test]
    fn what_is_packed_is_unpacked_and_raw_disks_can_be_qcow2() {
        let size = 1 << 30;
        for (beginning, conversion) in [
            (
                &b"\x1f\x8b\x08"[..],
                Conversion::Unpacked(Compression::Gzip),
            ),
            (b"\xfd7zXZ\0", Conversion::Unpacked(Compression::Xz)),
            (b"LZIP", Conversion::None),
            (b"QFI\xfb\0\0\0\x03", Conversion::None),
            (&disk(), Conversion::Qcow2),
        ] {
            assert_eq!(
                offered_of(&inspected(size, beginning), RULES),
                worked_out(conversion)
            );
        }
        let small = inspected(1 << 20, &disk());
        assert_eq!(offered_of(&small, RULES), ConversionState::NotOffered);
    }

    #[test]
    fn nothing_is_offered_that_the_way_or_the_cloud_does_not_take() {
        let rules = ConversionRules {
            by_tus: ModeSupport::NotTaken,
            takes_qcow2: false,
        };
        for beginning in [&b"\xfd7zXZ\0"[..], &disk()] {
            let inspection = inspected(1 << 30, beginning);
            assert_eq!(offered_of(&inspection, rules), ConversionState::NotOffered);
        }
    }

    #[test]
    fn what_is_not_known_of_the_gateway_is_not_taken_for_a_no() {
        for (by_tus, why) in [
            (ModeSupport::Awaited, Undecided::Awaited),
            (ModeSupport::NotTold, Undecided::NotTold),
        ] {
            let rules = ConversionRules { by_tus, ..RULES };
            let packed = inspected(1 << 30, b"\xfd7zXZ\0");
            assert_eq!(offered_of(&packed, rules), ConversionState::Undecided(why));
            let disk = inspected(1 << 30, &disk());
            assert_eq!(offered_of(&disk, rules), worked_out(Conversion::Qcow2));
        }
    }
}
