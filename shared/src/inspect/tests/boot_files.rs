//! Kernels and ramdisks, whole and cut off.

use super::completeness::{cut_anywhere, put};
use super::*;

fn member(name: &str, data: usize) -> Vec<u8> {
    let mut member = b"070701".to_vec();
    for field in 0..13 {
        let value = match field {
            6 => data,
            11 => name.len() + 1,
            _ => 0,
        };
        member.extend(format!("{value:08X}").bytes());
    }
    member.extend(name.bytes().chain([0]));
    member.resize(member.len().next_multiple_of(4), 0);
    member.resize((member.len() + data).next_multiple_of(4), 7);
    member
}

/// An archive of so many members.
fn archive(members: usize, bytes: usize) -> Vec<u8> {
    let mut file: Vec<u8> = (0..members)
        .flat_map(|index| member(&format!("lib/{index}"), bytes))
        .collect();
    file.extend(member("TRAILER!!!", 0));
    file
}

pub(super) fn ramdisk() -> Vec<u8> {
    let mut file = archive(3, 1000);
    file.resize(file.len().next_multiple_of(512), 0);
    file
}

#[test]
fn a_ramdisk_has_all_of_its_members_and_the_last_one() {
    let file = archive(3, 1000);
    assert_eq!(codes(&inspect(&file)), [FindingCode::Ramdisk]);
    cut_anywhere(&file[..file.len() - 4], 6);
    let crc = [b"070702", &file[6..]].concat();
    assert_eq!(inspect(&crc).detected, Some(Detected::Ramdisk));
    // Others can follow, which are compressed mostly.
    for behind in [&b"\0\0\0\0"[..], b"\x28\xb5\x2f\xfdabc", &ramdisk()] {
        let file = [ramdisk(), behind.to_vec()].concat();
        assert_eq!(codes(&inspect(&file)), [FindingCode::Ramdisk]);
    }
}

#[test]
fn a_ramdisk_of_many_members_is_judged_by_its_end() {
    for (members, bytes) in [(2000, 500), (60, 60_000)] {
        let mut file = archive(members, bytes);
        file.resize(file.len().next_multiple_of(10_240), 0);
        assert_eq!(codes(&inspect(&file)), [FindingCode::Ramdisk]);
        let cut = &file[..file.len() / 2];
        assert_eq!(
            codes(&inspect(cut)),
            [FindingCode::Ramdisk, FindingCode::EndNotChecked]
        );
    }
}

fn bz_image() -> Vec<u8> {
    let mut file = vec![7; 3 * 512 + 1600];
    put(&mut file, 0x1f1, &[2, 0, 0, 100, 0, 0, 0]);
    put(&mut file, 0x202, b"HdrS\x0f\x02");
    file
}

fn u_image(content: u8) -> Vec<u8> {
    let mut file = vec![7; 64 + 3000];
    put(&mut file, 0, b"\x27\x05\x19\x56");
    put(&mut file, 12, &3000_u32.to_be_bytes());
    file[30] = content;
    file
}

fn zboot() -> Vec<u8> {
    let mut file = vec![7; 4096];
    put(&mut file, 0, b"MZ\0\0zimg\0\x02\0\0\0\x0e\0\0");
    file
}

fn zimage() -> Vec<u8> {
    let mut file = vec![7; 4096];
    put(&mut file, 0x24, b"\x18\x28\x6f\x01\0\0\0\0\0\x10\0\0");
    file
}

/// An ELF of 64 bits, in either order, with one part that is loaded to this address.
fn elf(is_big: bool, address: u64) -> Vec<u8> {
    let mut file = vec![0; 8192];
    let mut number = |offset: usize, bytes: usize, value: u64| {
        let all = value.to_be_bytes();
        let mut piece = all[8 - bytes..].to_vec();
        if !is_big {
            piece.reverse();
        }
        put(&mut file, offset, &piece);
    };
    number(32, 8, 64);
    number(40, 8, 8192 - 128);
    number(54, 2, 56);
    number(56, 2, 1);
    number(58, 2, 64);
    number(60, 2, 2);
    number(64, 4, 1);
    number(72, 8, 4096);
    number(80, 8, address);
    number(96, 8, 2048);
    put(
        &mut file,
        0,
        if is_big {
            b"\x7fELF\x02\x02"
        } else {
            b"\x7fELF\x02\x01"
        },
    );
    file
}

#[test]
fn a_kernel_is_needed_to_its_last_byte() {
    for (file, from) in [
        (bz_image(), 0x210),
        (u_image(2), 32),
        (zboot(), 16),
        (zimage(), 0x30),
        (elf(false, 0xffff_ffff_8100_0000), 128),
        (elf(true, 0xc000_0000_0000_0000), 128),
    ] {
        let whole = inspect(&file);
        assert_eq!(codes(&whole), [FindingCode::Kernel]);
        assert_eq!(
            whole.suggested_disk_format(DiskFormat::KNOWN),
            DiskFormat::Aki
        );
        for end in [from, file.len() / 2, file.len() - 1] {
            let cut = codes(&inspect(&file[..end]));
            let missing = Bytes((file.len() - end) as u64);
            assert_eq!(cut, [FindingCode::CutOff(missing), FindingCode::Kernel]);
        }
        // What signs a kernel, or a device tree, can be behind it.
        let signed = [&file[..], &[7; 999]].concat();
        assert_eq!(codes(&inspect(&signed)), [FindingCode::Kernel]);
    }
    let cut = codes(&inspect(&u_image(3)[..1064]));
    assert_eq!(
        cut,
        [FindingCode::CutOff(Bytes(2000)), FindingCode::Ramdisk]
    );
}

#[test]
fn a_program_is_no_kernel() {
    let code = FindingCode::NotADisk(Content::Program);
    assert_eq!(codes(&inspect(&elf(false, 0x40_0000))), [code]);
    let mut named = elf(false, 0xffff_ffff_8020_0000);
    put(&mut named, 56, &[2]);
    put(&mut named, 64 + 56, &[3]);
    assert_eq!(codes(&inspect(&named)), [code]);
}
