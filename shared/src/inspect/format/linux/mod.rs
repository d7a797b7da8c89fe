//! Linux kernels, and the file systems that they begin with. They are known by their marks, also
//! where they look like a partition table to Glance: the setup code of a kernel for x86 is a boot
//! sector (<https://docs.kernel.org/arch/x86/boot.html>). What is compressed as a whole cannot be
//! told from any other compressed file.

mod cpio;
mod elf;

use super::{Examined, FormatMatch, SECTOR_BYTES};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::cut_off::missing;
use crate::inspect::detected::Detected;
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::sample::Sample;

/// Where a mark is, the mark, and what has it.
const MAGICS: [(usize, &[u8], Detected); 8] = [
    (SETUP_MARK, b"HdrS", Detected::Kernel),
    // A kernel that unpacks itself (`drivers/firmware/efi/libstub/zboot-header.S`).
    (0, ZBOOT_MAGIC, Detected::Kernel),
    // <https://docs.kernel.org/arch/arm64/booting.html>
    (0x38, b"ARM\x64", Detected::Kernel),
    // <https://docs.kernel.org/arch/riscv/boot-image-header.html>
    (0x38, b"RSC\x05", Detected::Kernel),
    // A zImage of 32-bit ARM, in either order of bytes (`arch/arm/boot/compressed/head.S`).
    (ZIMAGE_MARK, b"\x18\x28\x6f\x01", Detected::Kernel),
    (ZIMAGE_MARK, b"\x01\x6f\x28\x18", Detected::Kernel),
    // <https://docs.kernel.org/driver-api/early-userspace/buffer-format.html>
    (0, b"070701", Detected::Ramdisk),
    (0, b"070702", Detected::Ramdisk),
];

/// What U-Boot loads has a header that says what is in it (`include/image.h`).
const UIMAGE_MAGIC: &[u8] = b"\x27\x05\x19\x56";
const UIMAGE_CONTENT: usize = 30;
const UIMAGE_BYTES: usize = 12;
const UIMAGE_HEADER_BYTES: u64 = 64;

const SETUP_MARK: usize = 0x202;
const ZIMAGE_MARK: usize = 0x24;
const ZBOOT_MAGIC: &[u8] = b"MZ\0\0zimg";

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
        .or_else(|| in_uimage(header))
        .or_else(|| elf::is_kernel(header).then_some(Detected::Kernel));
    let Some(detected) = found else {
        return Ok(None);
    };
    let mut found = FormatMatch::unrecognised(detected);
    found.find(match detected {
        Detected::Kernel => FindingCode::Kernel,
        _ => FindingCode::Ramdisk,
    });
    let lack = if header.starts_with(cpio::MAGIC) {
        cpio::check(sample)?
    } else {
        missing(sample, end(header))
    };
    found.findings.extend(lack.map(Finding::from));
    Ok(Some(found))
}

/// The byte behind what the header of a kernel or a uImage tells; 0 where it tells nothing.
fn end(header: &[u8]) -> u64 {
    let number = |offset| u64::from(header.le_u32(offset).unwrap_or_default());
    let has = |offset: usize, magic: &[u8]| {
        let rest = header.get(offset..);
        rest.is_some_and(|rest| rest.starts_with(magic))
    };
    if has(0, UIMAGE_MAGIC) {
        u64::from(header.be_u32(UIMAGE_BYTES).unwrap_or_default()) + UIMAGE_HEADER_BYTES
    } else if has(0, ZBOOT_MAGIC) {
        number(8) + number(12)
    } else if has(SETUP_MARK, b"HdrS") {
        /// Before this version of the protocol the size has 16 bits.
        const SIZE_OF_32_BITS: u16 = 0x204;
        let setup = match header.get(0x1f1).copied().unwrap_or_default() {
            0 => 4,
            sectors => u64::from(sectors),
        };
        let size = match header.le_u16(0x206) {
            Some(SIZE_OF_32_BITS..) => number(0x1f4),
            _ => number(0x1f4) & 0xffff,
        };
        (setup + 1) * SECTOR_BYTES + 16 * size
    } else if has(ZIMAGE_MARK, b"\x18") {
        number(0x2c).saturating_sub(number(0x28))
    } else {
        elf::end(header)
    }
}
