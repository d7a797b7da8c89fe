//! Tables that lead to the blocks of a disk, some of them too long to be looked at whole.

use super::completeness::{put, sparse_vmdk};
use super::properties::hex;
use super::*;

/// The disk of so many tables of 32 MiB each, as qemu-img lays it out, with a grain at each of these
/// MiB of the disk.
fn long_vmdk(tables: usize, at: &[usize]) -> Vec<u8> {
    const GRAIN_SECTORS: usize = 128;
    let mut file = sparse_vmdk();
    file.truncate(2 * 512);
    let directory_sectors = (4 * tables).div_ceil(512);
    let first_table = 2 + directory_sectors;
    let overhead = (first_table + 4 * tables).next_multiple_of(GRAIN_SECTORS);
    for (offset, value) in [
        (12, tables << 16),
        (20, GRAIN_SECTORS),
        (56, 2),
        (64, overhead),
    ] {
        put(&mut file, offset, &(value as u64).to_le_bytes());
    }
    for table in 0..tables {
        let place = u32::try_from(first_table + 4 * table).unwrap();
        put(&mut file, 2 * 512 + 4 * table, &place.to_le_bytes());
    }
    file.resize(overhead * 512, 0);
    for mib in at {
        let sector = u32::try_from(file.len() / 512).unwrap();
        put(
            &mut file,
            first_table * 512 + 4 * 16 * mib,
            &sector.to_le_bytes(),
        );
        file.resize(file.len() + GRAIN_SECTORS * 512, 7);
    }
    file
}

#[test]
fn a_table_that_is_too_long_to_be_looked_at_whole_is_said_to_be() {
    let sparse = long_vmdk(640, &[1, 12, 3000, 9000, 17000]);
    assert_eq!(codes(&inspect(&sparse)), [FindingCode::EndNotChecked]);
    let cut = &sparse[..sparse.len() - 65536];
    assert_eq!(codes(&inspect(cut)), [FindingCode::EndNotChecked]);
    assert_eq!(inspect(cut).refusal(&DiskFormat::Vmdk, &BARE), None);
    // The last grain of the disk is found, and with it the end of the file.
    let full = long_vmdk(640, &[1, 12, 3000, 9000, 17000, 20479]);
    assert_eq!(codes(&inspect(&full)), []);
    let cut = codes(&inspect(&full[..full.len() - 65536]));
    assert_eq!(cut, [FindingCode::CutOff(Bytes(65536))]);
}

#[test]
fn all_grains_of_a_disk_of_3_gib_are_looked_at() {
    let file = long_vmdk(96, &[1, 700, 1400, 2000]);
    assert_eq!(codes(&inspect(&file)), []);
    let cut = codes(&inspect(&file[..file.len() - 65536]));
    assert_eq!(cut, [FindingCode::CutOff(Bytes(65536))]);
}

#[test]
fn tables_that_are_written_between_the_grains_are_looked_at_from_the_last_on() {
    let mut file = long_vmdk(640, &[3000]);
    let end = file.len();
    let table = |file: &mut Vec<u8>, index: usize, place: usize| {
        let sector = u32::try_from(place / 512).unwrap();
        put(file, 2 * 512 + 4 * index, &sector.to_le_bytes());
    };
    for index in 0..640 {
        table(&mut file, index, 0);
    }
    // Two tables behind the grain, the first of which leads to the last grain.
    table(&mut file, 500, end);
    table(&mut file, 200, end + 2048);
    let grain = u32::try_from(end / 512 + 128).unwrap();
    put(&mut file, end, &grain.to_le_bytes());
    file.resize(end + 2 * 65536, 7);
    file[end + 4..end + 65536].fill(0);
    assert_eq!(codes(&inspect(&file)), []);
    let cut = codes(&inspect(&file[..end + 65536]));
    assert_eq!(cut, [FindingCode::CutOff(Bytes(65536))]);
}

/// A VHDX of blocks of 1 MiB behind 3 MiB of tables, with these flags and bytes of disk. The table
/// leads to the blocks of these indexes, which are behind each other.
fn vhdx(flags: u32, size: u64, present: &[usize]) -> Vec<u8> {
    const MIB: usize = 1 << 20;
    let mut file = b"vhdxfile".to_vec();
    let table = 192 * 1024;
    put(&mut file, table, b"regi\0\0\0\0\x02");
    put(
        &mut file,
        table + 16,
        &hex("6677c22d23f600429d64115e9bfd4a08"),
    );
    put(
        &mut file,
        table + 48,
        &hex("06a27c8b90479a4bb8fe575f050f886e"),
    );
    for (entry, mib) in [(16, 1_u64), (48, 2)] {
        put(&mut file, table + entry + 16, &(mib << 20).to_le_bytes());
        put(&mut file, table + entry + 24, &(1_u32 << 20).to_le_bytes());
    }
    let metadata = 2 * MIB;
    put(&mut file, metadata, b"metadata\0\0\x02");
    for (entry, guid, item, length) in [
        (32, "3767a1ca36fa434db3b633f0aa44e76b", 0x10000_u32, 8_u32),
        (64, "2442a52f1bcd7648b2115dbed83bf4b8", 0x10008, 8),
    ] {
        put(&mut file, metadata + entry, &hex(guid));
        put(&mut file, metadata + entry + 16, &item.to_le_bytes());
        put(&mut file, metadata + entry + 20, &length.to_le_bytes());
    }
    put(&mut file, metadata + 0x10000, &(1_u32 << 20).to_le_bytes());
    put(&mut file, metadata + 0x10004, &flags.to_le_bytes());
    put(&mut file, metadata + 0x10008, &size.to_le_bytes());
    file.resize(3 * MIB, 0);
    for index in present {
        let entry = file.len() as u64 | 6;
        put(&mut file, MIB + 8 * index, &entry.to_le_bytes());
        file.resize(file.len() + MIB, 7);
    }
    file
}

#[test]
fn a_vhdx_of_fixed_size_has_room_for_all_of_its_disk() {
    const MIB: usize = 1 << 20;
    // QEMU has no place in the table for blocks in which there is nothing yet, and ends with the disk.
    for size in [4 * MIB, 4 * MIB + 512] {
        let mut fixed = vhdx(1, size as u64, &[]);
        fixed.resize(3 * MIB + size, 0);
        assert_eq!(codes(&inspect(&fixed)), []);
        let cut = codes(&inspect(&fixed[..5 * MIB]));
        let missing = Bytes((size - 2 * MIB) as u64);
        assert_eq!(cut, [FindingCode::CutOff(missing)]);
    }
    assert_eq!(codes(&inspect(&vhdx(0, 4 << 20, &[]))), []);
}

#[test]
fn every_block_of_a_vhdx_of_20_gib_is_looked_at() {
    let file = vhdx(0, 20 << 30, &[1, 9000, 17000]);
    assert_eq!(codes(&inspect(&file)), []);
    let cut = codes(&inspect(&file[..5 << 20]));
    assert_eq!(cut, [FindingCode::CutOff(Bytes(1 << 20))]);
    let long = vhdx(0, 100 << 30, &[1, 30000, 80000]);
    assert_eq!(codes(&inspect(&long)), [FindingCode::EndNotChecked]);
}
