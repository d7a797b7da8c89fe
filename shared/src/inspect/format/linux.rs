//! Linux kernels, and the file systems that they begin with. They are known by their marks, also
//! where they look like a partition table to Glance: the setup code of a kernel for x86 is a boot
//! sector (<https://docs.kernel.org/arch/x86/boot.html>). What is compressed as a whole cannot be
//! told from any other compressed file.

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

/// Where a mark is, the mark, and what has it.
const MARKS: [(usize, &[u8], Detected); 5] = [
    (0x202, b"HdrS", Detected::Kernel),
    // <https://docs.kernel.org/arch/arm64/booting.html>
    (0x38, b"ARM\x64", Detected::Kernel),
    // <https://docs.kernel.org/arch/riscv/boot-image-header.html>
    (0x38, b"RSC\x05", Detected::Kernel),
    // <https://docs.kernel.org/driver-api/early-userspace/buffer-format.html>
    (0, b"070701", Detected::Ramdisk),
    (0, b"070702", Detected::Ramdisk),
];

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, 2 * SECTOR_BYTES)?;
    let found = MARKS.into_iter().find(|(offset, mark, _)| {
        header
            .get(*offset..)
            .is_some_and(|rest| rest.starts_with(mark))
    });
    Ok(found.map(|(_, _, detected)| {
        let mut found = FormatMatch::unrecognised(detected);
        found.find(match detected {
            Detected::Kernel => FindingCode::Kernel,
            _ => FindingCode::Ramdisk,
        });
        found
    }))
}
