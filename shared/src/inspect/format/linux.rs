//! Linux kernels, and the file systems that they begin with. They are known by their marks, also
//! where they look like a partition table to Glance: the setup code of a kernel for x86 is a boot
//! sector (<https://docs.kernel.org/arch/x86/boot.html>). What is compressed as a whole cannot be
//! told from any other compressed file.

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::detected::Detected;
use crate::inspect::finding::FindingCode;
use crate::inspect::sample::Sample;

/// Where a mark is, the mark, and what has it.
const MAGICS: [(usize, &[u8], Detected); 7] = [
    (0x202, b"HdrS", Detected::Kernel),
    // <https://docs.kernel.org/arch/arm64/booting.html>
    (0x38, b"ARM\x64", Detected::Kernel),
    // <https://docs.kernel.org/arch/riscv/boot-image-header.html>
    (0x38, b"RSC\x05", Detected::Kernel),
    // A zImage of 32-bit ARM, in either order of bytes (`arch/arm/boot/compressed/head.S`).
    (0x24, b"\x18\x28\x6f\x01", Detected::Kernel),
    (0x24, b"\x01\x6f\x28\x18", Detected::Kernel),
    // <https://docs.kernel.org/driver-api/early-userspace/buffer-format.html>
    (0, b"070701", Detected::Ramdisk),
    (0, b"070702", Detected::Ramdisk),
];

/// What U-Boot loads has a header that says what is in it (`include/image.h`).
const UIMAGE_MAGIC: &[u8] = b"\x27\x05\x19\x56";
const UIMAGE_CONTENT: usize = 30;

fn in_uimage(header: &[u8]) -> Option<Detected> {
    match header.get(UIMAGE_CONTENT)? {
        // A kernel, several files with one, and one that runs where it is.
        2 | 4 | 14 => Some(Detected::Kernel),
        3 => Some(Detected::Ramdisk),
        _ => None,
    }
    .filter(|_| header.starts_with(UIMAGE_MAGIC))
}

pub(super) fn examine(sample: &Sample) -> Examined {
    let header = sample.bytes(0, 2 * SECTOR_BYTES)?;
    let by_magic = MAGICS.into_iter().find(|(offset, magic, _)| {
        header
            .get(*offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    });
    let found = by_magic
        .map(|(_, _, detected)| detected)
        .or_else(|| in_uimage(header));
    Ok(found.map(|detected| {
        let mut found = FormatMatch::unrecognised(detected);
        found.find(match detected {
            Detected::Kernel => FindingCode::Kernel,
            _ => FindingCode::Ramdisk,
        });
        found
    }))
}
