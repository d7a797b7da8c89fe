//! File systems and parts of volumes without a partition table around them.

use super::completeness::{cut_anywhere, put};
use super::*;

#[test]
fn what_no_server_boots_by_itself_is_named() {
    use FindingCode::{FileSystem, VolumePart};
    let with = |offset: usize, mark: &[u8]| {
        let mut file = vec![0xa5; 256 * 1024];
        put(&mut file, offset, mark);
        file
    };
    for (offset, mark, code) in [
        (
            4096,
            &b"\xfc\x4e\x2b\xa9\x01"[..],
            VolumePart(FormatName::LinuxRaid),
        ),
        (
            0,
            b"\xfc\x4e\x2b\xa9\x01",
            VolumePart(FormatName::LinuxRaid),
        ),
        (
            248 * 1024,
            b"\xfc\x4e\x2b\xa9\x01",
            VolumePart(FormatName::LinuxRaid),
        ),
        (
            192 * 1024,
            b"\xfc\x4e\x2b\xa9",
            VolumePart(FormatName::LinuxRaid),
        ),
        (
            128 * 1024,
            b"\x0c\xb1\xba\0\0\0\0\0",
            VolumePart(FormatName::Zfs),
        ),
        (
            16 * 1024,
            b"\x01\x01\0\0\0\0\0\0\0\0\0\x01\0\0\0\x24\0\0\0\x20\0\0\0\x07version",
            VolumePart(FormatName::Zfs),
        ),
        (
            4096 + 24,
            b"\xc6\x85\x73\xf6\x66\xce",
            FileSystem(FormatName::Bcachefs),
        ),
        (
            64 * 1024 + 52,
            b"ReIsEr2Fs",
            FileSystem(FormatName::ReiserFs),
        ),
        (1024 + 16, b"\x8f\x13\x01\0", FileSystem(FormatName::Minix)),
        (
            1024 + 24,
            b"\x5a\x4d\0\0\0\x04",
            FileSystem(FormatName::Minix),
        ),
    ] {
        let inspection = inspect(&with(offset, mark));
        assert_eq!(codes(&inspection), [code]);
        assert_eq!(inspection.detected, Some(Detected::FileSystem));
        assert_eq!(inspection.suggested_disk_format(&[]), DiskFormat::Raw);
    }
}

#[test]
fn what_tells_its_size_is_needed_whole() {
    let mut lvm = vec![0xa5; 65536];
    put(&mut lvm, 512, b"LABELONE");
    put(&mut lvm, 512 + 64, &65536_u64.to_le_bytes());
    let mut hfs = vec![0xa5; 65536];
    put(&mut hfs, 1024, b"H+\0\x04");
    put(&mut hfs, 1024 + 40, &4096_u32.to_be_bytes());
    put(&mut hfs, 1024 + 44, &16_u32.to_be_bytes());
    let mut apfs = vec![0xa5; 65536];
    put(&mut apfs, 32, b"NXSB\0\x10\0\0\x10\0\0\0\0\0\0\0");
    let mut jfs = vec![0xa5; 65536];
    put(&mut jfs, 32768, b"JFS1\x01\0\0\0\x80\0\0\0\0\0\0\0");
    let mut romfs = vec![0xa5; 65536];
    put(&mut romfs, 0, b"-rom1fs-\0\x01\0\0");
    for (file, code) in [
        (lvm, FindingCode::VolumePart(FormatName::Lvm)),
        (hfs, FindingCode::FileSystem(FormatName::HfsPlus)),
        (apfs, FindingCode::FileSystem(FormatName::Apfs)),
        (jfs, FindingCode::FileSystem(FormatName::Jfs)),
        (romfs, FindingCode::FileSystem(FormatName::Romfs)),
    ] {
        assert_eq!(codes(&inspect(&file)), [code]);
        let cut = codes(&inspect(&file[..40960]));
        assert_eq!(cut, [FindingCode::CutOff(Bytes(65536 - 40960)), code]);
    }
}

fn boot_sector(maker: &[u8; 8], entries: u8) -> Vec<u8> {
    let mut file = vec![0; 65536];
    put(&mut file, 0, b"\xeb\x52\x90");
    put(&mut file, 3, maker);
    file[446..510].fill(entries);
    put(&mut file, 510, &[0x55, 0xAA]);
    file
}

#[test]
fn a_file_system_that_glance_takes_for_a_faulty_table_is_named() {
    let mut ntfs = boot_sector(b"NTFS    ", b'x');
    put(&mut ntfs, 11, &512_u16.to_le_bytes());
    put(&mut ntfs, 0x28, &127_u64.to_le_bytes());
    let mut exfat = boot_sector(b"EXFAT   ", 0);
    put(&mut exfat, 72, &128_u64.to_le_bytes());
    exfat[108] = 9;
    let mut fat = boot_sector(b"mkfs.fat", b'x');
    put(&mut fat, 11, &512_u16.to_le_bytes());
    put(&mut fat, 19, &128_u16.to_le_bytes());
    put(&mut fat, 0x15, &[0xF0]);
    put(&mut fat, 0x36, b"FAT12   ");
    for (file, fault, name) in [
        (ntfs, FindingCode::BootFlag(0), FormatName::Ntfs),
        (exfat, FindingCode::NoPartitions, FormatName::ExFat),
        (fat, FindingCode::BootFlag(0), FormatName::Fat),
        (
            boot_sector(b"-FVE-FS-", b'x'),
            FindingCode::BootFlag(0),
            FormatName::BitLocker,
        ),
    ] {
        let inspection = inspect(&file);
        assert_eq!(codes(&inspection), [fault, FindingCode::BootSector(name)]);
        assert_eq!(inspection.detected, Some(Detected::FileSystem));
        assert_eq!(
            inspection.refusal(&DiskFormat::Raw, &BARE),
            Some(Refusal::Unsafe(fault))
        );
        if name != FormatName::BitLocker {
            cut_anywhere(&file, 512);
            let cut = codes(&inspect(&file[..32768]));
            assert!(cut.contains(&FindingCode::CutOff(Bytes(32768))));
        }
    }
    let mut taken = boot_sector(b"NTFS    ", 0);
    taken[446 + 4] = 7;
    assert_eq!(
        codes(&inspect(&taken)),
        [FindingCode::FileSystem(FormatName::Ntfs)]
    );
}

#[test]
fn one_of_the_files_of_a_vmdk_is_said_to_be_that() {
    let mut file = vec![0; 65536];
    put(&mut file, 0, b"KDMV\x01\0\0\0\x03\0\0\0");
    assert_eq!(
        codes(&inspect(&file)),
        [FindingCode::VmdkDescriptor, FindingCode::VmdkPart]
    );
}
