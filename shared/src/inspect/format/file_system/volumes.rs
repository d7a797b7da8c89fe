//! File systems and parts of volumes that are known by a mark at one place. The marks are those of
//! util-linux (<https://github.com/util-linux/util-linux/tree/master/libblkid/src/superblocks>).

use super::FormatName::{
    Apfs, Bcache, Bcachefs, HfsPlus, Jfs, LinuxRaid, Lvm, Minix, ReiserFs, Romfs, Zfs,
};
use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::FindingCode::{self, FileSystem, VolumePart};
use crate::inspect::sample::{ByteRange, Sample};

/// Where a mark is, the mark, and what has it.
const MARKS: [(u64, &[u8], FindingCode); 23] = [
    (0, b"LABELONE", VolumePart(Lvm)),
    (512, b"LABELONE", VolumePart(Lvm)),
    (1024, b"LABELONE", VolumePart(Lvm)),
    (1536, b"LABELONE", VolumePart(Lvm)),
    (0, RAID, VolumePart(LinuxRaid)),
    (4096, RAID, VolumePart(LinuxRaid)),
    (0x4018, b"\xc6\x85\x73\xf6\x4e\x1a", VolumePart(Bcache)),
    (0x1018, b"\xc6\x85\x73\xf6\x4e\x1a", VolumePart(Bcache)),
    (0x1018, b"\xc6\x85\x73\xf6\x66\xce", FileSystem(Bcachefs)),
    // The first pair of the label, and the first of the uberblocks.
    (
        0x400C,
        b"\0\0\0\x24\0\0\0\x20\0\0\0\x07version",
        VolumePart(Zfs),
    ),
    (0x2_0000, b"\x0c\xb1\xba\0\0\0\0\0", VolumePart(Zfs)),
    (1024, b"H+\0\x04", FileSystem(HfsPlus)),
    (1024, b"HX\0\x05", FileSystem(HfsPlus)),
    (32, b"NXSB", FileSystem(Apfs)),
    (0x8000, b"JFS1", FileSystem(Jfs)),
    (0x1_0034, b"ReIsEr", FileSystem(ReiserFs)),
    (0, b"-rom1fs-", FileSystem(Romfs)),
    // With the state in which it is made.
    (0x410, b"\x7f\x13\x01\0", FileSystem(Minix)),
    (0x410, b"\x8f\x13\x01\0", FileSystem(Minix)),
    (0x410, b"\x68\x24\x01\0", FileSystem(Minix)),
    (0x410, b"\x78\x24\x01\0", FileSystem(Minix)),
    (0x418, b"\x5a\x4d\0\0\0\x04", FileSystem(Minix)),
    (0x418, b"\x5a\x4d\0\0\0\x10", FileSystem(Minix)),
];
const RAID: &[u8] = b"\xfc\x4e\x2b\xa9";

/// What fits, and the bytes that it must have, or 0 where it does not tell them.
pub(super) fn find(sample: &Sample) -> Result<Option<(FindingCode, u64)>, ByteRange> {
    for (offset, mark, code) in MARKS {
        if sample.bytes(offset, mark.len() as u64)? == mark {
            return Ok(Some((code, end(sample, offset, code)?)));
        }
    }
    // The older places of what describes a RAID are as far from the end of the disk.
    let size = sample.file_size().0;
    for (before, alignment) in [(8 * 1024, 4096), (64 * 1024, 64 * 1024)] {
        let Some(place) = size.checked_sub(before) else {
            continue;
        };
        if sample.bytes(place / alignment * alignment, 4)? == RAID {
            return Ok(Some((VolumePart(LinuxRaid), 0)));
        }
    }
    Ok(None)
}

fn end(sample: &Sample, mark: u64, code: FindingCode) -> Result<u64, ByteRange> {
    let header = sample.bytes(mark, 128)?;
    let product = |count: Option<u64>, bytes: Option<u32>| {
        let bytes = bytes.unwrap_or_default();
        count.unwrap_or_default().saturating_mul(bytes.into())
    };
    Ok(match code {
        VolumePart(Lvm) => header.le_u64(64).unwrap_or_default(),
        FileSystem(HfsPlus) => product(header.be_u32(44).map(u64::from), header.be_u32(40)),
        FileSystem(Apfs) => product(header.le_u64(8), header.le_u32(4)),
        FileSystem(Jfs) => product(header.le_u64(8), Some(512)),
        FileSystem(Romfs) => header.be_u32(8).unwrap_or_default().into(),
        _ => 0,
    })
}
