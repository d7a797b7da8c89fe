//! What a partition table promises, alone and in a disc that boots from a stick.

use super::completeness::put;
use super::*;

fn partition(kind: u8, first: u32, count: u32) -> Vec<u8> {
    let mut entry = vec![0, 0, 2, 0, kind, 0, 0, 0];
    entry.extend(first.to_le_bytes());
    entry.extend(count.to_le_bytes());
    entry
}

fn table(kind: u8, first: u32, count: u32, sectors: usize) -> Vec<u8> {
    let mut file = vec![0; 512 * sectors];
    put(&mut file, 446, &partition(kind, first, count));
    put(&mut file, 510, &[0x55, 0xAA]);
    file
}

/// A volume of 40 KiB with a partition of 8 KiB behind it, by either kind of table.
fn disc_with_appended_partition(has_gpt: bool) -> Vec<u8> {
    let (kind, first, count) = if has_gpt {
        (0xEE, 1, 96)
    } else {
        (0xEF, 80, 16)
    };
    let mut file = table(kind, first, count, 97);
    if has_gpt {
        put(&mut file, 512, b"EFI PART");
        put(&mut file, 512 + 32, &96_u64.to_le_bytes());
        put(&mut file, 96 * 512, b"EFI PART");
    } else {
        file.truncate(96 * 512);
    }
    put(&mut file, 32 * 1024, b"\x01CD001\x01");
    put(&mut file, 32 * 1024 + 80, &20_u32.to_le_bytes());
    put(&mut file, 32 * 1024 + 128, &2048_u16.to_le_bytes());
    file
}

#[test]
fn a_disc_that_is_cut_in_a_partition_behind_its_volume_is_said_to_be() {
    for has_gpt in [false, true] {
        let file = disc_with_appended_partition(has_gpt);
        assert_eq!(codes(&inspect(&file)), []);
        for end in (20 * 2048..file.len()).step_by(512) {
            let cut = inspect(&file[..end]);
            assert_eq!(codes(&cut), [FindingCode::DiskCutShort], "{end}");
            assert_eq!(cut.refusal(&DiskFormat::Iso, &BARE), None);
        }
    }
}

#[test]
fn a_disc_is_not_judged_by_what_glance_checks_in_a_partition_table() {
    let mut file = disc_with_appended_partition(true);
    file[447] = 1;
    assert_eq!(codes(&inspect(&file)), []);
    assert_eq!(
        codes(&inspect(&file[..90 * 512])),
        [FindingCode::DiskCutShort]
    );
}

#[test]
fn a_protective_entry_without_its_gpt_is_a_disk_that_was_cut_off_or_damaged() {
    let filled_up = table(0xEE, 1, u32::MAX, 64);
    assert_eq!(codes(&inspect(&filled_up)), [FindingCode::TableMissing]);
    let zeroed = table(0xEE, 1, 63, 64);
    assert_eq!(codes(&inspect(&zeroed)), [FindingCode::TableMissing]);
    for file in [&filled_up[..512], &zeroed[..512], &zeroed[..4096]] {
        assert_eq!(codes(&inspect(file)), [FindingCode::DiskCutShort]);
        assert_eq!(inspect(file).refusal(&DiskFormat::Raw, &BARE), None);
    }
}

#[test]
fn a_few_characters_and_then_zeros_are_a_text_only_where_all_of_it_is_seen() {
    let code = FindingCode::NotADisk(Content::Text);
    for (length, codes_of) in [
        (2048, vec![code]),
        (32 * 1024, vec![code]),
        (64 * 1024, vec![]),
    ] {
        let mut file = b"abc".to_vec();
        file.resize(length, 0);
        assert_eq!(codes(&inspect(&file)), codes_of, "{length}");
    }
    // Something stands behind the zeros.
    let mut disk = b"abc".to_vec();
    disk.resize(8192, 0);
    disk[6000] = 1;
    assert_eq!(codes(&inspect(&disk)), []);
    // A disk can begin with a long text too.
    for filling in [0, 0xa5_u8 & 0x1f] {
        let mut disk = vec![b'x'; 4096];
        disk.resize(1 << 20, filling);
        assert_eq!(codes(&inspect(&disk)), []);
    }
    let long = "Zeile\n".repeat(20_000);
    assert_eq!(codes(&inspect(&long.as_bytes()[..119_808])), [code]);
    let wide: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&inspect(&wide[..119_808])), [code]);
}
