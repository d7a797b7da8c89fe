//! Files of other programs, by a mark near their beginning.

use crate::inspect::byte_fields::ByteFields;
use crate::inspect::finding::Content;
use crate::inspect::finding::FindingCode::{self, Archive, ForeignFormat, NotADisk};
use crate::inspect::format_name::FormatName;

/// Marks at a place, and what has them.
const MARKS: [(usize, &[u8], FindingCode); 56] = [
    // The name of the first box of an MP4 stands behind its length.
    (4, b"ftyp", NotADisk(Content::Media)),
    (0, b"II*\0", NotADisk(Content::Document)),
    (0, b"MM\0*", NotADisk(Content::Document)),
    (0, b"II+\0", NotADisk(Content::Document)),
    (0, b"\xce\xfa\xed\xfe", NotADisk(Content::Program)),
    (0, b"\xfe\xed\xfa\xce", NotADisk(Content::Program)),
    (0, b"\xfe\xed\xfa\xcf", NotADisk(Content::Program)),
    (0, b"Bochs Virtual HD Image", NotADisk(Content::ForeignDisk)),
    (10, b"#V2.0 Format", NotADisk(Content::ForeignDisk)),
    (
        0,
        b"\xbe\xba\xfe\xca\0\0\0\0",
        NotADisk(Content::ForeignDisk),
    ),
    (0, b"LRZI", Archive),
    (0, b"7kSt\xa0\x31\x83\xd3", Archive),
    (0, b"zPQ", Archive),
    (0, b"\xff\x06\0\0sNaPpY", Archive),
    (2, b"-lh", Archive),
    (2, b"-lz", Archive),
    (7, b"**ACE**", Archive),
    (0, b"GGUF", ForeignFormat(FormatName::Gguf)),
    (0, b"\x89HDF\r\n\x1a\n", ForeignFormat(FormatName::Hdf5)),
    (0, b"\x93NUMPY", ForeignFormat(FormatName::Npy)),
    (0, b"\xd4\xc3\xb2\xa1", ForeignFormat(FormatName::Pcap)),
    (0, b"\xa1\xb2\xc3\xd4", ForeignFormat(FormatName::Pcap)),
    (0, b"\x4d\x3c\xb2\xa1", ForeignFormat(FormatName::Pcap)),
    (0, b"\xa1\xb2\x3c\x4d", ForeignFormat(FormatName::Pcap)),
    (0, b"\x0a\x0d\x0d\x0a", ForeignFormat(FormatName::Pcap)),
    (0, b"PGDMP", ForeignFormat(FormatName::PgDump)),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ForeignFormat(FormatName::Ole),
    ),
    (0, b"\0asm", ForeignFormat(FormatName::Wasm)),
    (0, b"PAR1", ForeignFormat(FormatName::Parquet)),
    (0, b"PARE", ForeignFormat(FormatName::Parquet)),
    (0, b"ORC", ForeignFormat(FormatName::Orc)),
    (0, b"Obj\x01", ForeignFormat(FormatName::Avro)),
    (
        8,
        b"\xac\xcb\xba\xf5\x02\0\0\0",
        ForeignFormat(FormatName::ZfsSend),
    ),
    (
        8,
        b"\0\0\0\x02\xf5\xba\xcb\xac",
        ForeignFormat(FormatName::ZfsSend),
    ),
    (0, b"btrfs-stream\0", ForeignFormat(FormatName::BtrfsSend)),
    (
        0,
        b"\xd0\x0d\xfe\xed",
        ForeignFormat(FormatName::DeviceTree),
    ),
    // What lies beside the disk of a virtual machine: its firmware (the volume's signature, UEFI PI 3.2.1), and its
    // memory, as libvirt, QEMU and VMware save it.
    (40, b"_FVH", ForeignFormat(FormatName::Uefi)),
    (
        0,
        b"LibvirtQemudSave",
        ForeignFormat(FormatName::LibvirtSave),
    ),
    (
        0,
        b"LibvirtQemudPart",
        ForeignFormat(FormatName::LibvirtSave),
    ),
    (0, b"QEVM", ForeignFormat(FormatName::QemuState)),
    (
        0,
        b"\xd0\xbe\xd2\xbe",
        ForeignFormat(FormatName::VmwareState),
    ),
    (
        0,
        b"\xd1\xba\xd1\xba",
        ForeignFormat(FormatName::VmwareState),
    ),
    (
        0,
        b"\xd2\xbe\xd2\xbe",
        ForeignFormat(FormatName::VmwareState),
    ),
    // Files of Windows that fill whole blocks.
    (0, b"ElfFile\0", ForeignFormat(FormatName::Evtx)),
    (0, b"regf", ForeignFormat(FormatName::RegistryHive)),
    (0, b"!BDN", ForeignFormat(FormatName::Pst)),
    (0, b"8BPS\0\x01", ForeignFormat(FormatName::Psd)),
    (0, b"\x03\xd9\xa2\x9a", ForeignFormat(FormatName::KeePass)),
    (0, b"UBI#\x01", ForeignFormat(FormatName::Ubi)),
    (0, b"\x31\x18\x10\x06", ForeignFormat(FormatName::Ubifs)),
    // Its nodes for a clean block, a name and a file, in either order.
    (0, b"\x85\x19\x03\x20", ForeignFormat(FormatName::Jffs2)),
    (0, b"\x85\x19\x01\xe0", ForeignFormat(FormatName::Jffs2)),
    (0, b"\x85\x19\x02\xe0", ForeignFormat(FormatName::Jffs2)),
    (0, b"\x19\x85\x20\x03", ForeignFormat(FormatName::Jffs2)),
    (0, b"\x19\x85\xe0\x01", ForeignFormat(FormatName::Jffs2)),
    (0, b"\x19\x85\xe0\x02", ForeignFormat(FormatName::Jffs2)),
];

pub(super) fn find(header: &[u8]) -> Option<FindingCode> {
    let marked = MARKS.into_iter().find(|(offset, mark, _)| {
        let rest = header.get(*offset..);
        rest.is_some_and(|rest| rest.starts_with(mark))
    });
    marked
        .map(|(_, _, code)| code)
        .or_else(|| by_fields(header))
}

/// What has a mark of two bytes, which says little without the fields behind it.
fn by_fields(header: &[u8]) -> Option<FindingCode> {
    match header {
        // ARJ, whose first header has few bytes.
        [0x60, 0xea, _, 0..=10, 0x1e..=0x30, ..] => Some(Archive),
        // BMP: nothing in its reserved fields, and the length of the next header.
        [
            b'B',
            b'M',
            _,
            _,
            _,
            _,
            0,
            0,
            0,
            0,
            _,
            _,
            _,
            0,
            12 | 40 | 52 | 56 | 64 | 108 | 124,
            0,
            0,
            0,
            ..,
        ] => Some(NotADisk(Content::Document)),
        // cpio in binary: a zero ends the name of the first member.
        [0xc7, 0x71, ..] | [0x71, 0xc7, ..] => {
            let length = match header.first() {
                Some(0xc7) => header.le_u16(20),
                _ => header.be_u16(20),
            };
            let name = header.get(26..26 + usize::from(length?))?;
            let is_name = name.iter().position(|byte| *byte == 0)? + 1 == name.len();
            is_name.then_some(Archive)
        }
        _ => None,
    }
}
