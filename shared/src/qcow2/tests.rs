use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::inspect::Inspector;
use crate::units::Bytes;

/// The file that the pieces make.
fn written(raw: &[u8], layout: &Layout) -> Vec<u8> {
    let mut file = layout.head().to_vec();
    for range in layout.ranges() {
        file.extend_from_slice(&raw[range.start as usize..range.end as usize]);
    }
    file.resize(file.len() + layout.padding() as usize, 0);
    file
}

fn read_in_pieces(raw: &[u8], piece: usize) -> DataClusters {
    let mut disk = DataClusters::default();
    raw.chunks(piece).for_each(|bytes| disk.read(bytes));
    disk
}

fn big_endian(file: &[u8], at: u64) -> u64 {
    let at = at as usize;
    u64::from_be_bytes(file[at..at + 8].try_into().unwrap())
}

/// The disk inside, as the format's document says that it is read.
fn read_back(file: &[u8]) -> Vec<u8> {
    let size = big_endian(file, 24);
    let table_of_tables = big_endian(file, 40);
    let mut disk = vec![0; size as usize];
    for cluster in 0..size.div_ceil(CLUSTER_BYTES) {
        let offset_of = |entry: u64| entry & 0x00ff_ffff_ffff_fe00;
        let table = offset_of(big_endian(file, table_of_tables + cluster / 8192 * 8));
        if table == 0 {
            continue;
        }
        let data = offset_of(big_endian(file, table + cluster % 8192 * 8)) as usize;
        if data == 0 {
            continue;
        }
        let start = (cluster * CLUSTER_BYTES) as usize;
        let length = (CLUSTER_BYTES as usize).min(disk.len() - start);
        disk[start..start + length].copy_from_slice(&file[data..data + length]);
    }
    disk
}

/// A disk of so many bytes with something in each of these places.
fn disk_with(size: usize, places: &[usize]) -> Vec<u8> {
    let mut raw = vec![0; size];
    for (number, place) in places.iter().enumerate() {
        raw[place % size] = number as u8 | 1;
    }
    raw
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_disk_holds_is_read_back_from_the_file(
        size in 1_usize..3_000_000,
        places in prop::collection::vec(any::<usize>(), 0..12),
        piece in 1_usize..200_000,
        most_runs in 1_usize..12,
    ) {
        let raw = disk_with(size, &places);
        let mut disk = read_in_pieces(&raw, piece);
        let n_runs = disk.n_runs();
        disk.join_to(most_runs);
        prop_assert_eq!(disk.n_runs(), n_runs.min(most_runs));
        prop_assert_eq!(disk.disk_size(), Bytes(size as u64));
        let layout = Layout::of(&disk);
        let file = written(&raw, &layout);
        prop_assert_eq!(Layout::size_of(&disk), Bytes(file.len() as u64));
        let mut sectors = raw;
        sectors.resize(size.next_multiple_of(512), 0);
        prop_assert!(read_back(&file) == sectors);
    }
}

#[test]
fn empty_clusters_are_left_out_and_runs_are_one_range() {
    let cluster = CLUSTER_BYTES as usize;
    let raw = disk_with(
        40 * cluster + 100,
        &[3 * cluster, 4 * cluster + 7, 9 * cluster, 40 * cluster + 99],
    );
    let disk = read_in_pieces(&raw, 1000);
    assert_eq!(disk.n_runs(), 3);
    assert_eq!(disk.data_size(), Bytes(4 * CLUSTER_BYTES));
    let layout = Layout::of(&disk);
    let lengths: Vec<u64> = layout.ranges().iter().map(|one| one.length()).collect();
    assert_eq!(lengths, [2 * CLUSTER_BYTES, CLUSTER_BYTES, 100]);
    assert_eq!(layout.padding(), CLUSTER_BYTES - 100);
}

#[test]
fn the_smallest_gaps_are_filled_first() {
    let cluster = CLUSTER_BYTES as usize;
    let raw = disk_with(
        40 * cluster,
        &[0, 2 * cluster, 9 * cluster, 11 * cluster, 30 * cluster],
    );
    let mut disk = read_in_pieces(&raw, 1 << 20);
    disk.join_to(3);
    let layout = Layout::of(&disk);
    let starts = |range: &crate::inspect::ByteRange| {
        (range.start / CLUSTER_BYTES, range.end / CLUSTER_BYTES)
    };
    let runs: Vec<(u64, u64)> = layout.ranges().iter().map(starts).collect();
    assert_eq!(runs, [(0, 3), (9, 12), (30, 31)]);
    assert_eq!(read_back(&written(&raw, &layout)), raw);
}

#[test]
fn the_inspection_finds_a_whole_qcow2_of_the_disks_size() {
    let raw = disk_with(5 << 20, &[0, 4 << 20]);
    let file = written(&raw, &Layout::of(&read_in_pieces(&raw, 1 << 20)));
    let mut inspector = Inspector::new(Bytes(file.len() as u64));
    while let Some(range) = inspector.wants() {
        inspector.give(range, &file[range.start as usize..range.end as usize]);
    }
    let inspection = inspector.conclude();
    assert_eq!(inspection.detected.unwrap().as_str(), "qcow2");
    assert_eq!(inspection.virtual_size, Some(Bytes(5 << 20)));
    assert!(inspection.findings.is_empty(), "{:?}", inspection.findings);
}

/// `qemu-img` is installed by `cargo xtask` before any test runs.
fn qemu_img(arguments: &[&str], files: &[&Path]) -> String {
    let run = Command::new("qemu-img")
        .args(arguments)
        .args(files)
        .output();
    let output = run.expect("qemu-img (Debian: qemu-utils)");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}{complaint}");
    said
}

#[test]
fn qemu_finds_the_file_clean_and_the_disk_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (raw_path, file_path) = (
        folder.path().join("disk.raw"),
        folder.path().join("disk.qcow2"),
    );
    let cluster = CLUSTER_BYTES as usize;
    for (size, places) in [
        (512, vec![0]),
        (1 << 20, vec![]),
        (3 * cluster + 513, vec![3 * cluster + 512]),
        // Over two tables of clusters, of which the first and the last have data.
        ((1 << 29) + 700 * 512, vec![5, 17 * cluster, (1 << 29) + 9]),
        (64 << 20, (0..1024).map(|number| number * cluster).collect()),
    ] {
        let raw = disk_with(size, &places);
        let layout = Layout::of(&read_in_pieces(&raw, 1 << 20));
        fs::write(&raw_path, &raw).unwrap();
        fs::write(&file_path, written(&raw, &layout)).unwrap();
        qemu_img(&["check", "-q"], &[&file_path]);
        let compare = ["compare", "-q", "-f", "raw", "-F", "qcow2"];
        qemu_img(&compare, &[&raw_path, &file_path]);
    }
}
